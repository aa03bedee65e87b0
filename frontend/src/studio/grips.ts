/** What hands do to shots on the timeline: choose, move, trim, roll. */
import * as act from "./actions";
import { timecode } from "../shell/timecode";
import type { Desk } from "./desk";
import { rateOf, type Shot, tidy } from "./document";
import { footageTime, gapAt, type Item, placed } from "./lane";
import { follow } from "../shell/pointer";
import type { ShotsHands, Side } from "./shots";
import type { Timeline } from "./timeline";
import { w } from "./words";

export type Mode = "ripple" | "roll";

export class Grips {
  /** What dragging an edge does: the rest moves along, or the neighbour gives way. */
  mode: Mode = "ripple";

  constructor(
    private readonly timeline: Timeline,
    private readonly desk: Desk,
  ) {}

  get hands(): Omit<ShotsHands, "open"> {
    return {
      pick: (shot, event) => this.pick(shot, event),
      press: (item, event) => this.press(item, event),
      grip: (item, side, event) => this.grip(item, side, event),
      nudge: (item, side, pictures) => this.nudge(item, side, pictures),
    };
  }

  private pick(shot: Shot, event: MouseEvent | KeyboardEvent): void {
    const { store, player } = this.desk;
    if (shot.id === "source") return;
    this.choose(shot, event);
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) player.seek(this.timeline.all.find((item) => item.shot.id === shot.id)?.from ?? store.view.playhead);
  }

  /** Ctrl adds one or takes it away, Shift takes all up to it. */
  private choose(shot: Shot, event: MouseEvent | KeyboardEvent): void {
    const { store } = this.desk;
    const { selected } = store.view;
    const ids = store.document.segments.map((each) => each.id);
    let next: string[] = [shot.id];
    if (event.ctrlKey || event.metaKey) next = selected.includes(shot.id) ? selected.filter((id) => id !== shot.id) : [...selected.filter((id) => ids.includes(id)), shot.id];
    else if (event.shiftKey && selected.length) {
      const [one, other] = [ids.indexOf(selected[0]!), ids.indexOf(shot.id)];
      next = one < 0 ? next : ids.slice(Math.min(one, other), Math.max(one, other) + 1);
      if (one > other) next.reverse();
    }
    store.look({ selected: next });
  }

  private press(item: Item, event: PointerEvent): void {
    const { store } = this.desk;
    const { all } = this.timeline;
    if (item.shot.id === "source" || all.length < 2 || !store.editable || event.pointerType === "touch") {
      if (item.shot.id !== "source") this.choose(item.shot, event);
      if (event.pointerType === "touch") this.tap(event);
      else this.timeline.seekWith(event);
      return;
    }
    const among = store.view.selected.includes(item.shot.id);
    follow(event, {
      move: (_dx, to) => {
        if (!store.view.selected.includes(item.shot.id)) this.choose(item.shot, event);
        this.timeline.showGap(gapAt(all, this.timeline.timeAt(to.clientX)));
      },
      end: (moved, to) => {
        this.timeline.showGap(null);
        if (moved && to.type === "pointerup") this.drop(gapAt(all, this.timeline.timeAt(to.clientX)));
        else if (!moved) {
          if (!among || event.ctrlKey || event.metaKey || event.shiftKey || store.view.selected.length > 1) this.choose(item.shot, event);
          this.desk.player.stop();
          this.desk.player.seek(this.timeline.snap(this.timeline.timeAt(to.clientX)));
        }
      },
    });
  }

  /** A finger pans; only a tap moves the playhead. */
  private tap(event: PointerEvent): void {
    follow(event, {
      move: () => undefined,
      end: (moved, to) => {
        if (!moved && to.type === "pointerup") this.desk.player.seek(this.timeline.timeAt(to.clientX));
      },
    });
  }

  private drop(place: number): void {
    const { store } = this.desk;
    const ids = store.view.selected;
    const before = store.document.segments.slice(0, place).filter((shot) => ids.includes(shot.id)).length;
    if (store.apply("move", act.move(ids, place - before))) this.desk.say(w("saidMoved", { number: place - before + 1 }));
  }

  private grip(item: Item, side: Side, event: PointerEvent): void {
    const { store, player } = this.desk;
    player.stop();
    store.look({ selected: [item.shot.id] });
    const { scale } = this.timeline;
    const origin = item.shot[side];
    const gesture = `grip:${item.shot.id}:${side}:${event.timeStamp}`;
    follow(event, {
      move: (dx, to) => {
        const time = this.held(item, origin + (dx / scale.zoom) * item.shot.speed);
        const mode: Mode = to.altKey ? (this.mode === "roll" ? "ripple" : "roll") : this.mode;
        this.trim(item.shot.id, side, time, { mode, gesture });
      },
      end: () => store.rest(),
    }, 1);
  }

  /** Edges hold where the animal comes and goes, and at marks. */
  private held(item: Item, time: number): number {
    if (!this.timeline.snapping) return time;
    const found = item.piece?.motion;
    const points = [...(found?.moving.flat() ?? []), ...(found?.suggested ?? [])];
    const near = points.find((point) => Math.abs(point - time) / item.shot.speed < 8 / this.timeline.scale.zoom);
    return near ?? time;
  }

  private nudge(item: Item, side: Side, pictures: number): void {
    const time = item.shot[side] + pictures / rateOf(item.piece);
    this.trim(item.shot.id, side, time, { mode: this.mode, gesture: `nudge:${item.shot.id}:${side}` });
  }

  /** Move an edge to `time` of its footage and show the picture there. */
  trim(id: string, side: Side, time: number, how: { mode: Mode; gesture: string }): void {
    const { store } = this.desk;
    const index = store.document.segments.findIndex((shot) => shot.id === id);
    const shot = store.document.segments[index];
    if (!shot) return;
    const neighbour = store.document.segments[side === "end" ? index + 1 : index - 1];
    const rolls = how.mode === "roll" && neighbour;
    const left = side === "end" ? id : neighbour?.id;
    const done = rolls ? store.apply("roll", act.roll(left!, tidy((time - shot[side]) / shot.speed)), how.gesture) : store.apply("trim", act.trim(id, side, time), how.gesture);
    if (done) this.showEdge(id, side);
  }

  private showEdge(id: string, side: Side): void {
    this.timeline.layout();
    const item = this.timeline.all.find((each) => each.shot.id === id);
    if (!item) return;
    const rate = rateOf(item.piece);
    const at = side === "start" ? item.shot.start : item.shot.end - item.shot.speed / rate;
    this.desk.player.seek(placed(item, Math.max(item.shot.start, at)));
    this.desk.say(w(side === "start" ? "saidIn" : "saidOut", { time: timecode(item.shot[side], rate) }));
  }

  /** I and O: the shot under the playhead begins, or ends with, the picture that is seen. */
  trimHere(side: Side): void {
    const { store, player } = this.desk;
    const item = this.timeline.all.find((each) => each.shot.id === player.showing?.shot.id);
    if (!item || store.view.source !== null) return;
    const rate = rateOf(item.piece);
    const seen = Math.floor(footageTime(item, store.view.playhead) * rate + 0.02) / rate;
    player.stop();
    this.trim(item.shot.id, side, side === "start" ? seen : seen + 1 / rate, { mode: this.mode, gesture: "" });
  }
}
