/** The table: a row for each caption, its times and its texts side by side. */
import { type CellEvents, CellView, button, element, type Rights, type Spoken } from "./cellview";
import { cell, parseTime, type Row, showTime } from "./rows";
import { w } from "./words";

export interface SheetEvents {
  typed: (row: Row, language: string) => void;
  picked: (row: Row, language: string | null) => void;
  timed: (row: Row, change: { start?: number; end?: number }) => void;
  approve: (row: Row, language: string) => void;
  confirm: (row: Row, language: string) => void;
  startHere: (row: Row) => void;
  endHere: (row: Row) => void;
  split: (row: Row) => void;
  join: (row: Row) => void;
  remove: (row: Row) => void;
}

interface RowView {
  root: HTMLElement;
  number: HTMLElement;
  start: HTMLInputElement;
  end: HTMLInputElement;
  cells: Map<string, CellView>;
}

export class Sheet {
  private views = new Map<number, RowView>();
  private columns: Spoken[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly rights: Rights,
    private readonly events: SheetEvents,
  ) {}

  /** Draw all rows; the first column is the source. Fields keep their focus. */
  draw(rows: readonly Row[], columns: Spoken[], active: Row | null): void {
    if (columns.map((each) => each.tag).join() !== this.columns.map((each) => each.tag).join()) {
      this.columns = columns;
      this.views.clear();
      this.root.replaceChildren();
      this.root.style.setProperty("--pm-columns", String(columns.length));
    }
    const kept = new Map<number, RowView>();
    rows.forEach((row, index) => {
      const view = this.views.get(row.key) ?? this.build(row);
      kept.set(row.key, view);
      if (this.root.children[index] !== view.root) this.root.insertBefore(view.root, this.root.children[index] ?? null);
      this.update(view, row, index + 1, row === active);
    });
    for (const [key, view] of this.views) if (!kept.has(key)) view.root.remove();
    this.views = kept;
  }

  /** Draw one row again, as while typing. */
  refresh(row: Row, number: number, active: boolean): void {
    const view = this.views.get(row.key);
    if (view) this.update(view, row, number, active);
  }

  /** The caption under the playhead. */
  playing(row: Row | null): void {
    for (const [key, view] of this.views) view.root.classList.toggle("pm-caption--playing", key === row?.key);
  }

  focus(row: Row, language: string): void {
    const view = this.views.get(row.key);
    const field = view?.cells.get(language)?.field ?? view?.cells.values().next().value?.field;
    field?.focus();
    view?.root.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  private update(view: RowView, row: Row, number: number, active: boolean): void {
    view.root.classList.toggle("pm-caption--active", active);
    view.number.textContent = String(number);
    for (const [input, seconds, label] of [[view.start, row.start, "start"], [view.end, row.end, "end"]] as const) {
      if (document.activeElement !== input) input.value = showTime(seconds);
      input.setAttribute("aria-label", w(label, { number }));
    }
    for (const [language, shown] of view.cells) shown.draw(cell(row, language), row, number);
  }

  private build(row: Row): RowView {
    const root = element("li", "pm-caption");
    const number = element("span", "pm-caption__number");
    const start = this.time(row, "start");
    const end = this.time(row, "end");
    const times = element("div", "pm-caption__times");
    times.append(number, start, end);
    const actions = element("p", "pm-caption__actions");
    if (this.rights.write) {
      const { events } = this;
      actions.append(
        button(w("startHere"), () => events.startHere(row)), button(w("endHere"), () => events.endHere(row)),
        button(w("split"), () => events.split(row)), button(w("join"), () => events.join(row)), button(w("remove"), () => events.remove(row)),
      );
    }
    const cells = new Map<string, CellView>();
    this.columns.forEach((language, place) => cells.set(language.tag, new CellView(language, place === 0, this.rights, this.cellEvents(row, language.tag))));
    root.append(times, ...[...cells.values()].map((each) => each.root), actions);
    root.addEventListener("pointerdown", (event) => {
      if (!(event.target instanceof HTMLTextAreaElement)) this.events.picked(row, null);
    });
    return { root, number, start, end, cells };
  }

  private cellEvents(row: Row, language: string): CellEvents {
    const { events } = this;
    return {
      typed: () => events.typed(row, language),
      focused: () => events.picked(row, language),
      approve: () => events.approve(row, language),
      confirm: () => events.confirm(row, language),
    };
  }

  private time(row: Row, side: "start" | "end"): HTMLInputElement {
    const input = document.createElement("input");
    input.className = "pm-caption__time";
    input.inputMode = "decimal";
    input.tabIndex = -1;
    input.readOnly = !this.rights.write;
    input.addEventListener("change", () => {
      const seconds = parseTime(input.value);
      if (seconds === null) input.value = showTime(row[side]);
      else this.events.timed(row, { [side]: seconds });
    });
    input.addEventListener("focus", () => this.events.picked(row, null));
    return input;
  }
}
