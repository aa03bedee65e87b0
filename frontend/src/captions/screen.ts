/** What is seen: the picture with its caption as a viewer has it, in the shape that is looked at, and the clock. */
import type { Spoken } from "./cellview";
import type { Reel } from "./reel";
import { cell, look, type Row } from "./rows";
import { showTime } from "./times";

export class Screen {
  language = "";
  private readonly overlay = document.getElementById("overlay")!;
  private readonly frame = document.getElementById("frame")!;
  private readonly clock = document.getElementById("clock")!;
  private readonly toggle = document.getElementById("play")!;
  private readonly now = document.createTextNode("");
  private readonly whole = document.createElement("span");
  private said = "";

  constructor(
    private readonly reel: Reel,
    private readonly known: readonly Spoken[],
  ) {
    this.clock.replaceChildren(this.now, this.whole);
    reel.onPace = (pace) => {
      this.toggle.dataset.playing = String(pace !== 0);
      this.clock.dataset.speed = pace === 0 || pace === 1 ? "" : `${pace}×`;
    };
  }

  /** The language whose captions lie over the picture. */
  speak(language: string): void {
    if (this.language === language) return;
    this.language = language;
    this.overlay.lang = language;
    this.overlay.dir = this.known.find((each) => each.tag === language)?.direction ?? "ltr";
  }

  /** "9:16": what that shape leaves of the picture. */
  shape(shape: string): void {
    const [wide, high] = shape.split(":").map(Number);
    this.frame.style.aspectRatio = `${wide} / ${high}`;
    this.frame.dataset.shape = shape;
  }

  /** Show a moment with the caption that belongs to it. */
  show(time: number, row: Row | null): void {
    const one = row ? cell(row, this.language) : null;
    const text = one?.text.replace(/<[^>]*>/g, "") ?? "";
    if (this.said !== text) this.overlay.textContent = this.said = text;
    this.overlay.dataset.state = one ? look(one) : "";
    this.now.data = showTime(time);
    const whole = ` / ${showTime(this.reel.duration)}`;
    if (this.whole.textContent !== whole) this.whole.textContent = whole;
  }
}

/** The caption that is seen at a moment: of those that overlap, the one that began last. */
export function under(rows: readonly Row[], time: number): Row | null {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.start <= time) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= Math.max(0, low - 8); at -= 1) if (time < rows[at]!.end) return rows[at]!;
  return null;
}
