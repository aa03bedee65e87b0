/** The search: every change asks the server, the address bar holds all of it, back and forward work. */
import { toast } from "../shell/toast";
import { address, withField } from "./address";
import { w } from "./words";

const TYPING = 300; // milliseconds without a key before a text is searched for
const FIELDS = ["q", "sort", "since", "until", "shortest", "longest"];
const SCRIPTED = { "X-Requested-With": "XMLHttpRequest" };

export class Find {
  private request: AbortController | undefined;
  private timer = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly results: HTMLElement,
    private readonly onShown: (options: { first: boolean }) => void,
  ) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.apply();
    });
    form.addEventListener("change", (event) => {
      const field = event.target as HTMLInputElement;
      if (FIELDS.includes(field.name) && field.name !== "q") this.apply();
    });
    this.text.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.apply({ replace: true }), TYPING);
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "Escape")) return;
      event.preventDefault();
      (this.results.querySelector<HTMLElement>(".pm-film h3 a") ?? this.text).focus();
    });
    form.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", () => void this.load());
    if (window.matchMedia("(max-width: 60em)").matches) form.querySelector<HTMLDetailsElement>("#facets")!.open = false;
  }

  get parameters(): URLSearchParams {
    return new URLSearchParams(window.location.search);
  }

  get total(): number {
    return Number(this.results.querySelector<HTMLElement>("[data-total]")?.dataset.total ?? 0);
  }

  /** The address of the library, with a slash at its end. */
  get action(): string {
    return this.form.action;
  }

  get view(): string {
    return this.parameters.get("view") ?? "";
  }

  focusText(): void {
    this.text.focus();
    this.text.select();
  }

  /** Search for these parameters; the address bar tells it. */
  go(parameters: URLSearchParams, options: { replace?: boolean } = {}): void {
    window.clearTimeout(this.timer);
    const url = address(this.form.action, parameters);
    if (new URL(url, window.location.href).href === window.location.href) return;
    if (options.replace) window.history.replaceState(null, "", url);
    else window.history.pushState(null, "", url);
    void this.load();
  }

  show(view: string): void {
    this.go(withField(this.parameters, "view", view));
  }

  /** Show what the address bar asks for. */
  async load(): Promise<void> {
    this.request?.abort();
    this.request = new AbortController();
    this.results.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(window.location.href, { credentials: "same-origin", headers: SCRIPTED, signal: this.request.signal });
      if (response.status === 404) window.location.reload();
      if (!response.ok) throw new Error(String(response.status));
      const text = await response.text();
      if (!text.includes("pm-results__head")) {
        window.location.reload(); // signed out meanwhile: the server shows where to sign in
        return;
      }
      this.results.innerHTML = text;
      if (this.results.getBoundingClientRect().top < 0) this.results.scrollIntoView({ block: "start" });
      this.fields();
      this.results.setAttribute("aria-busy", "false");
      this.onShown({ first: false });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.failed();
    }
  }

  private get text(): HTMLInputElement {
    return this.form.querySelector<HTMLInputElement>("input[name=q]")!;
  }

  /** What the form's own fields say goes into the address; filters and the rest stay as they are. */
  private apply(options: { replace?: boolean } = {}): void {
    let told = this.parameters;
    for (const name of FIELDS) {
      const field = this.form.elements.namedItem(name) as HTMLInputElement | null;
      if (field && field.value.trim() !== (told.get(name) ?? (name === "sort" ? "rarest" : ""))) told = withField(told, name, field.value.trim());
    }
    this.go(told, options);
  }

  /** The fields as the address has them, also after going back; not the one that somebody types in. */
  private fields(): void {
    const told = this.parameters;
    for (const name of FIELDS) {
      const field = this.form.elements.namedItem(name) as HTMLInputElement | null;
      if (field && field !== document.activeElement) field.value = told.get(name) ?? (name === "sort" ? "rarest" : "");
    }
    for (const button of this.form.querySelectorAll<HTMLElement>("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === this.view));
  }

  private failed(): void {
    this.results.setAttribute("aria-busy", "false");
    const message = document.createElement("p");
    message.className = "pm-error";
    message.setAttribute("role", "alert");
    message.textContent = w("failed");
    this.results.prepend(message);
    toast(w("failed"), { kind: "error" });
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey) return;
    const more = target.closest<HTMLAnchorElement>(".pm-library__more");
    const go = target.closest<HTMLAnchorElement>("a[data-go]");
    const view = target.closest<HTMLElement>("[data-view]");
    if (more) {
      event.preventDefault();
      void this.more(more);
    } else if (go) {
      event.preventDefault();
      this.go(new URL(go.href).searchParams);
    } else if (view) {
      this.show(view.dataset.view ?? "");
    } else if (target.closest("[data-again]")) {
      void this.load();
    }
  }

  /** The next cards, put behind these; the address stays. */
  private async more(link: HTMLAnchorElement): Promise<void> {
    if (link.getAttribute("aria-disabled") === "true") return;
    link.setAttribute("aria-disabled", "true");
    const response = await fetch(link.href, { credentials: "same-origin", headers: SCRIPTED }).catch(() => undefined);
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
    this.onShown({ first: false });
  }
}
