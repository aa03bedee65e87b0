/** What memory and machine propose for the text that is worked on, and the glossary's words in it. */
import { settled } from "../post/dom";
import { csrfToken, RequestError } from "../shell/http";
import { element, type Spoken } from "./cellview";
import type { Alternative, Cell, Row } from "./rows";
import { check, type Term } from "./terms";
import { w } from "./words";

type Difference = readonly [op: "=" | "-" | "+", text: string];

interface Told {
  matches: { text: string; source: string; score: number; differences: Difference[]; unit: number }[];
  machine: { text: string; confidence: number | null; engine: string; method: string; flags: { code: string; says: string }[] }[];
  terms: Term[];
  /** Why the machine has nothing to say. */
  machineSays?: string;
}

export interface Offer {
  text: string;
  method: string;
  /** 0..100, of a match in the memory. */
  match: number | null;
  confidence: number | null;
  differences: readonly Difference[];
  says: readonly string[];
  engine: string;
}

export interface SuggestionsEvents {
  take: (offer: Offer) => void;
  insert: (word: string) => void;
  /** Terms of this text have come or changed. */
  terms: (row: Row, terms: readonly Term[]) => void;
}

const PAUSE = 250; // milliseconds without another key or row
const KEPT = 300; // answers that are not asked again
const NOTHING: Told = { matches: [], machine: [], terms: [] };

export class Suggestions {
  /** In the order of their keys. */
  offers: Offer[] = [];
  terms: readonly Term[] = [];
  private readonly known = new Map<string, Told>();
  private readonly soon = settled(PAUSE, () => void this.ask());
  private wanted: { row: Row; text: string; source: string; target: Spoken; cell: Cell } | null = null;
  private running: AbortController | null = null;
  private problem = "";
  private shownKey = "";

  constructor(
    private readonly root: HTMLElement,
    private readonly url: string,
    private readonly may: boolean,
    private readonly events: SuggestionsEvents,
  ) {}

  /** Look at another text, or at the same one whose source has changed. */
  show(row: Row | null, cell: Cell | null, text: string, source: string, target: Spoken | null): void {
    this.wanted = row && cell && target && text.trim() ? { row, text, source, target, cell } : null;
    const known = this.wanted && this.known.get(this.key());
    const key = this.wanted ? this.key() : "";
    if (!known && key && key === this.shownKey) return; // the same text: what is there already stays
    this.shownKey = key;
    this.problem = known?.machineSays ?? "";
    this.draw(known || NOTHING, Boolean(this.wanted && this.url && !known));
    if (this.wanted && this.url && !known) this.soon.later();
  }

  /** The translation was changed: what the glossary says of it is another thing now. */
  typed(): void {
    const known = this.wanted && this.known.get(this.key());
    if (known) this.drawTerms(known.terms);
  }

  /** Take the first, second, … proposal; false where there is none. */
  take(place: number): boolean {
    const offer = this.offers[place];
    if (offer && this.may) this.events.take(offer);
    return Boolean(offer);
  }

  /** Write the first, second, … term's preferred form. */
  insert(place: number): boolean {
    const form = this.terms[place]?.forms[0];
    if (form && this.may) this.events.insert(form);
    return Boolean(form);
  }

  private key(): string {
    const { text, source, target } = this.wanted!;
    return `${source} ${target.tag} ${text.trim()}`;
  }

  private async ask(): Promise<void> {
    const wanted = this.wanted;
    if (!wanted) return;
    const key = this.key();
    this.running?.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    try {
      for (const machine of ["", "1"]) { // memory and glossary know at once, the machine has to think
        const told = { ...NOTHING, ...(await post(this.url, { source: wanted.source, target: wanted.target.tag, text: wanted.text.trim(), machine }, signal)) };
        if (machine) this.remember(key, told);
        if (!this.wanted || this.key() !== key) return;
        this.problem = told.machineSays ?? "";
        this.draw(told, !machine);
      }
    } catch (error) {
      if (error instanceof DOMException) return; // another text is looked at by now
      if (!(error instanceof RequestError)) throw error;
      this.problem = error.message;
      if (this.wanted && this.key() === key) this.draw(NOTHING, false);
    }
  }

  private remember(key: string, told: Told): void {
    this.known.set(key, told);
    if (this.known.size > KEPT) this.known.delete(this.known.keys().next().value!);
  }

  private collect(told: Told): Offer[] {
    const { cell } = this.wanted!;
    const offers: Offer[] = [];
    const seen = new Set<string>([cell.text.trim()]);
    const add = (offer: Offer) => {
      if (!offer.text || seen.has(offer.text.trim())) return;
      seen.add(offer.text.trim());
      offers.push(offer);
    };
    for (const each of told.matches) add({ text: each.text, method: each.score >= 100 ? "memory" : "fuzzy", match: Math.floor(each.score), confidence: null, differences: each.differences, says: [], engine: "" });
    for (const each of told.machine) add({ text: each.text, method: each.method || "machine", match: null, confidence: each.confidence, differences: [], says: each.flags.map((flag) => flag.says), engine: each.engine });
    for (const each of cell.alternatives) add(alternative(each));
    return offers.slice(0, 9);
  }

