/** The frame over the picture: dragged to move, pulled at its corners to zoom, or both by keys. */
import { timecode } from "../../shell/timecode";
import { clamp, rateOf, type Shot } from "../document";
import type { Desk } from "../desk";
import { make } from "./fields";
import { type Box, boxOf, frameAt, framedByHand, framedHow, keyAt, keysOf, largest, lookOf, MOST_ZOOM, removeKey, setKey, shiftKeys, windowOf } from "./framing";
import { w } from "./words";

const CORNERS = ["top-left", "top-right", "bottom-left", "bottom-right"] as const;
const STEP = 0.01; // of the picture, for an arrow key
const STRIDE = 0.05; // with Shift
const NEARER = 1.05; // for a key or a notch of the wheel
const STILL = 4; // pixels that a click may shake

interface Pull {
  pointer: number;
  gesture: string;
  corner: boolean;
  whole: boolean;
  from: [number, number];
  last: [number, number];
  moved: boolean;
  x: number;
  y: number;
}

export class FrameBox {
  readonly element: HTMLElement;
  private readonly label = make("span", { class: "pm-frame__label" });
  private pull: Pull | null = null;
  private pulls = 0;

  constructor(
    private readonly desk: Desk,
    private readonly place: HTMLElement,
    inside: HTMLElement,
  ) {
    const corners = CORNERS.map((corner) => make("span", { class: `pm-frame__corner pm-frame__corner--${corner}`, "data-corner": corner }));
    this.element = make("div", { class: "pm-frame", role: "group" }, inside, this.label, ...corners);
    place.append(this.element);
    this.element.addEventListener("pointerdown", (event) => this.take(event));
    this.element.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"] as const) this.element.addEventListener(name, (event) => this.leave(event));
    this.element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.element.addEventListener("keydown", (event) => this.press(event));
  }

  /** Whether it can be moved now. */
  get active(): boolean {
    const { view, editable } = this.desk.store;
    return editable && view.panel === "frame" && view.source === null && !view.framed && Boolean(this.shot);
  }

  get ratio(): number {
    const shape = this.desk.data.shapes.find((each) => each.name === this.desk.store.view.shape);
    return shape ? shape.width / shape.height : 16 / 9;
  }

  /** The frame of this moment. */
  box(): Box {
    const place = this.desk.player.showing;
    const { pieces, document, view } = this.desk.store;
    if (!place) return { x: 0, y: 0, w: 1, h: 1 };
    const [piece, look] = [pieces.get(place.shot.footage), lookOf(document, place.shot)];
    return boxOf(frameAt(place.shot, piece, look, view.shape, this.ratio, place.at), piece, look, this.ratio);
  }

  draw(box: Box): void {
    const { style, classList } = this.element;
    style.insetInlineStart = style.insetBlockStart = "";
    style.left = `${box.x * 100}%`;
    style.top = `${box.y * 100}%`;
    style.width = `${box.w * 100}%`;
    style.height = `${box.h * 100}%`;
    const active = this.active;
    const { view } = this.desk.store;
    classList.toggle("pm-frame--active", active);
    classList.toggle("pm-frame--whole", box.w > 0.999 && box.h > 0.999);
    const says = w("frameOf", { shape: view.shape });
    if (this.element.getAttribute("aria-label") !== says) this.element.setAttribute("aria-label", says);
    if (active) this.element.tabIndex = 0;
    else this.element.removeAttribute("tabindex");
    const shot = this.shot;
    const byHand = shot && framedByHand(shot, view.shape);
    classList.toggle("pm-frame--hand", Boolean(byHand));
    const label = active && shot ? `${view.shape} · ${w(framedHow(shot, this.desk.store.pieceOf(shot), view.shape, this.ratio))}` : "";
    if (this.label.textContent !== label) this.label.textContent = label;
  }

  private get shot(): Shot | undefined {
    const shown = this.desk.player.showing?.shot;
    return shown && this.desk.store.document.segments.find((shot) => shot.id === shown.id);
  }

  private take(event: PointerEvent): void {
    if (!this.active || event.button !== 0) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    const box = this.box();
    const at: [number, number] = [event.clientX, event.clientY];
    const corner = (event.target as HTMLElement).dataset.corner !== undefined;
    this.pull = { pointer: event.pointerId, gesture: `frame-${(this.pulls += 1)}`, corner, whole: event.shiftKey, from: at, last: at, moved: false, x: box.x + box.w / 2, y: box.y + box.h / 2 };
  }

