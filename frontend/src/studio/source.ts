/** The source view: one piece of footage by itself, of which a stretch goes into the clip. */
import { button, el } from "../post/dom";
import * as act from "./actions";
import { timecode } from "../shell/timecode";
import type { Desk } from "./desk";
import { clamp, lengthOf, type Piece, plainShot, rateOf, type Shot, SHORTEST, shotsLength, tidy } from "./document";
import { overwrite } from "./placing";
import { w } from "./words";

export type Way = "insert" | "append" | "overwrite";

export class SourceView {
  private readonly marks = new Map<number, [number, number]>();
  private readonly name = el("strong", "pm-source__name");
  private readonly times = el("output");
  private readonly replace: HTMLButtonElement;
  /** The shot whose footage this is, for "put into the shot". */
  private target = "";
  private back = 0;
  /** In or out was moved. */
  onMarks: () => void = () => {};

  constructor(
    private readonly desk: Desk,
    private readonly bar: HTMLElement,
  ) {
    this.replace = button(`${w("intoShot")} (X)`, "pm-button", () => this.intoShot());
    const ways: [Way, string][] = [["insert", ","], ["append", "E"], ["overwrite", "."]];
    const adding = ways.map(([way, key]) => button(`${w(way)} (${key})`, "pm-button", () => this.add(way)));
    bar.append(this.name, this.times, ...(desk.store.editable ? [this.replace, ...adding] : []), button(`${w("toClip")} (Esc)`, "pm-button", () => this.close()));
    desk.store.subscribe((changed) => changed.has("view") && this.draw());
    this.draw();
  }

  get piece(): Piece | undefined {
    const { source } = this.desk.store.view;
    return source === null ? undefined : this.desk.store.pieces.get(source);
  }

  /** In and out of the footage that is shown, in seconds; null in the clip view. */
  get marked(): [number, number] | null {
    const { piece } = this;
    return piece ? (this.marks.get(piece.footage) ?? stretchOf(piece)) : null;
  }

  open(footage: number, at?: number): void {
    const { store, player } = this.desk;
    player.stop();
    if (store.view.source === null) this.back = store.view.playhead;
    this.target = "";
    const piece = store.pieces.get(footage);
    if (piece) store.look({ source: footage, playhead: at ?? (this.marks.get(footage) ?? stretchOf(piece))[0] });
  }

  /** The footage of the shot under the playhead, at the same picture, with the shot's own in and out. */
  openShot(): void {
    const { showing } = this.desk.player;
    if (!showing || this.desk.store.view.source !== null) return;
    const { shot, at } = showing;
    this.marks.set(shot.footage, [shot.start, shot.end]);
    this.open(shot.footage, at);
    this.target = shot.id;
    this.draw();
  }

  close(): void {
    const { store } = this.desk;
    if (store.view.source !== null) store.look({ source: null, playhead: clamp(this.back, 0, shotsLength(store.document)) });
  }

  setIn(): void {
    this.mark((seen, [, out], piece) => [clamp(seen, 0, tidy(piece.duration - SHORTEST)), out - seen < SHORTEST ? piece.duration : out]);
  }

  /** The picture that is seen is the last one. */
  setOut(): void {
    this.mark((seen, [from], piece) => {
      const out = clamp(tidy(seen + 1 / rateOf(piece)), SHORTEST, piece.duration);
      return [out - from < SHORTEST ? 0 : from, out];
    });
  }

  add(way: Way): void {
    const { store } = this.desk;
    const { piece, marked } = this;
    if (!piece?.usable || !marked) return;
    const shot = plainShot(piece.footage, ...marked);
    const end = shotsLength(store.document);
    const at = way === "append" ? end : clamp(this.back, 0, end);
    const action = way === "overwrite" ? overwrite([shot], at) : act.insertAt([shot], at);
    if (!store.apply(way, action)) return;
    store.look({ selected: [shot.id] });
    this.back = at + lengthOf(shot);
    this.desk.say(w("saidAdded", { title: piece.title }));
  }

  /** The shot gets the in and out of the source view. */
  intoShot(): void {
    const { marked } = this;
    const shot = this.desk.store.document.segments.find((each) => each.id === this.target);
    if (!marked || !shot) return;
    this.desk.store.apply("trim", inAndOut(shot, marked));
    this.close();
  }

  private mark(change: (seen: number, marked: [number, number], piece: Piece) => [number, number]): void {
    const { piece, marked } = this;
    if (!piece || !marked) return;
    const rate = rateOf(piece);
    const seen = tidy(Math.floor(this.desk.store.view.playhead * rate + 0.02) / rate);
    const next = change(seen, marked, piece);
    this.marks.set(piece.footage, next);
    this.draw();
    this.onMarks();
    this.desk.say(w("saidStretch", { start: timecode(next[0], rate), end: timecode(next[1], rate) }));
  }

  private draw(): void {
    const { piece, marked } = this;
    this.bar.hidden = !piece;
    if (!piece || !marked) return;
    const rate = rateOf(piece);
    this.name.textContent = piece.title;
    this.times.textContent = `${timecode(marked[0], rate)} – ${timecode(marked[1], rate)} (${timecode(marked[1] - marked[0], rate)})`;
    this.replace.hidden = !this.target || this.desk.store.document.segments.every((shot) => shot.id !== this.target);
  }
}

/** The stretch that movement suggests, or all of it. */
export function stretchOf(piece: Piece): [number, number] {
  const [from, to] = piece.motion?.suggested ?? [0, piece.duration];
  return [from, Math.min(to, piece.duration)];
}

function inAndOut(shot: Shot, [start, end]: [number, number]) {
  return (document: Parameters<ReturnType<typeof act.split>>[0], pieces: Parameters<ReturnType<typeof act.split>>[1]) => {
    // The edge that makes room goes first, so that neither stops at the other.
    const sides = start >= shot.end ? (["end", "start"] as const) : (["start", "end"] as const);
    const wanted = { start, end };
    return sides.reduce((now, side) => act.trim(shot.id, side, wanted[side])(now, pieces), document);
  };
}