  private draw(told: Told, waiting: boolean): void {
    this.offers = this.wanted ? this.collect(told) : [];
    const list = element("ol", "pm-offers");
    list.append(...this.offers.map((offer, place) => this.offer(offer, place)));
    const parts: HTMLElement[] = [list];
    const says = !this.wanted ? w("noTextYet") : waiting ? w("looking") : this.problem || (this.offers.length ? "" : w("noOffers"));
    if (says) parts.push(Object.assign(element("p", "pm-muted pm-offers__none"), { textContent: says }));
    const terms = element("section", "pm-terms");
    terms.id = "terms";
    this.root.replaceChildren(...parts, terms);
    this.root.setAttribute("aria-busy", String(waiting));
    this.drawTerms(told.terms);
  }

  private offer(offer: Offer, place: number): HTMLElement {
    const item = element("li", "pm-offer");
    item.dataset.method = offer.method;
    const take = document.createElement("button");
    take.type = "button";
    take.className = "pm-offer__take";
    take.disabled = !this.may;
    const { target, source } = this.wanted!;
    const text = Object.assign(element("span", "pm-offer__text"), { textContent: offer.text, lang: target.tag, dir: target.direction });
    const facts = element("span", "pm-offer__facts");
    const kind = Object.assign(element("span", "pm-offer__kind"), { textContent: kindOf(offer) });
    facts.append(Object.assign(document.createElement("kbd"), { textContent: `Alt+${place + 1}` }), kind);
    if (offer.confidence !== null && offer.confidence > 0) facts.append(meter(offer.confidence));
    take.append(facts, text);
    if (offer.differences.some(([op]) => op !== "=")) take.append(differences(offer.differences, source));
    for (const says of offer.says) take.append(Object.assign(element("span", "pm-offer__flag"), { textContent: says }));
    take.addEventListener("click", () => this.events.take(offer));
    item.append(take);
    return item;
  }

  private drawTerms(terms: readonly Term[]): void {
    this.terms = terms;
    const holder = this.root.querySelector("#terms");
    if (!this.wanted || !holder) return;
    this.events.terms(this.wanted.row, terms);
    if (!terms.length) {
      holder.replaceChildren();
      return;
    }
    const { cell, target, source } = this.wanted;
    const written = Boolean(cell.text.trim());
    const list = element("ul", "pm-terms__list");
    check(terms, cell.text).forEach(({ term, form }, place) => {
      const item = element("li", "pm-termline");
      item.dataset.state = !written || !term.forms.length ? "open" : form ? "used" : "missing";
      const name = Object.assign(element("span", "pm-termline__source"), { textContent: term.source, lang: source });
      const insert = Object.assign(document.createElement("button"), { type: "button", className: "pm-termline__form", textContent: form || term.forms[0] || "—", lang: target.tag, dir: target.direction, disabled: !this.may || !term.forms.length });
      insert.title = [w("insertTerm"), `Alt+Shift+${place + 1}`, term.note].filter(Boolean).join(" · ");
      insert.addEventListener("click", () => this.insert(place));
      item.append(name, " → ", insert);
      const more = term.forms.filter((each) => each !== (form || term.forms[0]));
      if (more.length) item.append(Object.assign(element("small", "pm-muted"), { textContent: ` ${more.slice(0, 4).join(" · ")}` }));
      if (item.dataset.state === "missing") item.append(Object.assign(element("strong", "pm-termline__missing"), { textContent: ` ${w("termMissing")}` }));
      list.append(item);
    });
    holder.replaceChildren(Object.assign(document.createElement("h3"), { textContent: w("glossary") }), list);
  }
}

/** As a form: sentences of two thousand characters are too long for an address. */
async function post(url: string, fields: Record<string, string>, signal: AbortSignal): Promise<Partial<Told>> {
  const answer = await fetch(url, { method: "POST", credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": csrfToken() }, body: new URLSearchParams(fields), signal });
  const body = (await answer.json().catch(() => ({}))) as Partial<Told> & { error?: string };
  if (!answer.ok) throw new RequestError(body.error ?? w("noOffers"), answer.status, {});
  return body;
}

const alternative = (each: Alternative): Offer => ({ text: each.text, method: each.method, match: each.match, confidence: each.confidence, differences: [], says: [], engine: "" });

function kindOf(offer: Offer): string {
  if (offer.method === "memory" || offer.method === "fuzzy") return w("fromMemory", { match: offer.match ?? 100 });
  return w(offer.method === "rewritten" ? "fromRewritten" : offer.method === "mended" ? "fromMended" : "fromMachine");
}

function meter(confidence: number): HTMLElement {
  const share = Math.round(confidence * 100);
  const shown = element("span", "pm-offer__meter");
  shown.title = w("confidence", { share });
  shown.style.setProperty("--share", `${share}%`);
  shown.append(Object.assign(element("span", "w-sr-only"), { textContent: w("confidence", { share }) }));
  return shown;
}

/** What the remembered sentence has and this one has not, and the other way round. */
function differences(parts: readonly Difference[], source: string): HTMLElement {
  const shown = element("span", "pm-offer__source");
  shown.lang = source;
  for (const [op, text] of parts) shown.append(op === "=" ? text : Object.assign(document.createElement(op === "-" ? "del" : "ins"), { textContent: text }));
  return shown;
}
