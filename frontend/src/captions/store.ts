/** Captions on this page and on the server: loading, saving a little after the last key, conflicts, undo. */
import { csrfToken, get, post, RequestError } from "../shell/http";
import { type Keep, restoring } from "./keep";
import { adopt, cell, changed, forget, merge, moved, newRow, payload, type Row, type ServerTrack, sorted } from "./rows";
import { applied, type Change, since, type Snapshot, snapshot, Steps } from "./steps";

export interface StoreUrls {
  tracks: string;
  write: string;
  approve: string;
}

export type SaveState = "saved" | "saving" | "unsaved" | "failed";
export interface Answer {
  tracks?: ServerTrack[];
  /** Only the tracks that changed are told; the others are as they were. */
  partial?: boolean;
  [more: string]: unknown;
}

type Told = Answer & { tracks: ServerTrack[] };

const PAUSE = 900; // milliseconds after the last key
const AGAIN = 5000; // milliseconds until it is tried again where nobody answered
const GESTURE = 1200; // milliseconds without a key that end what undo takes back at once
const LINGER = 8000; // milliseconds for which a deleted caption still has its approvals and comments, to be brought back with
const KEEPALIVE = 60_000; // bytes that browsers send after the page is gone

export class Store {
  rows: Row[] = [];
  tracks = new Map<string, ServerTrack>();
  readonly steps = new Steps();
  /** Deleted here, still on the server until then (milliseconds of Date.now). */
  private readonly lingering = new Map<Row, number>();
  /** Something was deleted for good, but the server has not been told. */
  private untold = false;
  private timer = 0;
  private pause = 0;
  private farewell = 0;
  private running: Promise<unknown> | null = null;
  onChange: () => void = () => {};
  onState: (state: SaveState, reason?: string) => void = () => {};
  onConflict: () => void = () => {};
  /** Undo and redo have something else to do. */
  onSteps: () => void = () => {};

