/** Markers and comments at the top of the timeline. */
import { el } from "../post/dom";
import type { Desk, Mark } from "./desk";
import { seenAt } from "./document";
import type { Timeline } from "./timeline";
import { w } from "./words";

export class MarkRow {
  readonly row = el("div", "pm-time__marks");
  private readonly hearers: ((mark: Mark) => void)[] = [];
  private marks: readonly Mark[] = [];
  /** Seconds of the timeline at which marks lie. */
  times: number[] = [];

  constructor(
    private readonly desk: Desk,
    private readonly timeline: Timeline,
  ) {
    this.row.setAttribute("role", "group");
    this.row.setAttribute("aria-label", w("marks"));
  }

  show(marks: readonly Mark[]): void {
    this.marks = marks;
    this.draw();
  }

  onMark(run: (mark: Mark) => void): void {
    this.hearers.push(run);
  }

  draw(): void {
    this.times = [];
    this.row.replaceChildren(
      ...this.marks.flatMap((mark) => {
        const time = this.timeOf(mark);
        if (time === null) return [];
        this.times.push(time);
        return [this.make(mark, time)];
      }),
    );
  }

  private timeOf(mark: Mark): number | null {
    const { view, document } = this.desk.store;
    if (view.source !== null) return view.source === mark.footage ? mark.seconds : null;
    return seenAt(document, mark.footage, mark.seconds);
  }

  private make(mark: Mark, time: number): HTMLElement {
    const made = el("button", mark.settled ? "pm-time__mark pm-time__mark--settled" : "pm-time__mark");
    made.type = "button";
    made.style.insetInlineStart = `${this.timeline.scale.x(time)}px`;
    made.title = mark.text || w("marker");
    made.setAttribute("aria-label", `${w("marker")}: ${mark.text}`);
    made.addEventListener("click", () => {
      this.desk.player.stop();
      this.desk.player.seek(time);
      for (const hear of this.hearers) hear(mark);
    });
    return made;
  }
}
