/** The inspector's panels: each is fetched and mounted when it is first shown, the picture and the timeline wait for none. */
import type { Desk, Mount } from "./desk";

const found = import.meta.glob<{ mount: Mount }>("./panels/*.ts");
/** Panels that work beside the picture, whether their tab is shown or not. */
const ALWAYS = ["overlay", "remarks", "render"];

export class Panels {
  private readonly mounted = new Set<string>();
  private readonly tabs = [...document.querySelectorAll<HTMLButtonElement>("#tabs [role=tab]")];

  constructor(private readonly desk: Desk) {
    for (const tab of this.tabs) tab.addEventListener("click", (event) => this.press(tab, event));
    document.getElementById("tabs")?.addEventListener("keydown", (event) => this.walk(event));
    this.show(this.desk.store.view.panel || nameOf(this.tabs[0]!));
  }

  /** Mount what works without being shown; called when the picture and the timeline are there. */
  async begin(): Promise<void> {
    await Promise.all(ALWAYS.map((name) => this.mount(name)));
  }

  show(name: string): void {
    this.desk.store.look({ panel: name });
    for (const tab of this.tabs) {
      const shown = nameOf(tab) === name;
      tab.setAttribute("aria-selected", String(shown));
      tab.tabIndex = shown ? 0 : -1;
      placeOf(nameOf(tab))!.hidden = !shown;
    }
    void this.mount(name);
  }

  private press(tab: HTMLElement, event: MouseEvent): void {
    this.show(nameOf(tab));
    // A click with the mouse leaves the keys to the player.
    if (event.detail) tab.blur();
  }

  private async mount(name: string): Promise<void> {
    const place = name === "overlay" ? document.getElementById("overlay") : placeOf(name);
    const load = found[`./panels/${name}.ts`];
    if (!place || !load || this.mounted.has(name)) return;
    this.mounted.add(name);
    (await load()).mount(this.desk, place);
  }

  private walk(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this.tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = this.tabs.at((at + by) % this.tabs.length)!;
    next.focus();
    this.show(nameOf(next));
  }
}

const nameOf = (tab: HTMLElement) => tab.id.slice("tab-".length);
const placeOf = (name: string) => document.getElementById(`panel-${name}`);
