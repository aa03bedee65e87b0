/** The keys of a shot on a line as long as the shot: chosen, moved and taken away with the mouse or by keys. */
import { timecode } from "../../shell/timecode";
import type { Desk } from "../desk";
import { clamp, offsetOf, rateOf, type Shot } from "../document";
import { make } from "./fields";
import { framedByHand, keyAt, keysOf, moveKey, removeKey } from "./framing";
import { w } from "./words";

export class KeyBand {
  readonly element = make("div", { class: "pm-keys", role: "group", "aria-label": w("keys") });
  private readonly head = make("span", { class: "pm-keys__head", "aria-hidden": "true" });
  private shot: Shot | undefined;
  private pulls = 0;
  private held = -1;
  private drawn = "";

  constructor(private readonly desk: Desk) {
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.seek((event.offsetX / this.element.clientWidth) * (this.length || 0) + (this.shot?.start ?? 0));
    });
  }

  private get shape(): string {
    return this.desk.store.view.shape;
  }

  private get length(): number {
    return this.shot ? this.shot.end - this.shot.start : 0;
  }

  /** `at`: seconds of the footage that are seen. */
  draw(shot: Shot | undefined, at: number): void {
    this.shot = shot;
    this.element.hidden = !shot;
    if (!shot) return;
    const piece = this.desk.store.pieceOf(shot);
    const rate = rateOf(piece);
    const keys = keysOf(shot, piece, this.shape);
    const own = framedByHand(shot, this.shape);
    const here = keyAt(keys, at, rate);
    const inside = keys.map((key, index) => ({ key, index })).filter(({ key }) => key.time >= shot.start - 0.001 && key.time <= shot.end + 0.001);
    this.head.style.insetInlineStart = `${clamp((at - shot.start) / this.length, 0, 1) * 100}%`;
    const drawn = JSON.stringify([shot.id, shot.start, shot.end, own, here, inside, this.held]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focused = this.element.contains(document.activeElement) ? Number((document.activeElement as HTMLElement).dataset.index ?? -1) : -1;
    const marks = inside.map(({ key, index }) => this.mark(index, key.time, own, index === here, rate));
    this.element.replaceChildren(...marks, this.head);
    this.element.classList.toggle("pm-keys--own", own);
    if (focused >= 0) this.element.querySelector<HTMLElement>(`[data-index="${focused}"]`)?.focus({ preventScroll: true });
  }

  private mark(index: number, time: number, own: boolean, here: boolean, rate: number): HTMLElement {
    const share = `inset-inline-start: ${clamp((time - this.shot!.start) / this.length, 0, 1) * 100}%`;
    if (!own) return make("span", { class: "pm-keys__tick", style: share, "aria-hidden": "true" });
    const says = w("keyAt", { time: timecode(time - this.shot!.start, rate) });
    const mark = make("button", { type: "button", class: "pm-keys__key", style: share, "data-index": index, "aria-label": says, title: says, "aria-current": here ? "true" : undefined });
    if (this.held === index) mark.classList.add("pm-keys__key--held");
    mark.addEventListener("click", () => this.seek(time));
    mark.addEventListener("pointerdown", (event) => this.pull(event, index));
    mark.addEventListener("keydown", (event) => this.press(event, index, time, rate));
    return mark;
  }

  private seek(seconds: number): void {
    const { shot } = this;
    if (!shot) return;
    const inside = clamp(seconds, shot.start, shot.end - 1 / rateOf(this.desk.store.pieceOf(shot)));
    this.desk.player.stop();
    this.desk.player.seek(offsetOf(this.desk.store.document, shot.id) + (inside - shot.start) / shot.speed);
  }

  /** The marks are drawn anew while one is pulled: the band keeps the pointer. */
  private pull(event: PointerEvent, index: number): void {
    const { shot } = this;
    if (!shot || !this.desk.store.editable || event.button !== 0) return;
    const gesture = `key-${(this.pulls += 1)}`;
    const bounds = this.element.getBoundingClientRect();
    const [from, moved] = [event.clientX, { yes: false }];
    const move = (next: PointerEvent) => {
      if (!moved.yes && Math.abs(next.clientX - from) < 3) return;
      moved.yes = true;
      this.held = index;
      const share = (next.clientX - bounds.left) / bounds.width;
      const reading = getComputedStyle(this.element).direction === "rtl" ? 1 - share : share;
      this.desk.store.apply("framing", moveKey(shot.id, this.shape, index, shot.start + clamp(reading, 0, 1) * this.length), gesture);
    };
    const end = () => {
      this.held = -1;
      this.desk.store.rest();
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  }

  private press(event: KeyboardEvent, index: number, time: number, rate: number): void {
    const { shot } = this;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!shot || event.ctrlKey || event.metaKey || event.altKey) return;
    if (way) this.desk.store.apply("framing", moveKey(shot.id, this.shape, index, time + (way * (event.shiftKey ? 10 : 1)) / rate), `key-arrows-${index}`);
    else if (event.key === "Delete" || event.key === "Backspace") {
      if (this.desk.store.apply("framing", removeKey(shot.id, this.shape, index))) this.desk.say(w("keyGone"));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
