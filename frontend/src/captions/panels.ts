/** The tabs beside the picture: proposals, remarks, the burnt look. */

export type Panel = "suggestions" | "remarks" | "look";
const ALL: Panel[] = ["suggestions", "remarks", "look"];

export class Panels {
  private shown: Panel = "suggestions";
  private readonly offered: Panel[];

  constructor(
    private readonly tabs: HTMLElement,
    has: { remarks: boolean; look: boolean },
    private readonly opened: (panel: Panel) => void,
  ) {
    this.offered = ALL.filter((panel) => panel === "suggestions" || has[panel]);
    for (const panel of ALL) {
      this.tab(panel).hidden = !this.offered.includes(panel);
      this.tab(panel).addEventListener("click", () => this.open(panel));
    }
    tabs.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      event.stopPropagation();
      const by = event.key === "ArrowRight" ? 1 : -1;
      const next = this.offered[(this.offered.indexOf(this.shown) + by + this.offered.length) % this.offered.length]!;
      this.open(next);
      this.tab(next).focus();
    });
    this.open("suggestions");
  }

  open(panel: Panel): void {
    if (!this.offered.includes(panel)) return;
    this.shown = panel;
    for (const each of ALL) {
      const chosen = each === panel;
      this.tab(each).setAttribute("aria-selected", String(chosen));
      this.tab(each).tabIndex = chosen ? 0 : -1;
      document.getElementById(`panel-${each}`)!.hidden = !chosen;
    }
    this.opened(panel);
  }

  /** A figure beside the tab's name; none for 0. */
  count(panel: Panel, count: number): void {
    const shown = this.tab(panel).querySelector("small") ?? this.tab(panel).appendChild(document.createElement("small"));
    shown.textContent = count ? String(count) : "";
  }

  private tab(panel: Panel): HTMLElement {
    return this.tabs.querySelector<HTMLElement>(`#tab-${panel}`)!;
  }
}
