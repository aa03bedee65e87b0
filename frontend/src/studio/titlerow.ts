/** The titles on the timeline. */
import { el } from "../post/dom";
import * as act from "./actions";
import type { Desk } from "./desk";
import { shotsLength, type Title } from "./document";
import { LANES } from "./painting";
import { follow } from "../shell/pointer";
import type { Timeline } from "./timeline";
import { w } from "./words";

export class TitleRow {
  readonly row = el("div", "pm-time__titles");
  private readonly made = new Map<string, HTMLButtonElement>();

  constructor(
    private readonly desk: Desk,
    private readonly timeline: Timeline,
  ) {
    this.row.setAttribute("role", "group");
    this.row.setAttribute("aria-label", w("titles"));
    this.row.style.insetBlockStart = `${LANES.titles[0]}px`;
    this.row.style.blockSize = `${LANES.titles[1]}px`;
  }

  draw(): void {
    const { store } = this.desk;
    const titles = store.view.source === null ? store.document.edit.titles : [];
    const there = new Set(titles.map((title) => title.id));
    for (const [id, made] of this.made) {
      if (there.has(id)) continue;
      made.remove();
      this.made.delete(id);
    }
    for (const title of titles) this.place(this.made.get(title.id) ?? this.make(title.id), title);
  }

  private place(made: HTMLButtonElement, title: Title): void {
    const { store } = this.desk;
    const { scale } = this.timeline;
    const begin = title.kind === "end_card" ? shotsLength(store.document) : 0;
    const words = title.text[store.view.language] || Object.values(title.text).find(Boolean) || w(title.kind);
    made.style.insetInlineStart = `${scale.x(begin + title.start)}px`;
    made.style.inlineSize = `${Math.max(6, (title.end - title.start) * scale.zoom - 1)}px`;
    made.textContent = words;
    made.title = words;
    made.setAttribute("aria-label", `${w(title.kind)}: ${words}`);
    made.setAttribute("aria-pressed", String(store.view.selected.includes(title.id)));
  }

  private make(id: string): HTMLButtonElement {
    const made = el("button", "pm-time__title");
    made.type = "button";
    made.addEventListener("pointerdown", (event) => event.button === 0 && this.press(id, event));
    made.addEventListener("click", (event) => event.detail === 0 && this.choose(id));
    this.made.set(id, made);
    this.row.append(made);
    return made;
  }

  private choose(id: string): void {
    document.getElementById("tab-titles")?.click();
    this.desk.store.look({ selected: [id] });
  }

  private press(id: string, event: PointerEvent): void {
    const { store } = this.desk;
    const title = store.document.edit.titles.find((each) => each.id === id);
    if (!title) return;
    this.choose(id);
    const length = title.end - title.start;
    follow(event, {
      move: (dx) => {
        const wanted = Math.max(0, title.start + dx / this.timeline.scale.zoom);
        const start = title.kind === "end_card" ? wanted : this.timeline.snap(wanted);
        store.apply("moveTitle", act.setTitle(id, { start, end: start + length }), `title:${id}:${event.timeStamp}`);
      },
      end: () => store.rest(),
    });
  }
}
