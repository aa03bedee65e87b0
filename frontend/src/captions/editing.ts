/** What a person does to captions without the server: new ones, times, cutting, joining, taking away, undo. */
import { toast } from "../shell/toast";
import type { Bench } from "./bench";
import { cell, type Row } from "./rows";
import { onShots, toPicture } from "./snapping";
import { type Change, retiming, type Span } from "./steps";
import { join, nudged, retimed, room, shifted, split } from "./times";
import { w } from "./words";

const UNSPACED = new Set(["zh-Hans", "zh-Hant", "ja"]);
const NEAR_SHOT = 0.7; // seconds
const UNDO_SECONDS = 8;

export class Editing {
  constructor(private readonly bench: Bench) {}

  add(at = this.bench.reel.time): void {
    const { store, page, reel } = this.bench;
    if (!page.mayWrite) return;
    const place = room(store.rows, toPicture(at, reel.rate), page.duration);
    if (!place) {
      toast(w("noRoom"), { kind: "error" });
      return;
    }
    this.bench.go(store.add(place.start, place.end), store.source);
  }

  /** Another begin or end for a caption; drags give their gesture. */
  time(row: Row, change: Partial<Span>, name = "time", gesture = ""): void {
    if (!this.bench.page.mayWrite) return;
    this.bench.store.do(name, [retiming(row, retimed(row, change, this.bench.page.duration))], gesture);
  }

  /** The whole caption to another place. */
  move(row: Row, span: Span, gesture: string): void {
    const by = span.start - row.start;
    const whole = Math.abs(span.end - span.start - (row.end - row.start)) < 0.0005;
    const to = whole ? nudged(row, by, this.bench.page.duration) : retimed(row, span.start === row.start ? { end: span.end } : { start: span.start }, this.bench.page.duration);
    this.bench.store.do("time", [retiming(row, to)], gesture);
  }

  /** By pictures; held keys are one step to undo. */
  nudge(row: Row, pictures: number): void {
    const { store, reel, page } = this.bench;
    store.do("nudge", [retiming(row, nudged(row, toPicture(row.start + pictures / reel.rate, reel.rate) - row.start, page.duration))], `nudge ${row.key}`);
  }

  /** This caption and all that follow. */
  shift(row: Row, pictures: number): void {
    const { store, reel, page } = this.bench;
    store.do("shift", shifted(store.rows, row, pictures / reel.rate, page.duration), `shift ${row.key}`);
  }

  snap(row: Row): void {
    const { store, timeline } = this.bench;
    const to = onShots(row, timeline.shots, NEAR_SHOT);
    if (to.start === row.start && to.end === row.end) {
      toast(w("noShotNear"));
      return;
    }
    store.do("snap", [retiming(row, to)]);
  }

  split(row: Row): void {
    const { reel, store } = this.bench;
    const inside = reel.time > row.start && reel.time < row.end;
    const changes = split(row, inside ? toPicture(reel.time, reel.rate) : toPicture((row.start + row.end) / 2, reel.rate));
    if (changes) store.do("split", changes);
    else toast(w("noSplit"), { kind: "error" });
  }

  join(row: Row): void {
    const { store } = this.bench;
    const next = store.rows[store.rows.indexOf(row) + 1];
    if (!next) return;
    store.do("join", join(row, next, (language) => !UNSPACED.has(language)));
    toast(w("joined"), { seconds: UNDO_SECONDS, undo: () => this.step("undo") });
  }

  remove(row: Row): void {
    const { store } = this.bench;
    const place = store.rows.indexOf(row);
    const next = store.rows[place + 1] ?? store.rows[place - 1] ?? null;
    store.remove([row]);
    if (next) this.bench.pick(next, null);
    toast(w("removed"), { seconds: UNDO_SECONDS, undo: () => this.step("undo") });
  }

  /** Undo or redo, and show where. */
  step(which: "undo" | "redo"): void {
    const { store } = this.bench;
    const name = which === "undo" ? store.steps.undoable : store.steps.redoable;
    const changes = store[which]();
    if (!changes.length) return;
    this.bench.say(w(which === "undo" ? "undid" : "redid", { what: w(name as "split") }));
    const seen = changes.find((change) => change.kind !== "removed");
    if (seen && store.rows.includes(seen.row)) {
      const writing = document.activeElement instanceof HTMLTextAreaElement;
      const language = seen.kind === "text" ? seen.language : this.bench.language;
      if (writing) this.bench.go(seen.row, language);
      else {
        this.bench.pick(seen.row, language);
        this.bench.sheet.reveal(seen.row);
      }
    }
  }

  /** Write a text as one step to undo. */
  write(name: string, row: Row, language: string, after: string): void {
    const before = cell(row, language).text;
    this.bench.store.do(name, [{ kind: "text", row, language, before, after } satisfies Change]);
  }

  /** Put words where the caret is, with the spaces that the language wants. */
  insert(row: Row, language: string, words: string, name: string): void {
    const field = this.bench.sheet.view(row, language)?.field;
    const { text } = cell(row, language);
    const writing = document.activeElement === field;
    const [from, to] = field && writing ? [field.selectionStart, field.selectionEnd] : [text.length, text.length];
    const spaced = !UNSPACED.has(language);
    const head = text.slice(0, from);
    const tail = text.slice(to);
    const put = `${spaced && head && !/\s$/.test(head) ? " " : ""}${words}${spaced && tail && !/^[\s.,;:!?]/.test(tail) ? " " : ""}`;
    this.write(name, row, language, head + put + tail);
    this.bench.go(row, language);
    this.bench.sheet.view(row, language)?.field.setSelectionRange(head.length + put.length, head.length + put.length);
  }
}
