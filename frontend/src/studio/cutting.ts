/** What keys and buttons do to the selected shots. */
import { toast } from "../shell/toast";
import * as act from "./actions";
import type { Desk } from "./desk";
import { freshId, lengthOf, offsetOf, type Shot, shotsLength } from "./document";
import type { Timeline } from "./timeline";
import { w } from "./words";

export class Cutting {
  private copied: readonly Shot[] = [];

  constructor(
    private readonly desk: Desk,
    private readonly timeline: Timeline,
  ) {}

  /** Those that are selected, or the one under the playhead. */
  get ids(): string[] {
    const { store, player } = this.desk;
    const chosen = store.selectedShots.map((shot) => shot.id);
    const shown = store.view.source === null ? player.showing?.shot.id : undefined;
    return chosen.length ? chosen : shown ? [shown] : [];
  }

  split(): void {
    const { store } = this.desk;
    if (store.view.source !== null) return;
    if (store.apply("split", act.split(store.view.playhead))) this.desk.say(w("saidSplit"));
    else if (store.editable) toast(w("tooNear"));
  }

  /** Take out what is selected: shots, or a title. */
  remove(): void {
    const { store } = this.desk;
    const title = store.document.edit.titles.find((each) => store.view.selected.includes(each.id));
    if (title) {
      store.apply("removeTitle", act.removeTitle(title.id));
      return;
    }
    const { ids } = this;
    const first = ids[0] ? offsetOf(store.document, ids[0]) : 0;
    if (store.view.source !== null || !ids.length || !store.apply("remove", act.remove(ids))) return;
    this.desk.player.seek(Math.min(first, shotsLength(store.document)));
    this.desk.say(w("saidRemoved", { count: ids.length }));
  }

  duplicate(): void {
    if (this.desk.store.apply("duplicate", act.duplicate(this.ids))) this.desk.say(w("saidDuplicated"));
  }

  clipboard(key: string): void {
    const { store } = this.desk;
    if (key === "v") {
      this.paste();
      return;
    }
    const { ids } = this;
    this.copied = store.document.segments.filter((shot) => ids.includes(shot.id));
    if (this.copied.length) this.desk.say(w("saidCopied", { count: this.copied.length }));
    if (key === "x") this.remove();
  }

  private paste(): void {
    const { store } = this.desk;
    if (!this.copied.length || store.view.source !== null) return;
    const shots = this.copied.map((shot) => ({ ...shot, id: freshId() }));
    if (!store.apply("paste", act.insertAt(shots, store.view.playhead))) return;
    store.look({ selected: shots.map((shot) => shot.id) });
    this.desk.say(w("saidPasted", { count: shots.length }));
  }

  all(): void {
    this.desk.store.look({ selected: this.desk.store.document.segments.map((shot) => shot.id) });
  }

  /** Earlier or later in the order. */
  move(by: number): void {
    const { store } = this.desk;
    const { ids } = this;
    const first = store.document.segments.findIndex((shot) => ids.includes(shot.id));
    if (first < 0 || store.view.source !== null) return;
    if (!store.apply("move", act.move(ids, Math.max(0, first + by)))) return;
    store.look({ selected: ids });
    this.timeline.layout();
    const place = store.document.segments.findIndex((shot) => shot.id === ids[0]);
    this.desk.player.seek(offsetOf(store.document, ids[0]!));
    this.desk.say(w("saidMoved", { number: place + 1 }));
  }

  /** Show another part of the footage, by this many seconds of it. */
  slip(seconds: number): void {
    const id = this.ids[0];
    if (id) this.desk.store.apply("slip", act.slip(id, seconds), `slip:${id}`);
  }

  toCut(by: number): void {
    const { player, store } = this.desk;
    const edges = [0, ...this.timeline.all.map((item) => item.to)];
    const now = store.view.playhead;
    const next = by > 0 ? edges.find((edge) => edge > now + 0.01) : edges.findLast((edge) => edge < now - 0.01);
    player.stop();
    player.seek(next ?? (by > 0 ? player.length : 0));
    this.timeline.reveal(store.view.playhead);
  }

  /** To the end's last picture, or to the beginning. */
  toEnd(end: boolean): void {
    const { player, store } = this.desk;
    player.stop();
    player.seek(end ? Math.max(0, (store.view.source === null ? shotsLength(store.document) : player.length) - 1 / player.rate) : 0);
    this.timeline.reveal(store.view.playhead);
  }

  /** Play what is selected; the shot under the playhead without a selection. */
  playSelection(): void {
    const { player } = this.desk;
    const range = this.range();
    if (range) player.playRange(range);
  }

  private range(): { from: number; to: number } | null {
    const { store } = this.desk;
    const marked = this.timeline.marked;
    if (marked) return { from: marked[0], to: marked[1] };
    const { ids } = this;
    const [first, last] = [ids[0], ids.at(-1)];
    const shot = store.document.segments.find((each) => each.id === last);
    return first && shot ? { from: offsetOf(store.document, first), to: offsetOf(store.document, shot.id) + lengthOf(shot) } : null;
  }

  step(way: "undo" | "redo"): void {
    const { store } = this.desk;
    const name = way === "undo" ? store.undoable : store.redoable;
    if (store[way]()) this.desk.say(w(way === "undo" ? "saidUndone" : "saidRedone", { what: stepName(name) }));
  }
}

/** What a step is called; steps of panels that have no word of their own are "change". */
export function stepName(name: string): string {
  const known = `step_${name}`;
  return STEPS.has(known) ? w(known as Parameters<typeof w>[0]) : w("step_change");
}

const STEPS = new Set(["append", "brand", "duplicate", "fade", "fork", "framing", "gain", "insert", "look", "merge", "move", "moveTitle", "mute", "name", "notes", "overwrite", "paste", "remove", "removeTitle", "roll", "slip", "speed", "split", "takeUp", "title", "trim", "draft", "watermark"].map((name) => `step_${name}`));
