/** The filters beside the cards: they come after the cards, with exact counts, and remember which of them are open. */
import { speciesPicker } from "../footage/picker";
import { withoutValue, withValue, withField, searched } from "./address";
import type { Find } from "./find";
import { w } from "./words";

const KEPT = "pugmark-open-filters";
const TALLEST = 40; // as the server draws bars

export class Facets {
  private request: AbortController | undefined;
  private shown: string | undefined;

  constructor(
    private readonly panel: HTMLElement,
    private readonly find: Find,
    private readonly settings: { facetsUrl: string; speciesUrl: string },
  ) {
    panel.addEventListener("change", (event) => this.changed(event));
    panel.addEventListener("click", (event) => this.clicked(event));
    this.open(panel.ownerDocument.querySelectorAll<HTMLDetailsElement>("#facets > .pm-facet"));
    panel.ownerDocument.querySelector("#facets")!.addEventListener("click", (event) => this.remember(event));
  }

  /** Counts for the search in the address bar; nothing is asked where only the view or the order has changed. */
  async load(options: { again?: boolean } = {}): Promise<void> {
    const query = withField(this.find.parameters, "sort", "");
    const wanted = searched(query);
    this.request?.abort(); // also where nothing is asked: gone back, its counts would come over those of the address
    if (wanted === this.shown && !options.again) {
      this.panel.setAttribute("aria-busy", "false");
      return;
    }
    this.request = new AbortController();
    this.panel.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${this.settings.facetsUrl}?${wanted}`, {
        credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest" },
        signal: this.request.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      this.draw(await response.text());
      this.shown = wanted;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      const message = document.createElement("p");
      message.className = "pm-error";
      message.textContent = w("notCounted");
      this.panel.replaceChildren(message);
    }
    this.panel.setAttribute("aria-busy", "false");
  }

  private draw(html: string): void {
    const focused = document.activeElement as HTMLInputElement | null;
    const inside = focused && this.panel.contains(focused) && focused.dataset.name;
    const kind = focused?.matches("[data-not]") ? "[data-not]" : "input";
    const again = inside ? `${kind}[data-name="${focused.dataset.name}"][value="${CSS.escape(focused.value)}"]` : "";
    const scrolled = this.panel.parentElement!.scrollTop;
    this.panel.innerHTML = html;
    for (const bar of this.panel.querySelectorAll<HTMLElement>("[data-bar]")) bar.style.blockSize = `${(Number(bar.dataset.bar) / TALLEST) * 100}%`;
    this.open(this.panel.querySelectorAll<HTMLDetailsElement>("details.pm-facet"));
    this.picker();
    this.panel.parentElement!.scrollTop = scrolled;
    if (again) this.panel.querySelector<HTMLElement>(again)?.focus();
  }

  private changed(event: Event): void {
    const field = event.target as HTMLInputElement;
    const name = field.dataset.name;
    if (!name) return;
    event.stopPropagation();
    const told = this.find.parameters;
    this.find.go(field.type === "radio" ? withField(told, name, field.value) : withValue(told, name, field.value, field.checked));
  }

  private clicked(event: MouseEvent): void {
    const not = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-not]");
    if (not) this.find.go(withoutValue(this.find.parameters, not.dataset.name!, not.value));
  }

  private picker(): void {
    const place = this.panel.querySelector<HTMLElement>("[data-filter=species]");
    if (!place) return;
    const made = speciesPicker({
      url: this.settings.speciesUrl,
      placeholder: w("addSpecies"),
      onChoose: (species) => this.find.go(withValue(this.find.parameters, "species", species.scientific, true)),
    });
    place.replaceChildren(made.element);
  }

  private open(groups: Iterable<HTMLDetailsElement>): void {
    const kept = remembered();
    for (const group of groups) {
      const name = group.dataset.group ?? "";
      const set = group.querySelector("input:checked:not([value='']), [aria-pressed=true]");
      if (name in kept) group.open = kept[name]! || Boolean(set);
    }
  }

  private remember(event: Event): void {
    const summary = (event.target as HTMLElement).closest("summary");
    const group = summary?.parentElement as HTMLDetailsElement | null;
    if (!summary || !group?.dataset.group) return;
    try {
      localStorage.setItem(KEPT, JSON.stringify({ ...remembered(), [group.dataset.group]: !group.open }));
    } catch {
      // a browser that keeps nothing only forgets which filters were open
    }
  }
}

function remembered(): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Record<string, boolean>;
  } catch {
    return {};
  }
}
