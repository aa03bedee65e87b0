/** The list of a clip's files: how far each is, what its proof says, and what can be done with it. */
import { button, el } from "../../post/dom";
import { bytes, clock } from "../../shell/format";
import { get, post, RequestError } from "../../shell/http";
import { toast } from "../../shell/toast";
import type { Desk } from "../desk";
import type { Offer, Wanted } from "./plan";
import { isOpen, nameOf, type Rendition, sorted } from "./rendition";
import { w } from "./words";

const PACE = 1000; // milliseconds between looks at what is being made
const HIDDEN_PACE = 5000;

export class Ledger {
  readonly element = el("div", "pm-files");
  renditions: Rendition[] = [];
  offers: readonly Offer[];
  private readonly note = el("p", "pm-muted", w("loading"));
  private readonly tools = el("p", "pm-files__tools");
  private readonly current = el("ul", "pm-files__list");
  private readonly earlier = el("ul", "pm-files__list");
  private readonly older: HTMLDetailsElement;
  private readonly shown = new Map<number, { item: HTMLLIElement; told: string; state: string }>();
  private timer: number | undefined;
  /** The version that the offers' sizes are of. */
  private offered: number | null;

  constructor(private readonly desk: Desk) {
    this.offers = desk.data.presets;
    this.offered = desk.data.number;
    this.older = el("details", "pm-files__older", el("summary"), this.earlier);
    this.older.hidden = true;
    this.element.append(this.note, this.tools, this.current, this.older);
    desk.onSaved(() => void this.load());
    document.addEventListener("visibilitychange", () => !document.hidden && this.renditions.some(isOpen) && void this.load());
  }

