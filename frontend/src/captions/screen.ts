/** What is seen: the picture with its caption as a viewer has it, the clock, and where the captions lie in time. */
import { element, type Spoken } from "./cellview";
import type { Reel } from "./reel";
import { cell, look, type Row, showTime } from "./rows";

export class Screen {
  language = "";
  private readonly overlay = document.getElementById("overlay")!;
  private readonly clock = document.getElementById("clock")!;
  private readonly lane = document.getElementById("lane")!;
  private readonly head = element("span", "pm-lane__head");
  private readonly toggle = document.getElementById("play")!;

  constructor(
    private readonly reel: Reel,
    private readonly known: readonly Spoken[],
    private readonly pick: (row: Row) => void,
  ) {
    reel.onPlay = (playing) => { this.toggle.dataset.playing = String(playing); };
    this.lane.addEventListener("pointerdown", (event) => this.scrub(event));
  }

  /** The captions' places in time. */
  draw(rows: readonly Row[], active: Row | null, language: string): void {
    this.language = language;
    const spoken = this.known.find((each) => each.tag === language);
    this.overlay.lang = language;
    this.overlay.dir = spoken?.direction ?? "ltr";
    const blocks = rows.map((row) => {
      const block = element("button", `pm-lane__cue${row === active ? " pm-lane__cue--active" : ""}`) as HTMLButtonElement;
      block.type = "button";
      block.tabIndex = -1;
      block.dataset.state = look(cell(row, language));
      block.style.insetInlineStart = `${this.percent(row.start)}%`;
      block.style.inlineSize = `${this.percent(row.end - row.start)}%`;
      block.textContent = cell(row, language).text;
      block.title = cell(row, language).text;
      block.addEventListener("click", () => this.pick(row));
      return block;
    });
    this.lane.replaceChildren(...blocks, this.head);
  }

  /** Show a moment; returns the caption that belongs to it. */
  show(time: number, rows: readonly Row[]): Row | null {
    const row = rows.find((each) => time >= each.start && time < each.end) ?? null;
    const one = row ? cell(row, this.language) : null;
    this.overlay.textContent = one?.text ?? "";
    this.overlay.dataset.state = one ? look(one) : "";
    this.clock.textContent = `${showTime(time)} / ${showTime(this.reel.duration)}`;
    this.head.style.insetInlineStart = `${this.percent(time)}%`;
    return row;
  }

  private percent(seconds: number): number {
    return (seconds / Math.max(this.reel.duration, 0.001)) * 100;
  }

  private scrub(event: PointerEvent): void {
    const to = (x: number) => {
      const box = this.lane.getBoundingClientRect();
      this.reel.seek(Math.min(Math.max((x - box.left) / Math.max(1, box.width), 0), 1) * this.reel.duration);
    };
    to(event.clientX);
    const moved = (move: PointerEvent) => to(move.clientX);
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", () => window.removeEventListener("pointermove", moved), { once: true });
  }
}