  constructor(
    private readonly urls: StoreUrls,
    public source: string,
    private readonly keep: Keep,
  ) {
    window.addEventListener("pagehide", () => {
      this.keep.write(this.rows, this.source);
      this.leave();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.languages().length) return;
      void this.save();
      event.preventDefault();
    });
  }

  async load(): Promise<void> {
    this.take((await get<{ tracks: ServerTrack[] }>(this.urls.tracks)).tracks);
  }

  /** Bring back what an earlier page could not store; says how many texts. */
  restore(): number {
    const changes = restoring(this.keep.read(), this.rows, this.source);
    this.do("restored", changes);
    return changes.length;
  }

  /** Change captions, as one step to undo. */
  do(name: string, changes: readonly Change[], gesture = ""): void {
    if (!changes.length) return;
    this.steps.push(name, changes, gesture);
    this.apply(changes);
    if (gesture) this.restLater();
  }

  /** Somebody types: nothing is drawn but what the field draws itself. */
  type(row: Row, language: string, text: string): void {
    const one = cell(row, language);
    this.steps.push("typing", [{ kind: "text", row, language, before: one.text, after: text }], `typing ${row.key} ${language}`);
    one.text = text;
    this.restLater();
    this.touch();
    this.onSteps();
  }

  undo(): readonly Change[] {
    return this.apply(this.steps.undo());
  }

  redo(): readonly Change[] {
    return this.apply(this.steps.redo());
  }

  /** A new, empty caption. It is stored with its first word. */
  add(start: number, end: number): Row {
    const row = newRow(start, end);
    cell(row, this.source);
    this.do("add", [{ kind: "added", row }]);
    return row;
  }

  remove(rows: readonly Row[]): void {
    this.do("remove", rows.map((row) => ({ kind: "removed", row })));
  }

  private apply(changes: readonly Change[]): readonly Change[] {
    if (!changes.length) return changes;
    this.rows = sorted(applied(this.rows, changes), this.source);
    for (const change of changes) {
      if (change.kind === "added") this.lingering.delete(change.row);
      else if (change.kind === "removed" && [...change.row.cells.values()].some((one) => one.id !== null)) this.linger(change.row);
    }
    this.touch();
    this.onChange();
    this.onSteps();
    return changes;
  }

  private linger(row: Row): void {
    this.lingering.set(row, Date.now() + LINGER);
    window.clearTimeout(this.farewell);
    this.farewell = window.setTimeout(() => void this.save(), LINGER + 50);
  }

  /** Rows whose time is over are gone: if they come back, then as new ones. */
  private bury(): void {
    for (const [row, until] of this.lingering) {
      if (until > Date.now()) continue;
      this.lingering.delete(row);
      forget(row);
      this.untold = true;
    }
  }

  private restLater(): void {
    window.clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.steps.rest(), GESTURE);
  }

  /** Something was typed or moved: save in a moment. */
  touch(): void {
    this.onState("unsaved");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE);
  }

  /** Languages with something that is not stored, the source first. */
  languages(): string[] {
    const dirty = new Set<string>();
    if (this.untold) dirty.add(this.source);
    for (const row of this.rows) {
      if (moved(row) && (!Number.isNaN(row.storedStart) || [...row.cells.values()].some((one) => one.text.trim()))) dirty.add(this.source);
      for (const [language, one] of row.cells) if (changed(one)) dirty.add(language);
    }
    return [...dirty].sort((a, b) => Number(b === this.source) - Number(a === this.source));
  }

  /** Store everything; true where it is stored. Only one saving runs at a time. */
  async save(): Promise<boolean> {
    window.clearTimeout(this.timer);
    return this.alone(() => this.store());
  }

  /** One thing after another: what is sent says which revision it is about. */
  private async alone<T>(run: () => Promise<T>): Promise<T> {
    while (this.running) await this.running;
    const work = run();
    const over = work.catch(() => undefined);
    this.running = over;
    try {
      return await work;
    } finally {
      if (this.running === over) this.running = null;
    }
  }

  private async store(): Promise<boolean> {
    this.bury();
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const language = this.languages()[0];
      if (!language) {
        this.keep.clear();
        this.onState("saved");
        return true;
      }
      this.onState("saving");
      try {
        await this.write(language);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        if (error.body.code === "newer_captions") {
          await this.load();
          this.onConflict();
        } else {
          this.keep.write(this.rows, this.source);
          this.onState("failed", error.message);
          if (!error.status || error.status >= 500) this.timer = window.setTimeout(() => void this.save(), AGAIN);
          return false;
        }
      }
    }
    if (this.languages().length) this.touch();
    return true;
  }

  private async write(language: string): Promise<void> {
    const { rows, cues } = payload([...this.rows, ...this.lingering.keys()], language, this.source);
    const sent = rows.map((row) => row.cells.get(language)?.text.trim() ?? "");
    const told = this.untold;
    if (language === this.source) this.untold = false;
    let answer: Told;
    try {
      answer = await post<Told>(this.urls.write, { language, revision: this.revision(language), cues });
    } catch (error) {
      this.untold ||= told;
      throw error;
    }
    const track = answer.tracks.find((each) => each.language === language);
    if (track) adopt(rows, language, track.cues);
    rows.forEach((row, index) => {
      const one = row.cells.get(language);
      if (one) one.stored = sent[index]!; // what is typed since is still changed
    });
    this.take(answer.tracks, answer.partial);
  }

  /** Approve one text or a whole language, as it is on the screen. */
  async approve(language: string, cue: number | null): Promise<void> {
    await this.alone(async () => {
      const answer = await post<Told>(this.urls.approve, { language, revision: this.revision(language), cue });
      this.take(answer.tracks, answer.partial);
    });
  }

  /** Tell the server that a text which stands here already is a proposal that was taken. */
  async accept(url: string, row: Row, language: string, offer: { text: string; method: string } & Record<string, unknown>): Promise<void> {
    const one = cell(row, language);
    if (one.id === null && !(await this.save())) return;
    await this.alone(async () => {
      if (one.id === null || one.text !== offer.text) return; // it was changed again meanwhile: then it is a person's
      const before = one.stored;
      one.stored = offer.text; // what is typed from now on is a change of it
      try {
        const answer = await post<Told>(url, { language, cue: one.id, ...offer });
        this.take(answer.tracks, answer.partial);
      } catch (error) {
        one.stored = before;
        this.touch();
        throw error;
      }
    });
    this.onState(this.languages().length ? "unsaved" : "saved");
  }

  /** Let the server do something to the stored captions; what changed by it is one step to undo. Null: it could not be stored. */
  async ask(name: string, url: string, data: () => object): Promise<Answer | null> {
    if (!(await this.save())) return null;
    return this.alone(async () => {
      const before = snapshot(this.rows);
      const answer = await post<Answer>(url, data());
      if (answer.tracks) this.recorded(name, before, answer.tracks, answer.partial);
      return answer;
    });
  }

  revision(language: string): number | null {
    return this.tracks.get(language)?.revision ?? null;
  }

  /** Load what a long work of the server has left; what changed by it is one step to undo. */
  async reload(name: string): Promise<void> {
    const before = snapshot(this.rows);
    this.recorded(name, before, (await get<{ tracks: ServerTrack[] }>(this.urls.tracks)).tracks);
  }

  /** The server has changed captions at somebody's wish. */
  taken(name: string, tracks: ServerTrack[], partial = false): void {
    this.recorded(name, snapshot(this.rows), tracks, partial);
  }

  private recorded(name: string, before: Snapshot, tracks: ServerTrack[], partial = false): void {
    this.take(tracks, partial);
    this.steps.push(name, since(before, this.rows));
    this.onSteps();
  }

  private take(tracks: ServerTrack[], partial = false): void {
    this.tracks = new Map([...(partial ? this.tracks : []), ...tracks.map((track) => [track.language, track] as const)]);
    const before = this.rows;
    this.rows = merge([...before, ...this.lingering.keys()], [...this.tracks.values()], this.source).filter((row) => !this.lingering.has(row));
    const now = new Set(this.rows);
    for (const row of before) if (!now.has(row)) forget(row);
    this.onChange();
  }

  /** The page is being left: what was deleted a moment ago is told now. */
  private leave(): void {
    if (!this.lingering.size && !this.untold) return;
    this.lingering.clear();
    const { cues } = payload(this.rows, this.source, this.source);
    const body = JSON.stringify({ language: this.source, revision: this.tracks.get(this.source)?.revision ?? null, cues });
    void fetch(this.urls.write, {
      method: "POST", keepalive: body.length < KEEPALIVE, credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() }, body,
    });
  }
}