  /** Fetch and show; again by itself while something is being made. */
  async load(): Promise<void> {
    window.clearTimeout(this.timer);
    const { saved } = this.desk;
    if (!saved) return this.show();
    this.element.setAttribute("aria-busy", String(!this.shown.size));
    try {
      const address = saved.version === this.offered ? saved.urls.renditions : `${saved.urls.renditions}?presets`;
      const told = await get<{ renditions: Rendition[]; presets?: Offer[] }>(address);
      this.renditions = told.renditions;
      if (told.presets) [this.offers, this.offered] = [told.presets, saved.version];
      this.show();
      if (this.renditions.some(isOpen)) this.timer = window.setTimeout(() => void this.load(), document.hidden ? HIDDEN_PACE : PACE);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.note.className = "pm-error";
      this.note.replaceChildren(error.message, " ", button(w("reload"), "pm-button", () => this.load()));
      this.note.hidden = false;
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }

  /** Have files made of the newest version; false where that was refused, and the person was told. */
  async ask(files: (Wanted & { watermark?: boolean })[]): Promise<boolean> {
    const { saved } = this.desk;
    if (!saved) return false;
    try {
      const { renditions } = await post<{ renditions: Rendition[] }>(saved.urls.render, { files });
      const made = renditions.filter(isOpen).length;
      toast(made === 0 ? w("allThere") : made === 1 ? w("askedOne") : w("asked", { count: made }));
      await this.load();
      return true;
    } catch (error) {
      toast(error instanceof RequestError ? error.message : String(error), { kind: "error" });
      return false;
    }
  }

  nameOf(wanted: Wanted): string {
    return nameOf(wanted, this.offers, this.desk.data.names);
  }

  private show(): void {
    const { current, earlier } = sorted(this.renditions, this.desk.saved?.version ?? 0);
    this.note.className = "pm-muted";
    this.note.hidden = current.length + earlier.length > 0;
    this.note.textContent = `${w("none")} ${w(this.desk.data.mayRender ? "noneAsk" : "notAllowed")}`;
    this.fill(this.current, current);
    this.fill(this.earlier, earlier);
    this.older.hidden = !earlier.length;
    this.older.querySelector("summary")!.textContent = w("earlier", { count: earlier.length });
    const open = this.renditions.filter(isOpen);
    const stop = open.length > 1 && this.desk.data.mayRender;
    if (!stop) this.tools.replaceChildren();
    else if (!this.tools.firstChild) this.tools.append(button("", "pm-button", () => this.stop(this.renditions.filter(isOpen))));
    if (stop) this.tools.firstChild!.textContent = w("stopAll", { count: open.length });
  }

  /** Items that say the same are left alone: a button that is about to be pressed does not go away. */
  private fill(list: HTMLUListElement, renditions: readonly Rendition[]): void {
    const items = renditions.map((rendition) => {
      const told = JSON.stringify([{ ...rendition, fraction: 0 }, this.desk.saved?.version]);
      const before = this.shown.get(rendition.id);
      const item = before?.told === told ? before.item : this.item(rendition);
      if (before && before.item !== item && before.item.contains(document.activeElement)) requestAnimationFrame(() => item.querySelector<HTMLElement>("button, a")?.focus());
      if (before && before.state !== rendition.state) this.tell(rendition);
      this.shown.set(rendition.id, { item, told, state: rendition.state });
      progress(item, rendition);
      return item;
    });
    if (items.length !== list.children.length || items.some((item, index) => list.children[index] !== item)) list.replaceChildren(...items);
  }

  private tell(rendition: Rendition): void {
    const name = this.nameOf(rendition);
    if (rendition.state === "ready") this.desk.say(w("ready", { name }));
    if (rendition.state === "failed") toast(w("broken", { name, error: rendition.error }), { kind: "error" });
  }

  private item(rendition: Rendition): HTMLLIElement {
    const [label, ...rest] = this.nameOf(rendition).split(" · ");
    const head = el("p", "pm-file__head", el("strong", "", label), el("span", "", rest.join(" · ")));
    if (rendition.version !== this.desk.saved?.version) head.append(el("span", "pm-chip", w("version", { number: rendition.version })));
    const item = el("li", "pm-file", head);
    item.dataset.state = rendition.state;
    if (rendition.state === "ready") this.ready(item, rendition);
    else if (isOpen(rendition)) this.underWay(item, rendition);
    else this.over(item, rendition);
    return item;
  }

  private ready(item: HTMLLIElement, rendition: Rendition): void {
    const name = this.nameOf(rendition);
    const facts = [clock(rendition.duration ?? 0), `${rendition.width} × ${rendition.height}`, bytes(rendition.size ?? 0)].join(" · ");
    const proof = el("details", "pm-file__proof", el("summary", "", `✓ ${w("proven", { count: rendition.checks })}`));
    proof.append(el("ul", "", ...rendition.facts.map((fact) => el("li", "", fact))));
    const actions = el("p", "pm-file__actions");
    const open = link(w("open"), w("openOf", { name }), rendition.file);
    open.target = "_blank";
    actions.append(open, link(w("download"), w("downloadOf", { name }), `${rendition.file}?download=1`));
    item.append(el("p", "pm-file__facts", facts), proof);
    if (rendition.outdated) {
      item.append(el("p", "pm-file__stale", w("outdated")));
      if (this.mayAgain(rendition)) actions.append(this.again(rendition, w("anew"), w("anewOf", { name })));
    }
    item.append(actions);
  }

  private underWay(item: HTMLLIElement, rendition: Rendition): void {
    const name = this.nameOf(rendition);
    const bar = el("div", "pm-job__bar", el("span"));
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", name);
    bar.setAttribute("aria-valuemin", "0");
    bar.setAttribute("aria-valuemax", "100");
    const row = el("p", "pm-file__actions", el("span", "pm-file__note"));
    if (this.desk.data.mayRender) {
      const stop = button(w("stop"), "pm-button", () => this.stop([rendition]));
      stop.setAttribute("aria-label", w("stopOf", { name }));
      row.append(stop);
    }
    item.append(bar, row);
  }

  private over(item: HTMLLIElement, rendition: Rendition): void {
    const failed = rendition.state === "failed";
    item.append(el("p", failed ? "pm-error" : "pm-file__facts", failed ? rendition.error || w("failed") : w(rendition.state === "expired" ? "expired" : "cancelled")));
    const name = this.nameOf(rendition);
    if (this.mayAgain(rendition)) item.append(el("p", "pm-file__actions", this.again(rendition, w("again"), w("againOf", { name }))));
  }

  /** Only the newest version is rendered; an earlier one is taken up first. */
  private mayAgain(rendition: Rendition): boolean {
    return this.desk.data.mayRender && rendition.version === this.desk.saved?.version;
  }

  private again(rendition: Rendition, words: string, label: string): HTMLButtonElement {
    const { preset, shape, language, watermark } = rendition;
    const made = button(words, "pm-button", async () => {
      made.disabled = true;
      if (!(await this.ask([{ preset, shape, language, watermark }]))) made.disabled = false;
    });
    made.setAttribute("aria-label", label);
    return made;
  }

  private async stop(renditions: readonly Rendition[]): Promise<void> {
    try {
      for (const rendition of renditions) await post(rendition.cancel);
    } catch (error) {
      toast(error instanceof RequestError ? error.message : String(error), { kind: "error" });
    }
    await this.load();
  }
}

function progress(item: HTMLLIElement, rendition: Rendition): void {
  const bar = item.querySelector<HTMLElement>(".pm-job__bar");
  if (!bar) return;
  const percent = Math.round(rendition.fraction * 100);
  bar.setAttribute("aria-valuenow", String(percent));
  bar.querySelector("span")!.style.inlineSize = `${percent}%`;
  item.querySelector(".pm-file__note")!.textContent = rendition.state === "queued" ? w("waiting") : w("rendering", { percent });
}

function link(words: string, label: string, address: string): HTMLAnchorElement {
  const made = el("a", "pm-button", words);
  made.href = address;
  made.setAttribute("aria-label", label);
  return made;
}
