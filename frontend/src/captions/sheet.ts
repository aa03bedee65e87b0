/** The table: a row for each caption, its times and its texts side by side. Only the rows in sight are there. */
import { type CellEvents, CellView, button, element, type Rights, type Spoken } from "./cellview";
import { Heights } from "./heights";
import { cell, type Row } from "./rows";
import { parseTime, showTime } from "./times";
import { w } from "./words";

export interface SheetEvents {
  typed: (row: Row, language: string, text: string) => void;
  picked: (row: Row, language: string | null) => void;
  timed: (row: Row, change: { start?: number; end?: number }) => void;
  approve: (row: Row, language: string) => void;
  confirm: (row: Row, language: string) => void;
  mend: (row: Row, language: string) => void;
  startHere: (row: Row) => void;
  endHere: (row: Row) => void;
  split: (row: Row) => void;
  join: (row: Row) => void;
  remove: (row: Row) => void;
}

interface RowView {
  row: Row;
  root: HTMLElement;
  number: HTMLElement;
  length: HTMLElement;
  start: HTMLInputElement;
  end: HTMLInputElement;
  actions: HTMLElement;
  notes: HTMLElement;
  cells: Map<string, CellView>;
}

const GUESS = 76; // pixels of a row that nobody has seen yet
const MORE = 4; // rows beyond the edges, so that scrolling meets no gaps

export class Sheet {
  private readonly views = new Map<number, RowView>();
  private readonly heights = new Heights(GUESS);
  private readonly watch: ResizeObserver;
  private places = new Map<number, number>();
  private columns: Spoken[] = [];
  private rows: readonly Row[] = [];
  private active: Row | null = null;
  private language = "";
  private under: number | null = null;
  private width = 0;
  private wanted = 0;

