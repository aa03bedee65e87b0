/** Captions on this page and on the server: loading, saving a little after the last key, conflicts. */
import { csrfToken, get, post, RequestError } from "../shell/http";
import { adopt, cell, changed, merge, moved, newRow, payload, type Row, type ServerTrack, sorted } from "./rows";

export interface StoreUrls {
  tracks: string;
  write: string;
  approve: string;
}

const PAUSE = 900; // milliseconds after the last key

export class Store {
  rows: Row[] = [];
  tracks = new Map<string, ServerTrack>();
  /** Deleted here, still on the server until it cannot be undone any more. */
  private pending: Row[] = [];
  /** Deleted for good, but the server has not been told. */
  private deleted: Row[] = [];
  private timer = 0;
  private running: Promise<boolean> | null = null;
  onChange: () => void = () => {};
  onState: (state: "saved" | "saving" | "unsaved" | "failed", reason?: string) => void = () => {};
  onConflict: () => void = () => {};

  constructor(
    private readonly urls: StoreUrls,
    public source: string,
  ) {
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("beforeunload", (event) => {
      if (this.languages().length && !this.pending.length) event.preventDefault();
    });
  }

  async load(): Promise<void> {
    this.take((await get<{ tracks: ServerTrack[] }>(this.urls.tracks)).tracks);
  }

  /** Something was typed or moved: save in a moment. */
  touch(): void {
    this.onState("unsaved");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE);
  }

  /** A new, empty caption. It is stored with its first word. */
  add(start: number, end: number): Row {
    const row = newRow(start, end);
    cell(row, this.source);
    this.rows = sorted([...this.rows, row], this.source);
    return row;
  }

  /** Take rows away; `undo` brings them back, `commit` lets the server know. */
  remove(rows: Row[]): { undo: () => void; commit: () => void } {
    this.rows = this.rows.filter((row) => !rows.includes(row));
    this.pending.push(...rows);
    const over = () => { this.pending = this.pending.filter((row) => !rows.includes(row)); };
    return {
      undo: () => {
        if (!rows.some((row) => this.pending.includes(row))) return;
        over();
        this.rows = sorted([...this.rows, ...rows], this.source);
        this.onChange();
      },
      commit: () => {
        if (!rows.some((row) => this.pending.includes(row))) return;
        over();
        this.deleted.push(...rows.filter((row) => [...row.cells.values()].some((one) => one.id !== null)));
        this.touch();
      },
    };
  }

  /** Languages with something that is not stored, the source first. */
  languages(): string[] {
    const dirty = new Set<string>();
    if (this.deleted.length) dirty.add(this.source);
    for (const row of this.rows) {
      if (moved(row)) dirty.add(this.source);
      for (const [language, one] of row.cells) if (changed(one)) dirty.add(language);
    }
    return [...dirty].sort((a, b) => Number(b === this.source) - Number(a === this.source));
  }

  /** Store everything; true where it is stored. Only one saving runs at a time. */
  async save(): Promise<boolean> {
    window.clearTimeout(this.timer);
    while (this.running) await this.running;
    this.running = this.store().finally(() => { this.running = null; });
    return this.running;
  }

  private async store(): Promise<boolean> {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const language = this.languages()[0];
      if (!language) {
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
          this.onState("failed", error.message);
          return false;
        }
      }
    }
    if (this.languages().length) this.touch();
    return true;
  }

  private async write(language: string): Promise<void> {
    const deleted = [...this.deleted];
    const { rows, cues } = payload([...this.rows, ...this.pending], language, this.source);
    const sent = rows.map((row) => row.cells.get(language)?.text.trim() ?? "");
    const answer = await post<{ tracks: ServerTrack[] }>(this.urls.write, { language, revision: this.tracks.get(language)?.revision ?? null, cues });
    const track = answer.tracks.find((each) => each.language === language);
    if (language === this.source) this.deleted = this.deleted.filter((row) => !deleted.includes(row));
    if (track) adopt(rows, language, track.cues);
    rows.forEach((row, index) => {
      const one = row.cells.get(language);
      if (one) one.stored = sent[index]!; // what is typed since is still changed
    });
    this.take(answer.tracks);
  }

  /** Approve one text or a whole language, as it is on the screen. */
  async approve(language: string, cue: number | null): Promise<void> {
    const revision = this.tracks.get(language)?.revision ?? null;
    this.take((await post<{ tracks: ServerTrack[] }>(this.urls.approve, { language, revision, cue })).tracks);
  }

  private take(tracks: ServerTrack[]): void {
    this.tracks = new Map(tracks.map((track) => [track.language, track]));
    const gone = [...this.pending, ...this.deleted];
    this.rows = merge([...this.rows, ...gone], tracks, this.source).filter((row) => !gone.includes(row));
    this.onChange();
  }

  /** The page is being left: what cannot be undone any more is sent along. */
  private leave(): void {
    if (!this.pending.length) return;
    this.pending = [];
    const { cues } = payload(this.rows, this.source, this.source);
    void fetch(this.urls.write, {
      method: "POST", keepalive: true, credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify({ language: this.source, revision: this.tracks.get(this.source)?.revision ?? null, cues }),
    });
  }
}
