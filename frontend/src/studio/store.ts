/** The studio's one state: the document with its history, and where the editor is in it. */
import type { ClipDocument, Piece, Shot } from "./document";
import { clamp, clipLength } from "./document";
import { History } from "./history";

/** Where the editor is: not undone, not saved. Times are seconds of the clip, in the source view of the footage. */
export interface View {
  /** Ids of the selected shots, or of one title. */
  selected: readonly string[];
  playhead: number;
  /** The shape that is framed and shown: "16:9", "9:16", … */
  shape: string;
  /** Language in which captions and titles are shown; empty for none. */
  language: string;
  /** Footage that is looked at by itself; null for the clip. */
  source: number | null;
  panel: string;
  /** Only what the frame holds is seen, as in the finished file. */
  framed: boolean;
  /** The platform whose buttons are drawn over the frame; empty for none. */
  areas: string;
  /** The picture as it was filmed, without the look. */
  plain: boolean;
}

export type Change = "document" | "view" | "pieces";
export type Listener = (changed: ReadonlySet<Change>) => void;
/** Gives the next document, or the same one where there is nothing to do. It never changes what it was given. */
export type Action = (document: ClipDocument, pieces: ReadonlyMap<number, Piece>) => ClipDocument;

export class Store {
  private readonly history: History<ClipDocument>;
  private readonly listeners = new Set<Listener>();
  private readonly changed = new Set<Change>();
  private now: View;
  private telling = false;
  readonly pieces = new Map<number, Piece>();

  constructor(
    document: ClipDocument,
    pieces: Iterable<Piece>,
    readonly editable: boolean,
    view: Partial<View> = {},
  ) {
    this.history = new History(document);
    for (const piece of pieces) this.pieces.set(piece.footage, piece);
    this.now = { selected: [], playhead: 0, shape: "16:9", language: "", source: null, panel: "", framed: false, areas: "", plain: false, ...view };
  }

  get document(): ClipDocument {
    return this.history.state;
  }

  get view(): View {
    return this.now;
  }

  get undoable(): string {
    return this.history.undoable;
  }

  get redoable(): string {
    return this.history.redoable;
  }

  /** The selected shots, in the clip's order. */
  get selectedShots(): Shot[] {
    return this.document.segments.filter((shot) => this.now.selected.includes(shot.id));
  }

  pieceOf(shot: Shot): Piece | undefined {
    return this.pieces.get(shot.footage);
  }

  /** Do something to the clip; `name` is the word for it in "Undo …". See History.push for `gesture`. */
  apply(name: string, action: Action, gesture = ""): boolean {
    if (!this.editable) return false;
    const next = action(this.document, this.pieces);
    if (next === this.document) return false;
    this.history.push(next, name, gesture);
    this.settle();
    this.tell("document");
    return true;
  }

  /** A drag has ended: the next step is one of its own. */
  rest(): void {
    this.history.rest();
  }

  undo(): boolean {
    return this.editable && this.moved(this.history.undo());
  }

  redo(): boolean {
    return this.editable && this.moved(this.history.redo());
  }

  /** Put another document in its place, as one step: a draft, an older version, what was merged. */
  replace(document: ClipDocument, name: string): void {
    this.history.push(document, name);
    this.settle();
    this.tell("document");
  }

  look(change: Partial<View>): void {
    const next = { ...this.now, ...change };
    if ((Object.keys(change) as (keyof View)[]).every((key) => Object.is(next[key], this.now[key]))) return;
    this.now = next;
    this.tell("view");
  }

  know(pieces: Iterable<Piece>): void {
    for (const piece of pieces) this.pieces.set(piece.footage, piece);
    this.tell("pieces");
  }

  /** Calls `listener` once after everything that a task changes, before the next picture is drawn. Returns how to stop. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private moved(done: boolean): boolean {
    if (done) {
      this.settle();
      this.tell("document");
    }
    return done;
  }

  /** What is gone is not selected, and the playhead lies inside the clip. */
  private settle(): void {
    const there = new Set([...this.document.segments.map((shot) => shot.id), ...this.document.edit.titles.map((title) => title.id)]);
    const selected = this.now.selected.filter((id) => there.has(id));
    const playhead = this.now.source === null ? clamp(this.now.playhead, 0, clipLength(this.document)) : this.now.playhead;
    if (selected.length !== this.now.selected.length || playhead !== this.now.playhead) this.look({ selected, playhead });
  }

  private tell(change: Change): void {
    this.changed.add(change);
    if (this.telling) return;
    this.telling = true;
    queueMicrotask(() => {
      this.telling = false;
      const changed = new Set(this.changed);
      this.changed.clear();
      for (const listener of this.listeners) listener(changed);
    });
  }
}
