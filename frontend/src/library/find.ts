/** The search: every change asks the server, the address bar holds all of it, back and forward work. */
import { speciesPicker } from "../footage/picker";
import type { Choices } from "../footage/form";
import { toast } from "../shell/toast";
import { address } from "./address";
import { w } from "./words";

const TYPING = 300; // milliseconds without a key before a text is searched for

export class Find {
  private request: AbortController | undefined;
  private timer = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly results: HTMLElement,
    private readonly choices: Choices,
    private readonly onShown: () => void,
  ) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go();
    });
    form.addEventListener("change", (event) => {
      const field = event.target as HTMLInputElement;
      if (field.name && field.name !== "q") this.go();
    });
    this.text.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.go({ replace: true }), TYPING);
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Escape") return;
      event.preventDefault();
      (this.results.querySelector<HTMLElement>(".pm-film h3 a") ?? this.text).focus();
    });
    window.addEventListener("popstate", () => void this.load(window.location.href, { fields: true }));
    results.addEventListener("click", (event) => this.clicked(event));
    this.pickers();
    if (window.matchMedia("(max-width: 60em)").matches) form.querySelector<HTMLDetailsElement>("#facets")!.open = false;
  }

  focusText(): void {
    this.text.focus();
    this.text.select();
  }

  private get text(): HTMLInputElement {
    return this.form.querySelector<HTMLInputElement>("input[name=q]")!;
  }

  private go(options: { replace?: boolean } = {}): void {
    window.clearTimeout(this.timer);
    const entries = [...new FormData(this.form)].filter((entry): entry is [string, string] => typeof entry[1] === "string");
    const url = address(this.form.action, entries);
    if (new URL(url, window.location.href).href === window.location.href) return;
    if (options.replace) window.history.replaceState(null, "", url);
    else window.history.pushState(null, "", url);
    void this.load(url);
  }

  /** Show what an address asks for. `fields`: also set the search's own fields, as after going back. */
  private async load(url: string, options: { fields?: boolean } = {}): Promise<void> {
    this.request?.abort();
    this.request = new AbortController();
    this.results.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { credentials: "same-origin", signal: this.request.signal });
      if (!response.ok) throw new Error(String(response.status));
      this.show(new DOMParser().parseFromString(await response.text(), "text/html"), options.fields ?? false);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.results.setAttribute("aria-busy", "false");
      const message = document.createElement("p");
      message.className = "pm-error";
      message.setAttribute("role", "alert");
      message.textContent = w("failed");
      this.results.prepend(message);
      toast(w("failed"), { kind: "error" });
    }
  }

  private show(page: Document, fields: boolean): void {
    const results = page.querySelector("#results");
    const facets = page.querySelector(".pm-facets__groups");
    if (!results || !facets) {
      window.location.reload(); // signed out meanwhile: the server shows where to sign in
      return;
    }
    const focused = document.activeElement as HTMLInputElement | null;
    const again = focused?.closest(".pm-facets__groups") && focused.name ? `[name="${focused.name}"][value="${CSS.escape(focused.value)}"]` : "";
    this.results.replaceChildren(...results.childNodes);
    this.form.querySelector(".pm-facets__groups")!.replaceChildren(...facets.childNodes);
    if (fields) {
      for (const name of ["q", "sort"]) {
        const here = this.form.elements.namedItem(name) as HTMLInputElement | null;
        const there = page.querySelector<HTMLInputElement>(`#library [name="${name}"]`);
        if (here && there) here.value = there.value;
      }
    }
    if (again) this.form.querySelector<HTMLElement>(again)?.focus();
    this.results.setAttribute("aria-busy", "false");
    this.pickers();
    this.onShown();
  }

  private pickers(): void {
    const place = this.form.querySelector<HTMLElement>("[data-filter=species]");
    if (!place) return;
    const picker = speciesPicker({
      url: this.choices.speciesUrl,
      placeholder: w("addSpecies"),
      onChoose: (species) => {
        const hidden = document.createElement("input");
        Object.assign(hidden, { type: "hidden", name: "species", value: species.scientific });
        place.append(hidden);
        this.go();
      },
    });
    place.replaceChildren(picker.element);
  }

  private clicked(event: MouseEvent): void {
    const more = (event.target as HTMLElement).closest<HTMLAnchorElement>(".pm-library__more");
    if (!more || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void this.more(more);
  }

  /** The next cards, put behind these; the address stays. */
  private async more(link: HTMLAnchorElement): Promise<void> {
    if (link.getAttribute("aria-disabled") === "true") return;
    link.setAttribute("aria-disabled", "true");
    const response = await fetch(link.href, { credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => undefined);
    if (!response?.ok) {
      link.removeAttribute("aria-disabled");
      toast(w("failed"), { kind: "error" });
      return;
    }
    const hadFocus = document.activeElement === link;
    const before = link.previousElementSibling;
    link.insertAdjacentHTML("beforebegin", await response.text());
    link.remove();
    if (hadFocus) before?.nextElementSibling?.querySelector<HTMLElement>("h3 a")?.focus();
    this.onShown();
  }
}
