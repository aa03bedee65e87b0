/** The timeline: small pictures of the whole footage, the stretches with their handles, the playhead. */
import { clock } from "../shell/format";
import { dragged, rulerStep, type Sheet, type Stretch, tilePlace, tilesFor } from "./timeline";
import { w } from "./words";

export interface StripView {
  footage: number;
  duration: number;
  rate: number;
  sheet: Sheet | null;
  picture: string;
}

export class Strip {
  private view!: StripView;
  private readonly pictures = part("pm-strip__pictures");
  private readonly ruler = part("pm-strip__ruler");
  private readonly marks = part("pm-strip__marks");
  private readonly head = part("pm-strip__head");
  onSeek: (time: number) => void = () => {};
  onChange: (index: number, stretch: Stretch) => void = () => {};
  onPick: (index: number) => void = () => {};

  constructor(
    root: HTMLElement,
    private readonly locked: boolean,
  ) {
    const track = part("pm-strip__track");
    track.append(this.pictures, this.marks, this.head);
    root.append(this.ruler, track);
    root.addEventListener("pointerdown", (event) => this.scrub(event));
    new ResizeObserver(() => this.view && this.draw()).observe(root);
  }

  show(view: StripView): void {
    this.view = view;
    this.draw();
  }

  playhead(time: number): void {
    if (this.view) this.head.style.insetInlineStart = `${this.percent(time)}%`;
  }

  /** The stretches of the shown footage; `active` has handles. Other footage's are left out. */
  stretches(list: readonly Stretch[], active: number): void {
    this.marks.replaceChildren(
      ...list.flatMap((stretch, index) => (stretch.footage === this.view.footage ? [this.mark(stretch, index, index === active)] : [])),
    );
  }

  private mark(stretch: Stretch, index: number, active: boolean): HTMLElement {
    const mark = part(`pm-strip__mark${active ? " pm-strip__mark--active" : ""}`);
    mark.style.insetInlineStart = `${this.percent(stretch.start)}%`;
    mark.style.inlineSize = `${this.percent(stretch.end - stretch.start)}%`;
    const label = document.createElement("span");
    label.className = "pm-strip__label";
    label.textContent = `${index + 1}`;
    mark.append(label);
    if (!active) mark.addEventListener("pointerdown", () => this.onPick(index));
    if (active && !this.locked) mark.append(this.handle(stretch, index, "start"), this.handle(stretch, index, "end"));
    return mark;
  }

  private handle(stretch: Stretch, index: number, side: "start" | "end"): HTMLElement {
    const handle = part(`pm-strip__handle pm-strip__handle--${side}`);
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", w(side === "start" ? "inPoint" : "outPoint"));
    handle.setAttribute("aria-valuemin", "0");
    handle.setAttribute("aria-valuemax", String(this.view.duration));
    handle.setAttribute("aria-valuenow", String(stretch[side]));
    handle.setAttribute("aria-valuetext", clock(stretch[side]));
    const move = (time: number) => this.onChange(index, dragged(stretch, side, time, this.view.rate, this.view.duration));
    handle.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      event.preventDefault();
      this.follow((time) => move(time));
    });
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      move(stretch[side] + (by * (event.shiftKey ? this.view.rate : 1)) / this.view.rate);
      this.marks.querySelector<HTMLElement>(`.pm-strip__handle--${side}`)?.focus();
    });
    return handle;
  }

  private scrub(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.onSeek(this.timeAt(event.clientX));
    this.follow((time) => this.onSeek(time));
  }

  /** Calls `move` with the time under the pointer until it is let go. */
  private follow(move: (time: number) => void): void {
    const moved = (event: PointerEvent) => move(this.timeAt(event.clientX));
    const done = () => {
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", done);
      window.removeEventListener("pointercancel", done);
    };
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", done);
    window.addEventListener("pointercancel", done);
  }

  private timeAt(x: number): number {
    const box = this.pictures.getBoundingClientRect();
    return Math.min(Math.max((x - box.left) / Math.max(1, box.width), 0), 1) * this.view.duration;
  }

  private percent(seconds: number): number {
    return (seconds / Math.max(this.view.duration, 0.001)) * 100;
  }

  private draw(): void {
    const { sheet, picture, duration } = this.view;
    const width = this.pictures.clientWidth || 800;
    const every = rulerStep(duration, Math.max(3, width / 80));
    const marks: HTMLElement[] = [];
    for (let time = 0; time < duration - every * 0.4; time += every) {
      const mark = document.createElement("span");
      mark.style.insetInlineStart = `${this.percent(time)}%`;
      mark.textContent = clock(time, every < 1);
      marks.push(mark);
    }
    this.ruler.replaceChildren(...marks);
    if (!sheet?.count || !picture) {
      this.pictures.replaceChildren();
      return;
    }
    this.pictures.replaceChildren(
      ...tilesFor(sheet, width, this.pictures.clientHeight || 64).map((tile) => {
        const place = tilePlace(sheet, tile);
        const shown = document.createElement("span");
        shown.style.backgroundImage = `url("${picture}")`;
        shown.style.backgroundSize = place.size;
        shown.style.backgroundPosition = place.position;
        return shown;
      }),
    );
  }
}

function part(name: string): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  return element;
}
