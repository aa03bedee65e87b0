/** Which cards are selected, by hand or everything that is found, and the bar of what can be done with them. */
import { get, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { searched } from "./address";
import type { Action, Bulk, Chosen } from "./bulk";
import { button } from "./dialog";
import type { Find } from "./find";
import { inOrderOfTime } from "./times";
import { w } from "./words";

interface Settings {
  actions: Action[];
  clipUrl: string;
}

/** Actions that stand in the bar itself; the others wait behind "more". */
const FIRST = ["observe", "agree", "blank", "collect", "uncollect"];

/** More stretches than these are no clip that anybody watches. */
const CLIP_PIECES = 60;

export class Selection {
  private readonly chosen = new Set<string>();
  private whole = false;
  private query = "";
  private last: HTMLElement | undefined;

  constructor(
    private readonly results: HTMLElement,
    private readonly bar: HTMLElement,
    private readonly settings: Settings,
    private readonly find: Find,
    private readonly bulk: Bulk,
    private readonly collection: () => number | undefined,
  ) {
    results.addEventListener("click", (event) => {
      const box = (event.target as HTMLElement).closest<HTMLInputElement>(".pm-film__pick input");
      if (box) this.picked(box.closest<HTMLElement>(".pm-film")!, box.checked, event.shiftKey);
    });
    // The boxes lie in the search's form but are no part of the search.
    results.addEventListener("change", (event) => {
      if ((event.target as HTMLElement).closest(".pm-film__pick")) event.stopPropagation();
    });
  }

  get size(): number {
    return this.whole ? this.find.total : this.chosen.size;
  }

  toggle(card: HTMLElement): void {
    this.part();
    this.set(card, !this.chosen.has(card.dataset.id!));
    this.draw();
  }

  clear(): void {
    this.whole = false;
    this.chosen.clear();
    this.refresh();
  }

  /** Every card that is shown; a second time everything that is found. */
  all(): void {
    const cards = this.cards();
    if (cards.length && cards.every((card) => this.chosen.has(card.dataset.id!)) && this.find.total > cards.length) {
      this.whole = true;
      this.query = searched(this.find.parameters);
    }
    for (const card of cards) this.set(card, true);
    this.draw();
  }

  /** After the cards were replaced: what is gone is no longer selected, and another search is not the selected one. */
  refresh(): void {
    if (this.whole && this.query !== searched(this.find.parameters)) this.whole = false;
    const cards = this.cards();
    const there = new Set(cards.map((card) => card.dataset.id!));
    for (const id of this.chosen) if (!there.has(id)) this.chosen.delete(id);
    for (const card of cards) this.set(card, this.whole || this.chosen.has(card.dataset.id!));
    this.draw();
  }

  /** The first action that asks for an observation, on the selection. */
  tag(): void {
    const action = this.settings.actions.find((one) => one.asks.includes("observation"));
    if (action && this.size) this.begin(action);
  }

  /** Fetch these cards again, to show what is now known of them; of a whole search all of them. */
  async redraw(ids: number[] | undefined): Promise<void> {
    const shown = this.cards().map((card) => Number(card.dataset.id));
    await this.cardsAgain(ids ? ids.filter((id) => shown.includes(id)).slice(0, 96) : shown.slice(0, 96));
    this.refresh();
  }

  private async cardsAgain(ids: number[]): Promise<void> {
    for (const id of ids) {
      const answer = await get<{ html: string }>(`${this.find.action}${id}/card/`).catch(() => undefined);
      const card = this.cards().find((one) => one.dataset.id === String(id));
      if (card && answer) card.outerHTML = answer.html;
    }
  }

  private cards(): HTMLElement[] {
    return [...this.results.querySelectorAll<HTMLElement>(".pm-film:not([hidden])")];
  }

  private part(): void {
    if (!this.whole) return;
    this.whole = false;
    this.chosen.clear();
    for (const card of this.cards()) this.set(card, false);
  }

  private picked(card: HTMLElement, on: boolean, range: boolean): void {
    this.part();
    const cards = this.cards();
    if (range && this.last && cards.includes(this.last)) {
      const [from, to] = [cards.indexOf(this.last), cards.indexOf(card)].sort((a, b) => a - b) as [number, number];
      for (const between of cards.slice(from, to + 1)) this.set(between, on);
    } else {
      this.set(card, on);
    }
    this.last = card;
    this.draw();
  }

  private set(card: HTMLElement, on: boolean): void {
    const id = card.dataset.id!;
    if (on) this.chosen.add(id);
    else this.chosen.delete(id);
    card.classList.toggle("pm-film--on", on);
    const box = card.querySelector<HTMLInputElement>(".pm-film__pick input");
    if (box) box.checked = on;
  }

  private begin(action: Action): void {
    const chosen: Chosen = this.whole ? { query: this.query } : { ids: [...this.chosen].map(Number) };
    const here = action.name === "uncollect" ? this.collection() : undefined;
    this.bulk.begin(action, chosen, this.size, here).catch((error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    });
  }

  private draw(): void {
    this.bar.hidden = !this.size;
    this.results.classList.toggle("pm-results--selecting", this.size > 0);
    if (!this.size) return;
    const number = (count: number) => count.toLocaleString(document.documentElement.lang);
    const count = document.createElement("strong");
    count.textContent = w(this.whole ? "allSelected" : "selected", { count: number(this.size) });
    const parts: HTMLElement[] = [count];
    const cards = this.cards();
    if (!this.whole) {
      if (this.chosen.size < cards.length) parts.push(button(w("selectPage"), () => this.all(), "pm-selection__more"));
      else if (this.find.total > cards.length) parts.push(button(w("selectAll", { count: number(this.find.total) }), () => this.all(), "pm-selection__more"));
    }
    parts.push(...this.actions());
    parts.push(button("×", () => this.clear(), "pm-selection__clear"));
    parts.at(-1)!.setAttribute("aria-label", w("clear"));
    parts.at(-1)!.title = w("clear");
    this.bar.replaceChildren(...parts);
  }

  private actions(): HTMLElement[] {
    const fits = this.settings.actions.filter((action) => action.name !== "uncollect" || this.collection() !== undefined);
    const first = FIRST.flatMap((name) => fits.filter((action) => action.name === name));
    const more = fits.filter((action) => !first.includes(action));
    const parts = first.map((action) => button(action.label, () => this.begin(action)));
    if (this.settings.clipUrl && !this.whole && this.chosen.size <= CLIP_PIECES) {
      const link = document.createElement("a");
      link.className = "pm-button pm-button--tiger";
      const pieces = this.cards().filter((card) => this.chosen.has(card.dataset.id!));
      link.href = `${this.settings.clipUrl}?${inOrderOfTime(pieces).map((id) => `footage=${id}`).join("&")}`;
      link.textContent = w(this.chosen.size === 1 ? "clip" : "clipOfAll");
      parts.push(link as unknown as HTMLButtonElement);
    }
    if (!more.length) return parts;
    const menu = document.createElement("details");
    menu.className = "pm-selection__menu";
    const summary = document.createElement("summary");
    summary.className = "pm-button";
    summary.textContent = w("moreActions");
    const list = document.createElement("div");
    list.append(...more.map((action) => button(action.label, () => this.begin(action), action.danger ? "pm-selection__danger" : "")));
    menu.append(summary, list);
    return [...parts, menu];
  }
}