  constructor(
    private readonly scroll: HTMLElement,
    private readonly root: HTMLElement,
    private readonly rights: Rights,
    private readonly events: SheetEvents,
  ) {
    this.watch = new ResizeObserver((entries) => this.measured(entries));
    scroll.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => {
      if (scroll.clientWidth !== this.width) {
        this.width = scroll.clientWidth;
        this.heights.reset();
        this.readHeights();
      }
      this.later();
    }).observe(scroll);
  }

  /** Draw these rows; the first column is the source. Fields keep their focus. */
  draw(rows: readonly Row[], columns: Spoken[], active: Row | null, language: string): void {
    if (columns.map((each) => each.tag).join() !== this.columns.map((each) => each.tag).join()) {
      this.columns = columns;
      for (const view of this.views.values()) this.drop(view);
      this.heights.reset();
      this.root.style.setProperty("--pm-columns", String(columns.length));
    }
    this.rows = rows;
    this.active = active;
    this.language = language;
    this.places = new Map(rows.map((row, place) => [row.key, place]));
    this.heights.list(rows.map((row) => row.key));
    this.lay(true);
  }

  /** Draw one row again, as while typing. */
  refresh(row: Row): void {
    const view = this.views.get(row.key);
    if (view) this.update(view);
  }

  /** Another row or text is the active one; everything else is as it was. */
  activate(row: Row | null, language: string): void {
    const before = this.active;
    this.active = row;
    this.language = language;
    for (const each of new Set([before, row])) if (each) this.refresh(each);
  }

  view(row: Row, language: string): CellView | undefined {
    return this.views.get(row.key)?.cells.get(language);
  }

  /** The caption under the playhead. */
  playing(row: Row | null): void {
    if (this.under === (row?.key ?? null)) return;
    this.under = row?.key ?? null;
    for (const [key, view] of this.views) view.root.classList.toggle("pm-caption--playing", key === this.under);
  }

  focus(row: Row, language: string): void {
    this.reveal(row);
    const view = this.views.get(row.key);
    const field = view?.cells.get(language)?.field ?? view?.cells.values().next().value?.field;
    field?.focus({ preventScroll: true });
  }

  /** Have the row in sight. */
  reveal(row: Row): void {
    const place = this.places.get(row.key);
    if (place === undefined) return;
    for (let again = 0; again < 2; again += 1) { // once more when the rows on the way turn out higher than guessed
      const [top, bottom] = [this.heights.top(place), this.heights.top(place + 1)];
      const { scrollTop, clientHeight } = this.scroll;
      if (top < scrollTop) this.scroll.scrollTop = Math.max(0, top - Math.min(48, clientHeight / 6));
      else if (bottom > scrollTop + clientHeight) this.scroll.scrollTop = bottom - clientHeight + Math.min(48, clientHeight / 6);
      this.lay(false);
      this.readHeights();
    }
  }

  private later(): void {
    this.wanted ||= requestAnimationFrame(() => {
      this.wanted = 0;
      this.lay(false);
    });
  }

  /** Make, move and drop rows so that those in sight are there. `all`: their texts may have changed too. */
  private lay(all: boolean): void {
    const { scrollTop, clientHeight } = this.scroll;
    const [first, last] = this.heights.seen(scrollTop, scrollTop + Math.max(clientHeight, 200), MORE);
    const wanted = new Set(this.rows.slice(first, last));
    if (this.active && this.places.has(this.active.key)) wanted.add(this.active); // what is being typed stays, wherever it is
    for (const view of this.views.values()) if (!wanted.has(view.row)) this.drop(view);
    for (const row of wanted) {
      let view = this.views.get(row.key);
      const fresh = !view;
      if (!view) {
        view = this.build(row);
        this.views.set(row.key, view);
      }
      if (fresh || all) this.update(view);
      if (fresh) this.insert(view);
    }
    this.place();
  }

  /** Rows lie in the document in their order, for whoever reads or tabs through it. */
  private insert(view: RowView): void {
    const place = this.places.get(view.row.key)!;
    const after = [...this.root.children].find((each) => Number((each as HTMLElement).dataset.place) > place);
    this.root.insertBefore(view.root, after ?? null);
    this.watch.observe(view.root);
  }

  private place(): void {
    this.root.style.blockSize = `${this.heights.total}px`;
    for (const view of this.views.values()) {
      const place = this.places.get(view.row.key);
      if (place === undefined) continue;
      const moved = `translateY(${this.heights.top(place)}px)`;
      if (view.root.style.transform !== moved) view.root.style.transform = moved;
    }
  }

  private measured(entries: readonly ResizeObserverEntry[]): void {
    let above = 0;
    let changed = false;
    const { scrollTop } = this.scroll;
    for (const entry of entries) {
      const place = Number((entry.target as HTMLElement).dataset.place);
      const height = (entry.target as HTMLElement).offsetHeight;
      if (!entry.target.isConnected || !height) continue;
      const before = this.heights.top(place);
      const grown = this.heights.measure(place, height);
      if (grown) changed = true;
      if (grown && before < scrollTop && this.rows[place] !== this.active) above += grown;
    }
    if (!changed) return;
    this.place();
    if (above) this.scroll.scrollTop = scrollTop + above;
    this.later();
  }

  private readHeights(): void {
    for (const view of this.views.values()) {
      const place = this.places.get(view.row.key);
      if (place !== undefined && view.root.offsetHeight) this.heights.measure(place, view.root.offsetHeight);
    }
    this.place();
  }

  private drop(view: RowView): void {
    this.watch.unobserve(view.root);
    view.root.remove();
    this.views.delete(view.row.key);
  }

  private update(view: RowView): void {
    const { row } = view;
    const place = this.places.get(row.key) ?? 0;
    const number = place + 1;
    const active = row === this.active;
    view.root.dataset.place = String(place);
    view.root.setAttribute("aria-posinset", String(number));
    view.root.setAttribute("aria-setsize", String(this.rows.length));
    view.root.classList.toggle("pm-caption--active", active);
    view.root.classList.toggle("pm-caption--playing", row.key === this.under);
    view.actions.hidden = !active;
    view.number.textContent = String(number);
    const length = row.end - row.start;
    view.length.textContent = w("seconds", { seconds: length.toFixed(2) });
    for (const [input, seconds, label] of [[view.start, row.start, "start"], [view.end, row.end, "end"]] as const) {
      const shown = showTime(seconds);
      if (document.activeElement !== input && input.value !== shown) input.value = shown;
      input.setAttribute("aria-label", w(label, { number }));
    }
    for (const [language, shown] of view.cells) shown.draw(cell(row, language), row, number, active && language === this.language);
    const words = active ? view.cells.get(this.language)?.words : undefined;
    if (view.notes.firstChild !== (words ?? null)) view.notes.replaceChildren(...(words ? [words] : []));
  }

  private build(row: Row): RowView {
    const root = element("li", "pm-caption");
    const number = element("span", "pm-caption__number");
    const length = element("span", "pm-caption__length");
    const start = this.time(row, "start");
    const end = this.time(row, "end");
    const times = element("div", "pm-caption__times");
    times.append(number, start, end, length);
    const actions = element("p", "pm-caption__actions");
    if (this.rights.write) {
      const { events } = this;
      actions.append(
        button(w("startHere"), () => events.startHere(row)), button(w("endHere"), () => events.endHere(row)),
        button(w("split"), () => events.split(row)), button(w("join"), () => events.join(row)), button(w("remove"), () => events.remove(row)),
      );
    }
    const notes = element("div", "pm-caption__notes");
    const cells = new Map<string, CellView>();
    this.columns.forEach((language, place) => cells.set(language.tag, new CellView(language, place === 0, this.rights, this.cellEvents(row, language.tag))));
    root.append(times, ...[...cells.values()].map((each) => each.root), notes, actions);
    root.addEventListener("pointerdown", (event) => {
      if (!(event.target instanceof HTMLTextAreaElement)) this.events.picked(row, null);
    });
    return { row, root, number, length, start, end, actions, notes, cells };
  }

  private cellEvents(row: Row, language: string): CellEvents {
    const { events } = this;
    return {
      typed: (text) => events.typed(row, language, text),
      focused: () => events.picked(row, language),
      approve: () => events.approve(row, language),
      confirm: () => events.confirm(row, language),
      mend: () => events.mend(row, language),
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
