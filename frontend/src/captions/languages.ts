/** The languages of the clip: how far each is, who does it, which are shown side by side, what can be done with each. */
import { button, element, type Rights, type Spoken } from "./cellview";
import { type Progress, progress } from "./reading";
import type { Row, ServerTrack } from "./rows";
import { w } from "./words";

const MOST = 4; // targets side by side
const SHARES = ["approved", "checked", "edited", "machine", "stale"] as const;

export interface LanguagesEvents {
  shown: () => void;
  approveAll: (language: string) => void;
  files: (language: string) => void;
  assign: ((language: string) => void) | null;
}

export class Languages {
  /** Target languages that are shown, in their order. The address remembers them. */
  shown: string[] = [];
  private drawn = "";

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
    const tags = [source, ...new Set([...tracks.keys(), ...this.shown])].filter((tag, place, all) => all.indexOf(tag) === place);
    const counts = new Map(tags.map((tag) => [tag, progress(rows, tag, source)]));
    const facts = JSON.stringify([source, this.shown, [...counts], tags.map((tag) => [tracks.get(tag)?.assignee, tracks.get(tag)?.due, tracks.get(tag)?.secondReview])]);
    if (facts === this.drawn) return; // typing changes none of it most of the time
    this.drawn = facts;
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-control]")?.dataset.control;
    this.bar.replaceChildren(...tags.map((tag) => this.chip(tag, counts.get(tag)!, source, tracks.get(tag))));
    this.bar.hidden = tags.length < 2;
    this.heads.style.setProperty("--pm-columns", String(this.shown.length + 1));
    this.heads.replaceChildren(element("span", "pm-column pm-column--times"), ...[source, ...this.shown].map((tag) => this.head(tag, counts.get(tag)!, source, tracks.get(tag))));
    if (focused) document.querySelector<HTMLElement>(`[data-control="${focused}"]`)?.focus();
  }

  private chip(tag: string, told: Progress, source: string, track: ServerTrack | undefined): HTMLElement {
    const shown = tag === source || this.shown.includes(tag);
    const chip = button("", () => {
      if (tag === source) return;
      if (shown) this.drop(tag);
      else this.open(tag);
      this.events.shown();
    }, "pm-language");
    chip.tabIndex = 0;
    chip.dataset.control = `chip ${tag}`;
    chip.setAttribute("aria-pressed", String(shown));
    chip.disabled = tag === source;
    chip.dataset.state = told.stale ? "stale" : told.total && told.approved === told.total ? "approved" : told.machine ? "machine" : "edited";
    const name = Object.assign(document.createElement("span"), { textContent: this.name(tag), lang: tag });
    const count = Object.assign(document.createElement("small"), { textContent: `${told.approved}/${told.total}` });
    chip.title = [w("progress", { approved: told.approved, total: told.total }), ...SHARES.slice(1).filter((share) => told[share]).map((share) => `${w(share)}: ${told[share]}`), track?.assignee ? w("doneBy", { name: track.assignee.name }) : "", track?.due ? w("dueOn", { day: track.due }) : ""].filter(Boolean).join("\n");
    const bar = element("span", "pm-language__bar");
    for (const share of SHARES) {
      if (!told[share]) continue;
      const part = element("i", "");
      part.dataset.state = share;
      part.style.flexGrow = String(told[share]);
      bar.append(part);
    }
    if (told.empty) {
      const rest = element("i", "");
      rest.style.flexGrow = String(told.empty);
      bar.append(rest);
    }
    chip.append(name, count, bar);
    return chip;
  }

  private head(tag: string, told: Progress, source: string, track: ServerTrack | undefined): HTMLElement {
    const head = element("div", "pm-column");
    const name = Object.assign(document.createElement("strong"), { textContent: this.name(tag), lang: tag });
    const note = element("span", "pm-column__note");
    note.textContent = [
      tag === source ? w("sourceOf") : "",
      track?.secondReview ? w("twoReaders") : "", track?.assignee ? track.assignee.name : "", track?.due ? w("dueOn", { day: track.due }) : "",
    ].filter(Boolean).join(" · ");
    if (track?.due && told.approved < told.total && track.due < new Date().toISOString().slice(0, 10)) note.classList.add("pm-column__note--late");
    const actions = element("span", "pm-column__actions");
    const add = (text: string, run: () => void, says: string) => {
      const made = button(text, run);
      made.tabIndex = 0;
      made.dataset.control = `${text} ${tag}`;
      made.setAttribute("aria-label", says);
      made.title = says;
      actions.append(made);
    };
    if (this.rights.approve && told.total > told.approved && told.empty === 0) add(w("approveAll"), () => this.events.approveAll(tag), `${w("approveAll")} · ${this.name(tag)}`);
    add(w("files"), () => this.events.files(tag), w("filesOf", { language: this.name(tag) }));
    if (this.events.assign && track) add(w("assign"), () => this.events.assign?.(tag), w("assignOf", { language: this.name(tag) }));
    if (tag !== source) {
      add("×", () => {
        this.drop(tag);
        this.events.shown();
      }, w("hide", { language: this.name(tag) }));
    }
    head.append(name, actions, note);
    return head;
  }

  name(tag: string): string {
    return this.known.find((each) => each.tag === tag)?.own ?? tag;
  }

  private remember(): void {
    history.replaceState(null, "", this.shown.length ? `#${this.shown.join(",")}` : location.pathname + location.search);
  }
}