  private move(event: PointerEvent): void {
    const { pull } = this;
    if (!pull || event.pointerId !== pull.pointer) return;
    if (!pull.moved && Math.hypot(event.clientX - pull.from[0], event.clientY - pull.from[1]) < STILL) return;
    if (!pull.moved) this.desk.player.stop();
    pull.moved = true;
    const bounds = this.place.getBoundingClientRect();
    const share = (from: [number, number]) => [(event.clientX - from[0]) / bounds.width, (event.clientY - from[1]) / bounds.height] as const;
    if (pull.corner) {
      const half = Math.max(Math.abs((event.clientX - bounds.left) / bounds.width - pull.x), 0.01);
      this.zoomTo(this.wide / (2 * half), pull.gesture);
    } else if (pull.whole) {
      this.apply((shot) => shiftKeys(shot.id, this.shape, ...share(pull.last)), pull.gesture);
      pull.last = [event.clientX, event.clientY];
    } else {
      const [x, y] = share(pull.from);
      this.centre(pull.x + x, pull.y + y, pull.gesture);
    }
  }

  private leave(event: PointerEvent): void {
    const { pull } = this;
    if (!pull || event.pointerId !== pull.pointer) return;
    this.pull = null;
    this.desk.store.rest();
    if (pull.moved) this.tellKey();
    else if (event.type === "pointerup") this.desk.player.toggle();
  }

  private wheel(event: WheelEvent): void {
    if (!this.active) return;
    event.preventDefault();
    this.desk.player.stop();
    this.zoomBy(event.deltaY < 0 ? NEARER : 1 / NEARER, "frame-wheel");
  }

  private press(event: KeyboardEvent): void {
    if (!this.active || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? STRIDE : STEP;
    const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key];
    if (way) this.nudge(way[0]!, way[1]!);
    else if (event.key === "+" || event.key === "=") this.zoomBy(NEARER, "frame-keys");
    else if (event.key === "-") this.zoomBy(1 / NEARER, "frame-keys");
    else if (event.key === "Delete" || event.key === "Backspace") this.drop();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private get shape(): string {
    return this.desk.store.view.shape;
  }

  /** The share of the picture's width that the frame takes without zoom. */
  private get wide(): number {
    const shot = this.shot!;
    return largest(this.desk.store.pieceOf(shot), this.ratio)[0] * windowOf(lookOf(this.desk.store.document, shot)).w;
  }

  nudge(x: number, y: number): void {
    this.desk.player.stop();
    const box = this.box();
    this.centre(box.x + box.w / 2 + x, box.y + box.h / 2 + y, "frame-keys");
  }

  zoomBy(factor: number, gesture: string): void {
    this.zoomTo((this.wide / this.box().w) * factor, gesture);
  }

  zoomTo(zoom: number, gesture: string): void {
    const box = this.box();
    this.set(box.x + box.w / 2, box.y + box.h / 2, clamp(zoom, 1, MOST_ZOOM), gesture);
  }

  centre(x: number, y: number, gesture: string): void {
    this.set(x, y, this.wide / this.box().w, gesture);
  }

  /** Set the key of this moment; the centre is kept where the whole frame lies in the picture. */
  private set(x: number, y: number, zoom: number, gesture: string): void {
    const shot = this.shot;
    const at = this.desk.player.showing?.at;
    if (!shot || at === undefined) return;
    const { document } = this.desk.store;
    const box = boxOf({ time: at, x, y, zoom }, this.desk.store.pieceOf(shot), lookOf(document, shot), this.ratio);
    this.apply(() => setKey(shot.id, this.shape, { time: at, x: box.x + box.w / 2, y: box.y + box.h / 2, zoom }), gesture);
  }

  private drop(): void {
    const [shot, at] = [this.shot, this.desk.player.showing?.at];
    if (!shot || at === undefined) return;
    const piece = this.desk.store.pieceOf(shot);
    const index = framedByHand(shot, this.shape) ? keyAt(keysOf(shot, piece, this.shape), at, rateOf(piece)) : -1;
    if (index >= 0 && this.desk.store.apply("framing", removeKey(shot.id, this.shape, index))) this.desk.say(w("keyGone"));
  }

  private apply(action: (shot: Shot) => ReturnType<typeof setKey>, gesture: string): void {
    const shot = this.shot;
    if (shot) this.desk.store.apply("framing", action(shot), gesture);
  }

  private tellKey(): void {
    this.desk.say(w("keySet", { time: timecode(this.desk.player.time, this.desk.player.rate) }));
  }
}
