/** The inspector's panels: each is fetched and mounted when it is first shown, the picture and the timeline wait for none. */
import type { Desk, Mount } from "./desk";

const found = import.meta.glob<{ mount: Mount }>("./panels/*.ts");
/** Panels that work beside the picture, whether their tab is shown or not. */
const ALWAYS = ["overlay", "remarks", "render"];

export class Panels {
  private readonly mounted = new Map<string, Promise<void>>();
  private readonly tabs = [...document.querySelectorAll<HTMLButtonElement>("#tabs [role=tab]")];

  constructor(private readonly desk: Desk) {
    for (const tab of this.tabs) tab.addEventListener("click", (event) => this.press(tab, event));
    document.getElementById("tabs")?.addEventListener("keydown", (event) => this.walk(event));
    void this.show(this.desk.store.view.panel || nameOf(this.tabs[0]!));
  }

  /** Mount what works without being shown; called when the picture and the timeline are there. */
  async begin(): Promise<void> {
    await Promise.all(ALWAYS.map((name) => this.mount(name)));
  }

  /** Show a panel; done when it is mounted. */
  show(name: string): Promise<void> {
    this.desk.store.look({ panel: name });
    for (const tab of this.tabs) {
      const shown = nameOf(tab) === name;
      tab.setAttribute("aria-selected", String(shown));
      tab.tabIndex = shown ? 0 : -1;
      placeOf(nameOf(tab))!.hidden = !shown;
    }
    return this.mount(name);
  }

  private press(tab: HTMLElement, event: MouseEvent): void {
    void this.show(nameOf(tab));
    // A click with the mouse leaves the keys to the player.
    if (event.detail) tab.blur();
  }

  private mount(name: string): Promise<void> {
    const place = name === "overlay" ? document.getElementById("overlay") : placeOf(name);
    const load = found[`./panels/${name}.ts`];
    if (!place || !load) return Promise.resolve();
    const mounting = this.mounted.get(name) ?? load().then((panel) => panel.mount(this.desk, place));
    this.mounted.set(name, mounting);
    return mounting;
  }

  private walk(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this.tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = this.tabs.at((at + by) % this.tabs.length)!;
    next.focus();
    void this.show(nameOf(next));
  }
}

const nameOf = (tab: HTMLElement) => tab.id.slice("tab-".length);
const placeOf = (name: string) => document.getElementById(`panel-${name}`);
