/** The captions in time, upon the sound: edges and bodies are dragged, the ruler is where the playhead is put. */
import { el } from "../post/dom";
import { follow } from "../shell/pointer";
import { Scale } from "../shell/scale";
import type { Reel } from "./reel";
import type { Row } from "./rows";
import { drawn, drawnSpan, points, toPicture } from "./snapping";
import type { Span } from "./steps";
import { type Peaks, paint, RULER } from "./wave";

const HEIGHT = 104;
const EDGE = 6; // pixels on either side of an edge that grip it
const SNAP = 8; // pixels
const BIT = 1.4;

export interface TimelineEvents {
  rows: () => readonly Row[];
  language: () => string;
  active: () => Row | null;
  pick: (row: Row) => void;
  /** While a caption is dragged; the same gesture is one step to undo. */
  moved: (row: Row, span: Span, gesture: string) => void;
  add: (time: number) => void;
}

type Grip = { row: Row; side: "start" | "end" | "body" };

export class Timeline {
  readonly scale = new Scale();
  snapping = true;
  shots: readonly number[] = [];
  private sound: Peaks | null = null;
  private readonly scroll = el("div", "pm-wave__scroll");
  private readonly space = el("div", "pm-wave__space");
  private readonly canvas = el("canvas", "pm-wave__canvas");
  private readonly head = el("div", "pm-wave__head");
  private readonly pen = this.canvas.getContext("2d")!;
  private fitted = false;
  private begun = false;
  private wanted = 0;
  private gestures = 0;

  constructor(
    root: HTMLElement,
    private readonly reel: Reel,
    private readonly may: boolean,
    private readonly events: TimelineEvents,
  ) {
    this.scale.rate = reel.rate;
    this.space.style.blockSize = `${HEIGHT}px`;
    this.space.append(this.canvas, this.head);
    this.scroll.append(this.space);
    root.append(this.scroll);
    new ResizeObserver(() => this.layout()).observe(this.scroll);
    this.scroll.addEventListener("scroll", () => this.later(), { passive: true });
    this.scroll.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.space.addEventListener("pointerdown", (event) => this.down(event));
    this.space.addEventListener("pointermove", (event) => this.hover(event));
    this.space.addEventListener("dblclick", (event) => {
      const time = this.timeAt(event.clientX);
      if (this.may && !this.at(event)) events.add(toPicture(time, reel.rate));
    });
  }

  hear(sound: Peaks): void {
    this.sound = sound;
    this.later();
  }

  see(shots: readonly number[], rate: number): void {
    this.shots = shots;
    this.reel.rate = this.scale.rate = rate;
    this.later();
  }

  layout(): void {
    const { scale } = this;
    scale.length = this.reel.duration;
    scale.width = this.scroll.clientWidth || 800;
    if (!this.begun && scale.length) {
      this.begun = true;
      scale.zoom = Math.max(scale.fitting, Math.min(100, scale.width / 12)); // a dozen seconds are seen
      this.fitted = scale.zoom <= scale.fitting;
    }
    if (this.fitted) scale.fit();
    this.space.style.inlineSize = this.fitted ? "100%" : `${scale.whole}px`;
    this.playhead(this.reel.time);
    this.later();
  }

  fit(): void {
    this.fitted = true;
    this.layout();
    this.scroll.scrollLeft = 0;
  }

  zoom(factor: number, around = this.reel.time): void {
    this.scale.left = this.fitted ? 0 : this.scroll.scrollLeft;
    this.fitted = false;
    this.scale.zoomTo(this.scale.zoom * factor, around);
    if (this.scale.zoom <= this.scale.fitting) return this.fit();
    const { left } = this.scale;
    this.layout();
    this.scroll.scrollLeft = left;
    this.later();
  }

  zoomIn(): void {
    this.zoom(BIT);
  }

  zoomOut(): void {
    this.zoom(1 / BIT);
  }

  /** Another moment is shown. */
  playhead(time: number): void {
    const x = this.scale.x(time);
    this.head.style.transform = `translateX(${x}px)`;
    if (this.fitted || !this.reel.playing) return;
    const { scrollLeft, clientWidth } = this.scroll;
    if (x < scrollLeft || x > scrollLeft + clientWidth - 30) this.scroll.scrollLeft = x - clientWidth * 0.1;
  }

