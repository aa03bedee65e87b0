/** The row of tools above the timeline. */
import { button, el } from "../post/dom";
import type { Cutting } from "./cutting";
import { timecode } from "../shell/timecode";
import type { Desk } from "./desk";
import { clipLength } from "./document";
import { icon, type Sign } from "../shell/icons";
import type { Timeline } from "./timeline";
import { w } from "./words";

export class Tools {
  readonly row = el("div", "pm-tools");
  private readonly length = el("output");
  private readonly chosen = el("span", "pm-tools__chosen");
  private readonly deeds: HTMLButtonElement[] = [];

  constructor(
    private readonly desk: Desk,
    private readonly timeline: Timeline,
    cutting: Cutting,
  ) {
    this.row.setAttribute("role", "toolbar");
    this.row.setAttribute("aria-label", w("tools"));
    if (desk.store.editable) {
      this.deeds = [
        this.tool("split", "S", () => cutting.split()),
        this.tool("duplicate", "Ctrl+D", () => cutting.duplicate()),
        this.tool("earlier", "Alt+←", () => cutting.move(-1)),
        this.tool("later", "Alt+→", () => cutting.move(1)),
        this.tool("remove", "Delete", () => cutting.remove()),
      ];
      const roll = this.toggle("roll", "R", false, (on) => {
        timeline.grips.mode = on ? "roll" : "ripple";
      });
      this.row.append(...this.deeds, el("span", "pm-tools__gap"), roll, this.snap());
    }
    const range = this.tool("playSelection", "P", () => cutting.playSelection());
    this.length.id = "length";
    this.length.setAttribute("aria-label", w("length"));
    const zoom = el("span", "pm-tools__zoom");
    zoom.append(this.tool("zoomOut", "-", () => timeline.zoomOut()), this.tool("zoomIn", "+", () => timeline.zoomIn()), this.tool("zoomFit", "0", () => timeline.fit()));
    this.row.append(range, this.chosen, el("span", "pm-tools__space"), el("span", "pm-tools__length", `${w("length")} `, this.length), zoom);
    desk.store.subscribe((changed) => (changed.has("document") || changed.has("view")) && this.draw());
    this.draw();
  }

  private snap(): HTMLButtonElement {
    return this.toggle("snap", "N", this.timeline.snapping, (on) => {
      this.timeline.snapping = on;
    });
  }

  private draw(): void {
    const { store, player } = this.desk;
    this.length.textContent = timecode(clipLength(store.document), player.rate);
    const count = store.selectedShots.length;
    this.chosen.textContent = count > 1 ? w("chosen", { count }) : "";
    for (const deed of this.deeds) deed.disabled = store.view.source !== null || !store.document.segments.length;
  }

  private tool(name: Sign & Parameters<typeof w>[0], key: string, run: () => void): HTMLButtonElement {
    const made = button("", "pm-tool", run);
    made.append(icon(name));
    made.setAttribute("aria-label", w(name));
    made.title = `${w(name)} (${key})`;
    return made;
  }

  private toggle(id: "roll" | "snap", key: string, on: boolean, run: (on: boolean) => void): HTMLButtonElement {
    const made = this.tool(id, key, () => {
      const next = made.getAttribute("aria-pressed") !== "true";
      made.setAttribute("aria-pressed", String(next));
      run(next);
      this.desk.say(w(next ? "switchedOn" : "switchedOff", { what: w(id) }));
    });
    made.id = id;
    made.setAttribute("aria-pressed", String(on));
    return made;
  }
}
