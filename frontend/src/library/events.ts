/** One card for each event: of the cards that are shown, the first of a burst stands for all of it. */
import { w } from "./words";

const KEPT = "pugmark-one-per-event";

export class Events {
  constructor(
    private readonly results: HTMLElement,
    private readonly box: HTMLInputElement,
  ) {
    box.checked = localStorage.getItem(KEPT) === "yes";
    box.addEventListener("change", () => {
      localStorage.setItem(KEPT, box.checked ? "yes" : "");
      this.refresh();
    });
  }

  refresh(): void {
    const first = new Map<string, { card: HTMLElement; count: number }>();
    for (const card of this.results.querySelectorAll<HTMLElement>(".pm-film")) {
      card.hidden = false;
      card.querySelector(".pm-film__event")?.remove();
      const event = card.dataset.event;
      if (!event || !this.box.checked) continue;
      const known = first.get(event);
      if (known) {
        known.count += 1;
        card.hidden = true;
      } else {
        first.set(event, { card, count: 1 });
      }
    }
    for (const [event, { card, count }] of first) if (count > 1) card.querySelector(".pm-film__chips")?.append(this.link(event, count));
  }

  private link(event: string, count: number): HTMLElement {
    const link = document.createElement("a");
    link.className = "pm-chip pm-film__event";
    link.href = `?event=${event}&sort=newest`;
    link.dataset.go = "";
    link.textContent = w("ofThisEvent", { count });
    return link;
  }
}