  /** Have the caption in sight. */
  reveal(row: Row): void {
    const [from, to] = [this.scale.x(row.start), this.scale.x(row.end)];
    const { scrollLeft, clientWidth } = this.scroll;
    if (!this.fitted && (from < scrollLeft + 8 || to > scrollLeft + clientWidth - 8)) this.scroll.scrollLeft = (from + to - clientWidth) / 2;
    this.later();
  }

  /** Draw with the next picture of the screen. */
  later(): void {
    this.wanted ||= requestAnimationFrame(() => {
      this.wanted = 0;
      this.draw();
    });
  }

  private timeAt(clientX: number): number {
    return this.scale.time(clientX - this.space.getBoundingClientRect().left);
  }

  private draw(): void {
    const { scale, canvas, pen } = this;
    scale.left = this.fitted ? 0 : this.scroll.scrollLeft;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(scale.width * ratio), Math.round(HEIGHT * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      canvas.style.inlineSize = `${scale.width}px`;
      canvas.style.blockSize = `${HEIGHT}px`;
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { rows, language, active } = this.events;
    paint(pen, { rows: rows(), language: language(), active: active(), scale, height: HEIGHT, sound: this.sound, shots: this.shots });
    canvas.dataset.drawn = "true";
  }

  /** What a pointer would grip; the active caption before others. */
  private at(event: MouseEvent): Grip | null {
    if (event.clientY - this.space.getBoundingClientRect().top < RULER) return null;
    const time = this.timeAt(event.clientX);
    const near = EDGE / this.scale.zoom;
    const active = this.events.active();
    const rows = this.events.rows().filter((row) => time >= row.start - near && time <= row.end + near);
    rows.sort((a, b) => Number(b === active) - Number(a === active));
    for (const row of rows) {
      const reach = Math.min(near, (row.end - row.start) / 3 + 2 / this.scale.zoom);
      if (this.may && Math.abs(time - row.start) <= reach) return { row, side: "start" };
      if (this.may && Math.abs(time - row.end) <= reach) return { row, side: "end" };
    }
    const inside = rows.find((row) => time >= row.start && time <= row.end);
    return inside ? { row: inside, side: "body" } : null;
  }

  private hover(event: PointerEvent): void {
    if (event.buttons) return;
    const grip = this.at(event);
    this.space.style.cursor = !grip ? "col-resize" : grip.side === "body" ? (this.may ? "grab" : "pointer") : "ew-resize";
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.timeAt(event.clientX));
    } else if (!event.deltaX && !this.fitted) {
      event.preventDefault();
      this.scroll.scrollLeft += event.deltaY;
    }
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const grip = this.at(event);
    if (grip) this.drag(event, grip);
    else this.scrub(event);
  }

  private scrub(event: PointerEvent): void {
    this.reel.stop();
    const seek = (to: PointerEvent) => this.reel.seek(this.timeAt(to.clientX));
    seek(event);
    follow(event, { move: (_dx, to) => seek(to) }, 0);
  }

  private drag(event: PointerEvent, { row, side }: Grip): void {
    const before = { start: row.start, end: row.end };
    const gesture = `drag ${(this.gestures += 1)}`;
    follow(event, {
      move: (dx, to) => {
        if (this.may) this.events.moved(row, this.span(row, before, side, dx / this.scale.zoom, this.snapping !== to.altKey), gesture);
      },
      end: (moved) => {
        if (!moved) this.events.pick(row);
      },
    });
  }

  private span(row: Row, before: Span, side: Grip["side"], by: number, snap: boolean): Span {
    const { rate } = this.reel;
    const within = snap ? SNAP / this.scale.zoom : 0;
    const around = { shots: this.shots, playhead: this.reel.time, rate };
    const near = (edge: "start" | "end") => (snap ? points(this.events.rows(), row, edge, around) : []);
    if (side === "body") {
      const start = drawnSpan({ start: before.start + by, end: before.end + by }, near("start"), near("end"), within, rate);
      return { start, end: start + before.end - before.start };
    }
    return { ...before, [side]: drawn(before[side] + by, near(side), within, rate) };
  }
}
