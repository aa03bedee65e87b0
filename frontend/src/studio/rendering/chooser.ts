/** The choice of platforms and languages, with every file that it makes told before anything is made. */
import { button, el } from "../../post/dom";
import { binary, clock } from "../../shell/format";
import type { Desk } from "../desk";
import { clipLength, shotsLength } from "../document";
import type { Track } from "../page";
import type { Ledger } from "./ledger";
import { type Chosen, type Excess, fitting, keyOf, type Offer, plan, type Planned } from "./plan";
import { captionsOf, type Rendition } from "./rendition";
import { w } from "./words";

const KEPT = "pm-studio-files";
const MOST = 40; // as curation/clips/renditions.py

export class Chooser {
  private readonly dialog = el("dialog", "pm-dialog pm-choice");
  private readonly table = el("tbody");
  private readonly none = el("p", "pm-muted", w("pickOne"));
  private readonly note = el("p", "pm-choice__note");
  private readonly go = button("", "pm-button pm-button--tiger", () => this.render());
  private chosen: Chosen;
  /** What the person wants in spite of a limit, or does not want. */
  private readonly wanted = new Map<string, boolean>();

  constructor(
    private readonly desk: Desk,
    private readonly ledger: Ledger,
  ) {
    this.chosen = fitting(kept(), ledger.offers, this.tracks.map((track) => track.language));
    this.dialog.setAttribute("aria-labelledby", "choice-title");
  }

  open(): void {
    if (this.dialog.open) return;
    this.wanted.clear();
    this.build();
    this.draw();
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  private get tracks(): Track[] {
    return this.desk.data.tracks.filter((track) => track.total > 0);
  }

  private build(): void {
    const title = el("h2", "", w("title"));
    title.id = "choice-title";
    const offers = this.ledger.offers;
    const left = el("div", "pm-choice__left");
    left.append(
      group(w("platforms"), ...offers.filter((offer) => offer.kind !== "master").map((offer) => this.platform(offer))),
      group(w("masters"), ...offers.filter((offer) => offer.kind === "master").map((offer) => this.platform(offer))),
    );
    const head = el("tr", "", ...(["wanted", "file", "length", "size"] as const).map((word) => el("th", "", w(word))));
    for (const cell of head.children) cell.setAttribute("scope", "col");
    const caption = el("caption", "", w("files"));
    const right = el("div", "pm-choice__right", this.languages(), el("table", "pm-choice__table", caption, el("thead", "", head), this.table), this.none);
    const actions = el("p", "pm-dialog__actions", this.go, button(w("cancel"), "pm-button", () => this.dialog.close()));
    this.dialog.replaceChildren(title, el("div", "pm-choice__body", left, right), this.note, actions);
  }

  private platform(offer: Offer): HTMLElement {
    const on = tick(offer.label, offer.name in this.chosen.shapes, (checked) => {
      if (checked) this.chosen.shapes[offer.name] = [offer.shapes[0]!];
      else delete this.chosen.shapes[offer.name];
      const fresh = this.platform(offer);
      row.replaceWith(fresh);
      fresh.querySelector("input")!.focus();
      this.draw();
    }, el("span", "pm-choice__limits", limitsOf(offer)));
    const row = el("div", "pm-choice__platform", on);
    if (offer.name in this.chosen.shapes && offer.shapes.length > 1) row.append(this.shapes(offer));
    return row;
  }

  private shapes(offer: Offer): HTMLElement {
    const made = el("div", "pm-choice__shapes");
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", w("shapesFor", { name: offer.label }));
    for (const shape of offer.shapes) {
      const pick = button(shape, "pm-choice__shape", () => {
        const now = this.chosen.shapes[offer.name] ?? [];
        const next = now.includes(shape) ? now.filter((each) => each !== shape) : [...now, shape];
        if (!next.length) return; // the tick before the name takes the platform away
        this.chosen.shapes[offer.name] = next;
        pick.setAttribute("aria-pressed", String(next.includes(shape)));
        this.draw();
      });
      pick.setAttribute("aria-pressed", String(this.chosen.shapes[offer.name]!.includes(shape)));
      made.append(pick);
    }
    return made;
  }

  private languages(): HTMLElement {
    const choices = this.tracks.map((track) => {
      const remark = el("span", track.state === "stale" ? "pm-choice__limits pm-choice__limits--stale" : "pm-choice__limits", standing(track));
      return tick(track.name, this.chosen.languages.includes(track.language), (checked) => this.speak(track.language, checked), remark);
    });
    if (!choices.length) return group(w("languages"), el("p", "pm-muted", w("noTracks")));
    const clean = tick(w("noCaptions"), this.chosen.languages.includes(""), (checked) => this.speak("", checked));
    const everywhere = tick(w("everywhere"), this.chosen.everywhere, (checked) => {
      this.chosen.everywhere = checked;
      this.draw();
    });
    return group(w("languages"), el("div", "pm-choice__languages", ...choices, clean), everywhere);
  }

  private speak(language: string, on: boolean): void {
    const order = [...this.tracks.map((track) => track.language), ""];
    const now = new Set(this.chosen.languages);
    if (on) now.add(language);
    else now.delete(language);
    this.chosen.languages = order.filter((tag) => now.has(tag));
    this.draw();
  }

  private planned(): Planned[] {
    const { document } = this.desk.store;
    return plan(this.ledger.offers, this.chosen, { shots: shotsLength(document), whole: clipLength(document) });
  }

  /** What the platform would refuse, and what is there, is left out unless the person wants it. */
  private isWanted(file: Planned): boolean {
    return this.wanted.get(file.key) ?? !(this.made(file) || file.excesses.some((excess) => excess.sure));
  }

  private draw(): void {
    const files = this.planned();
    const rows = files.flatMap((file) => this.row(file));
    const focused = this.table.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
    this.table.replaceChildren(...rows);
    if (focused !== undefined) this.table.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    this.none.hidden = files.length > 0;
    this.table.parentElement!.hidden = !files.length;
    const count = files.filter((file) => this.isWanted(file)).length;
    this.go.textContent = count === 0 ? w("renderNone") : count === 1 ? w("renderOne") : w("render", { count });
    this.go.disabled = count === 0 || count > MOST;
    const unsaved = this.desk.dirty || !this.desk.saved;
    this.note.textContent = count > MOST ? w("tooMany", { most: MOST }) : unsaved ? w("unsaved") : w("ofVersion", { number: this.desk.saved!.version });
    this.note.dataset.over = String(count > MOST);
  }

  private row(file: Planned): HTMLElement[] {
    const name = this.ledger.nameOf(file);
    const want = el("input");
    want.type = "checkbox";
    want.checked = this.isWanted(file);
    want.dataset.key = file.key;
    want.setAttribute("aria-label", w("want", { name }));
    want.addEventListener("change", () => {
      this.wanted.set(file.key, want.checked);
      this.draw();
    });
    const what = el("td", "", el("strong", "", file.offer.label), el("span", "pm-choice__what", `${file.shape} · ${file.width} × ${file.height} · ${captionsOf(file.language, this.desk.data.names)}`));
    if (this.made(file)) what.append(el("span", "pm-chip pm-chip--good", w("there")));
    const row = el("tr", "", el("td", "", want), what, el("td", "", clock(file.seconds)), el("td", "", binary(file.bytes)));
    if (!file.excesses.length) return [row];
    const says = el("td", "pm-choice__excess", ...file.excesses.map((excess) => el("p", "", excessOf(excess))));
    says.colSpan = 3;
    says.dataset.sure = String(file.excesses.some((excess) => excess.sure));
    row.classList.add("pm-choice__over");
    return [row, el("tr", "", el("td"), says)];
  }

  private made(file: Planned): boolean {
    if (this.desk.dirty) return false;
    const same = (each: Rendition) => each.version === this.desk.saved?.version && each.state === "ready" && !each.outdated && keyOf(each) === file.key;
    return this.ledger.renditions.some(same);
  }

  private async render(): Promise<void> {
    const files = this.planned().filter((file) => this.isWanted(file)).map(({ preset, shape, language }) => ({ preset, shape, language }));
    this.keep();
    this.go.disabled = true;
    this.go.textContent = w("starting");
    try {
      if ((this.desk.dirty || !this.desk.saved) && !(await this.saved())) return;
      if (await this.ledger.ask(files)) this.dialog.close();
    } finally {
      if (this.dialog.open) this.draw();
    }
  }

  /** Saving may ask something of its own, which must not lie beneath this dialog. */
  private async saved(): Promise<boolean> {
    this.dialog.close();
    const done = await this.desk.save();
    if (!done) return false;
    this.dialog.showModal();
    return true;
  }

  private keep(): void {
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.chosen));
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  }
}

