/** The cards under the keyboard and the mouse: move, open, preview, select. */
import { post, RequestError } from "../shell/http";
import { register } from "../shell/shortcuts";
import { toast } from "../shell/toast";
import { preview } from "./preview";
import { step } from "./scrub";
import type { Selection } from "./selection";
import { w } from "./words";

const noDialog = () => !document.querySelector("dialog[open]");
const plain = (event: KeyboardEvent) => noDialog() && !(event.target as HTMLElement).closest("button, summary, label, input, select, .sidebar");

export class Grid {
  constructor(
    private readonly results: HTMLElement,
    private readonly selection: Selection,
  ) {
    results.addEventListener("click", (event) => this.clicked(event));
    results.addEventListener("dblclick", (event) => {
      const card = (event.target as HTMLElement).closest<HTMLElement>(".pm-film");
      if (card && (event.target as HTMLElement).closest(".pm-film__picture")) this.open(card);
    });
    const by: Record<string, () => number> = { ArrowRight: () => 1, ArrowLeft: () => -1, ArrowDown: () => this.columns(), ArrowUp: () => -this.columns() };
    register(
      { keys: Object.keys(by), says: w("keyMove"), when: plain, run: (event) => this.move(by[event.key]!()) },
      { keys: ["Shift+ArrowLeft", "Shift+ArrowRight"], says: w("keyScrub"), when: plain, run: (event) => this.scrub(event.key === "ArrowRight" ? 1 : -1) },
      { keys: [" "], says: w("keyPreview"), when: (event) => plain(event) && Boolean(this.current()), run: () => this.preview() },
      { keys: ["Enter"], says: w("keyOpen"), when: () => false, run: () => undefined }, // the link's own; listed only
      { keys: ["x"], says: w("keySelect"), when: noDialog, run: () => this.select() },
      { keys: ["t"], says: w("keyTag"), when: noDialog, run: () => this.tag() },
    );
  }


  private cards(): HTMLElement[] {
    return [...this.results.querySelectorAll<HTMLElement>(".pm-film:not([hidden])")];
  }

  private current(): HTMLElement | undefined {
    return document.activeElement?.closest<HTMLElement>(".pm-film") ?? undefined;
  }

  private columns(): number {
    const cards = this.cards();
    const top = cards[0]?.offsetTop;
    return Math.max(1, cards.filter((card) => card.offsetTop === top).length);
  }

  private link(card: HTMLElement): HTMLAnchorElement {
    return card.querySelector<HTMLAnchorElement>("h3 a")!;
  }

  private move(by: number): void {
    const cards = this.cards();
    if (!cards.length) return;
    const here = this.current();
    const place = here ? cards.indexOf(here) + by : 0;
    if (place >= cards.length) {
      const more = this.results.querySelector<HTMLElement>(".pm-library__more");
      if (more && by > 0) more.click();
    }
    const next = cards[Math.min(cards.length - 1, Math.max(0, place))]!;
    this.link(next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  private scrub(by: number): void {
    const card = this.current();
    if (card) step(card, by);
  }

  private open(card: HTMLElement): void {
    window.location.assign(this.link(card).href);
  }

  private preview(): void {
    const card = this.current();
    if (card) preview(card);
  }

  private select(): void {
    const card = this.current();
    if (card) this.selection.toggle(card);
  }

  private tag(): void {
    const card = this.current();
    if (!this.selection.size && card) this.selection.toggle(card);
    this.selection.tag();
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>(".pm-film");
    if (!card) return;
    const retry = target.closest<HTMLButtonElement>("[data-retry], [data-fetch]");
    if (retry) {
      event.preventDefault();
      event.stopPropagation();
      void this.retry(retry);
    } else if (target.closest(".pm-film__picture")) {
      this.open(card);
    }
  }

  private async retry(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    try {
      await post((button.dataset.retry ?? button.dataset.fetch)!);
      toast(w(button.dataset.retry ? "queued" : "fetched"));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      button.disabled = false;
    }
  }
}
