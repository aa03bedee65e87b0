/** The languages of the clip: how far each is, which are shown side by side, what can be done with each. */
import { button, element, type Rights, type Spoken } from "./cellview";
import { progress, type Row, type ServerTrack } from "./rows";
import { w } from "./words";

const MOST = 4; // targets side by side

export interface LanguagesEvents {
  shown: () => void;
  approveAll: (language: string) => void;
}

export class Languages {
  /** Target languages that are shown, in their order. The address remembers them. */
  shown: string[] = [];

  constructor(
    private readonly bar: HTMLElement,
    private readonly heads: HTMLElement,
    private readonly known: readonly Spoken[],
    private readonly rights: Rights,
    private readonly events: LanguagesEvents,
  ) {}

  /** Show what the address names, else the languages that have captions. */
  restore(written: string[], source: string): void {
    const named = decodeURIComponent(location.hash.slice(1)).split(",").filter((tag) => tag !== source && this.known.some((each) => each.tag === tag));
    this.shown = (named.length ? named : written).slice(0, MOST);
  }

  /** Show a language; returns the name of the one that had to give way. */
  open(tag: string): string {
    if (this.shown.includes(tag)) return "";
    const dropped = this.shown.length >= MOST ? this.shown.shift() : undefined;
    this.shown.push(tag);
    this.remember();
    return dropped ? this.name(dropped) : "";
  }

  drop(tag: string): void {
    this.shown = this.shown.filter((each) => each !== tag);
    this.remember();
  }

  draw(rows: readonly Row[], source: string, tracks: ReadonlyMap<string, ServerTrack>): void {
    const tags = [...new Set([...tracks.keys(), ...this.shown])].filter((tag) => tag !== source);
    this.bar.replaceChildren(...tags.map((tag) => this.chip(tag, rows, source)));
    this.bar.hidden = tags.length === 0;
    this.heads.style.setProperty("--pm-columns", String(this.shown.length + 1));
    this.heads.replaceChildren(element("span", "pm-column pm-column--times"), ...[source, ...this.shown].map((tag) => this.head(tag, rows, source, tracks.get(tag))));
  }

  private chip(tag: string, rows: readonly Row[], source: string): HTMLElement {
    const told = progress(rows, tag, source);
    const shown = this.shown.includes(tag);
    const chip = button("", () => {
      if (shown) this.drop(tag);
      else this.open(tag);
      this.events.shown();
    }, "pm-language");
    chip.tabIndex = 0;
    chip.setAttribute("aria-pressed", String(shown));
    chip.dataset.state = told.stale ? "stale" : told.total && told.approved === told.total ? "approved" : told.machine ? "machine" : "edited";
    const name = Object.assign(document.createElement("span"), { textContent: this.name(tag), lang: tag });
    const count = Object.assign(document.createElement("small"), { textContent: `${told.approved}/${told.total}` });
    count.title = w("progress", { approved: told.approved, total: told.total });
    chip.append(name, count);
    return chip;
  }

  private head(tag: string, rows: readonly Row[], source: string, track: ServerTrack | undefined): HTMLElement {
    const head = element("div", "pm-column");
    const told = progress(rows, tag, source);
    const name = Object.assign(document.createElement("strong"), { textContent: this.name(tag), lang: tag });
    const note = element("span", "pm-muted");
    note.textContent = [tag === source ? w("sourceOf") : "", w("progress", { approved: told.approved, total: told.total })].filter(Boolean).join(" · ");
    const actions = element("span", "pm-column__actions");
    if (this.rights.approve && told.total > told.approved && told.empty === 0) actions.append(button(w("approveAll"), () => this.events.approveAll(tag)));
    if (track?.cues.length) {
      for (const [ending, address] of Object.entries(track.exports)) {
        const link = Object.assign(document.createElement("a"), { href: address, textContent: ending.toUpperCase(), className: "pm-cell__button", tabIndex: -1 });
        link.setAttribute("aria-label", `${w("export")} ${ending.toUpperCase()} · ${this.name(tag)}`);
        link.title = link.getAttribute("aria-label") ?? "";
        link.download = "";
        actions.append(link);
      }
    }
    if (tag !== source) {
      const hide = button("×", () => {
        this.drop(tag);
        this.events.shown();
      });
      hide.title = w("hide", { language: this.name(tag) });
      hide.setAttribute("aria-label", hide.title);
      actions.append(hide);
    }
    head.append(name, actions, note);
    return head;
  }

  private name(tag: string): string {
    return this.known.find((each) => each.tag === tag)?.own ?? tag;
  }

  private remember(): void {
    history.replaceState(null, "", this.shown.length ? `#${this.shown.join(",")}` : location.pathname + location.search);
  }
}