function kept(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

function standing(track: Track): string {
  if (track.state === "stale") return w("stale");
  return track.state === "approved" ? w("approved") : w("partly", { approved: track.approved, total: track.total });
}

function limitsOf(offer: Offer): string {
  if (offer.kind !== "platform") return "";
  const said = [
    offer.shortest !== null && offer.shortest >= 1 && w("from", { value: clock(offer.shortest, false) }),
    offer.longest !== null && w("upTo", { value: clock(offer.longest, false) }),
    offer.largest !== null && w("upTo", { value: binary(offer.largest) }),
    offer.least !== null && w("pixels", { value: offer.least }),
  ].filter(Boolean);
  return said.join(" · ") || w("noLimits");
}

function excessOf(excess: Excess): string {
  const { limit, most, found } = excess;
  if (limit === "largest") return w("largest", { found: binary(found), most: binary(most) });
  if (limit === "fastest" || limit === "least") return w(limit, { found: Math.round(found * 100) / 100, most });
  return w(limit, { found: clock(found), most: clock(most), by: clock(Math.ceil(Math.abs(found - most) * 10) / 10) });
}

let described = 0;

/** A box with its name, and a remark that is read after it. */
function tick(words: string, on: boolean, change: (on: boolean) => void, remark?: HTMLElement): HTMLLabelElement {
  const box = el("input");
  box.type = "checkbox";
  box.checked = on;
  box.addEventListener("change", () => change(box.checked));
  if (remark) {
    remark.id = `choice-remark-${++described}`;
    box.setAttribute("aria-label", words);
    box.setAttribute("aria-describedby", remark.id);
  }
  return el("label", "pm-choice__tick", box, el("span", "", words), remark);
}

function group(words: string, ...content: Node[]): HTMLFieldSetElement {
  return el("fieldset", "pm-choice__group", el("legend", "", words), ...content);
}
