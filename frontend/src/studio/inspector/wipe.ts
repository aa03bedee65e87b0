/** One picture as the finished file will have it, drawn over the film from a line that can be pulled. */
import type { Desk } from "../desk";
import { clamp, type Look } from "../document";
import { make } from "./fields";
import { lookOf, windowOf } from "./framing";
import { w } from "./words";

export class Wipe {
  private readonly picture = make("img", { class: "pm-wipe__picture", alt: "" });
  private readonly line = make("input", { type: "range", class: "pm-wipe__line", min: 0, max: 100, step: 0.5, "aria-label": w("exactLine") });
  private readonly bar = make("span", { class: "pm-wipe__bar", "aria-hidden": "true" });
  private readonly element = make("div", { class: "pm-wipe", hidden: true }, this.picture, this.bar, this.line);
  private shown = "";
  private at = -1;
  private plainBefore = false;

  constructor(
    private readonly desk: Desk,
    place: HTMLElement,
    /** Told what happens: whether it is seen, and whether it is being made. */
    private readonly told: (state: "off" | "busy" | "on" | "failed") => void,
  ) {
    place.append(this.element);
    this.line.addEventListener("input", () => this.draw());
    this.picture.addEventListener("load", () => this.arrived());
    this.picture.addEventListener("error", () => {
      if (this.shown) this.told("failed");
      this.close();
    });
    desk.player.onTime((time) => {
      if (this.shown && Math.abs(time - this.at) > 0.001) this.close();
    });
  }

  get open(): boolean {
    return Boolean(this.shown);
  }

  /** Show the picture of this moment. */
  show(): void {
    const { player, store } = this.desk;
    player.stop();
    const place = player.showing;
    const still = place && store.pieces.get(place.shot.footage)?.still;
    if (!place || !still) return;
    const look = lookOf(store.document, place.shot);
    if (!this.shown) this.plainBefore = store.view.plain;
    this.at = player.time;
    this.shown = `${still}?time=${place.at.toFixed(3)}&look=${encodeURIComponent(JSON.stringify(look))}`;
    this.told("busy");
    this.lay(look);
    this.picture.src = this.shown;
  }

  close(): void {
    if (!this.shown) return;
    this.shown = "";
    this.element.hidden = true;
    this.desk.store.look({ plain: this.plainBefore });
    this.told("off");
  }

  private arrived(): void {
    if (!this.shown) return;
    this.element.hidden = false;
    this.line.value = "50";
    this.desk.store.look({ plain: true });
    this.draw();
    this.told("on");
    this.line.focus({ preventScroll: true });
  }

  /** What is cut off is not in the picture: it lies where it was. */
  private lay(look: Look): void {
    const left = windowOf(look);
    Object.assign(this.picture.style, { left: `${left.x * 100}%`, top: `${left.y * 100}%`, width: `${left.w * 100}%`, height: `${left.h * 100}%` });
    this.picture.dataset.x = String(left.x);
    this.picture.dataset.w = String(left.w);
  }

  private draw(): void {
    const share = this.line.valueAsNumber / 100;
    this.bar.style.left = `${share * 100}%`;
    const inside = clamp((share - Number(this.picture.dataset.x)) / Number(this.picture.dataset.w), 0, 1);
    this.picture.style.clipPath = `inset(0 0 0 ${inside * 100}%)`;
  }
}
