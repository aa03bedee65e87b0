/** How loud what plays is just now: peak and mean of a short while, in decibels below full scale. */
import type { Desk } from "../desk";
import { make } from "./fields";
import { w } from "./words";

const FLOOR = -60; // decibels at the meter's beginning
const FALL = 20; // decibels a second that the shown peak falls
const HOLD = 1200; // milliseconds that the highest peak is marked
const TOLD = 250; // milliseconds between two readings in words

export const decibels = (amplitude: number) => (amplitude > 0 ? 20 * Math.log10(amplitude) : -Infinity);

/** Peak and root of the mean square of samples, as decibels. */
export function levels(samples: ArrayLike<number>): { peak: number; mean: number } {
  let [peak, sum] = [0, 0];
  for (let at = 0; at < samples.length; at += 1) {
    const value = Math.abs(samples[at]!);
    if (value > peak) peak = value;
    sum += value * value;
  }
  return { peak: decibels(peak), mean: decibels(Math.sqrt(sum / Math.max(1, samples.length))) };
}

const shareOf = (level: number) => Math.max(0, Math.min(1, (level - FLOOR) / -FLOOR));

export class LevelMeter {
  private readonly bar = make("span", { class: "pm-meter__bar" });
  private readonly mean = make("span", { class: "pm-meter__mean" });
  private readonly highest = make("span", { class: "pm-meter__peak" });
  private readonly track = make("div", { class: "pm-meter__track", role: "meter", "aria-label": w("level"), "aria-valuemin": FLOOR, "aria-valuemax": 0, "aria-valuenow": FLOOR }, this.bar, this.mean, this.highest);
  private readonly words = make("span", { class: "pm-meter__words" }, w("levelOff"));
  readonly element = make("div", { class: "pm-meter" }, this.track, make("div", { class: "pm-meter__scale", "aria-hidden": "true" }, ...[-60, -48, -36, -24, -12, 0].map((level) => make("span", {}, String(level).replace("-", "−")))), this.words);
  private readonly samples = new Float32Array(2048);
  private shown = FLOOR;
  private top = { level: FLOOR, at: 0 };
  private told = 0;
  private before = 0;
  private running = false;

  constructor(private readonly desk: Desk) {
    desk.player.onTime(() => this.begin());
  }

  private get wanted(): boolean {
    return this.desk.player.playing && this.desk.store.view.panel === "sound" && navigator.userActivation.hasBeenActive;
  }

  private begin(): void {
    if (this.running || !this.wanted) return;
    this.running = true;
    this.before = performance.now();
    requestAnimationFrame((now) => this.tick(now));
  }

  private tick(now: number): void {
    const analyser = this.wanted ? this.desk.player.sound.analyse() : null;
    if (!analyser) {
      this.running = false;
      this.draw(FLOOR, FLOOR, now);
      this.words.textContent = w("levelOff");
      return;
    }
    analyser.getFloatTimeDomainData(this.samples);
    const { peak, mean } = levels(this.samples);
    this.shown = Math.max(peak, this.shown - (FALL * (now - this.before)) / 1000, FLOOR);
    this.before = now;
    this.draw(this.shown, mean, now);
    if (now - this.told > TOLD) {
      this.told = now;
      const number = (level: number) => (level < FLOOR ? "−∞" : level.toFixed(0).replace("-", "−"));
      this.words.textContent = w("levelAt", { peak: number(peak), mean: number(mean) });
      this.track.setAttribute("aria-valuenow", String(Math.round(Math.max(FLOOR, peak))));
    }
    requestAnimationFrame((next) => this.tick(next));
  }

  private draw(peak: number, mean: number, now: number): void {
    if (peak >= this.top.level || now - this.top.at > HOLD) this.top = { level: peak, at: now };
    this.bar.style.clipPath = `inset(0 ${100 - shareOf(peak) * 100}% 0 0)`;
    this.mean.style.insetInlineStart = `${shareOf(mean) * 100}%`;
    this.highest.style.insetInlineStart = `${shareOf(this.top.level) * 100}%`;
    this.highest.classList.toggle("pm-meter__peak--over", this.top.level > -0.1);
  }
}
