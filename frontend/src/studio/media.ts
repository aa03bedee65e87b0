/** The media panel: the footage of this clip, and the library searched in place. */
import { button, el, settled } from "../post/dom";
import { clock } from "../shell/format";
import { get, RequestError } from "../shell/http";
import * as act from "./actions";
import type { Desk } from "./desk";
import { lengthOf, type Piece, plainShot, shotsLength } from "./document";
import { stretchOf, type SourceView } from "./source";
import { FOOTAGE_TYPE } from "./timeline";
import { w } from "./words";

interface Found {
  items: Piece[];
  total: number;
  after: string;
  error: string;
}

export class Media {
  private readonly search = el("input");
  private readonly used = el("ul", "pm-pieces");
  private readonly found = el("ul", "pm-pieces");
  private readonly count = el("p", "pm-pieces__count");
  private readonly more = button(w("more"), "pm-button pm-pieces__more", () => this.load(this.after));
  private asked: AbortController | null = null;
  private after = "";
  private shown = "";

  constructor(
    private readonly desk: Desk,
    private readonly source: SourceView,
    place: HTMLElement,
  ) {
    this.search.type = "search";
    this.search.placeholder = w("search");
    this.search.setAttribute("aria-label", w("search"));
    const typing = settled(300, () => void this.load());
    this.search.addEventListener("input", () => typing.later());
    this.search.addEventListener("keydown", (event) => event.key === "Enter" && typing.now());
    this.count.setAttribute("role", "status");
    this.more.hidden = true;
    place.append(el("h3", "", w("inClip")), this.used);
    if (desk.store.editable) place.append(el("h3", "", w("library")), this.search, this.count, this.found, this.more);
    desk.store.subscribe((changed) => (changed.has("document") || changed.has("pieces")) && this.drawUsed());
    this.drawUsed();
  }

  /** Fill the library's part; when the page has its picture and its timeline. */
  async begin(): Promise<void> {
    if (this.desk.store.editable) await this.load();
  }

  /** Add the stretch that movement suggests, or all of the piece, at `place` of the order; at the end without one. */
  add(footage: number, place = this.desk.store.document.segments.length): void {
    const { store } = this.desk;
    const piece = store.pieces.get(footage);
    if (!piece?.usable) return;
    const shot = plainShot(footage, ...stretchOf(piece));
    if (!store.apply("append", act.insert([shot], place))) return;
    const before = store.document.segments.slice(0, place).reduce((sum, each) => sum + lengthOf(each), 0);
    store.look({ source: null, selected: [shot.id], playhead: Math.min(before, shotsLength(store.document)) });
    this.desk.say(w("saidAdded", { title: piece.title }));
  }

  private async load(after = ""): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const query = new URLSearchParams({ q: this.search.value.trim(), ...(after ? { after } : {}) });
    this.found.setAttribute("aria-busy", "true");
    try {
      const answer = await get<Found>(`${this.desk.data.newUrls.media}?${query}`, asked.signal);
      this.desk.store.know(answer.items.filter((piece) => !this.desk.store.pieces.has(piece.footage)));
      const rows = answer.items.map((piece) => this.row(piece));
      if (after) this.found.append(...rows);
      else this.found.replaceChildren(...rows);
      this.after = answer.after;
      this.more.hidden = !answer.after;
      this.count.textContent = answer.error || (answer.items.length || after ? w("found", { count: answer.total.toLocaleString(document.documentElement.lang) }) : w("nothing"));
    } catch (error) {
      if (error instanceof RequestError) this.count.textContent = error.message;
      else if (!(error instanceof DOMException)) throw error;
    } finally {
      if (this.asked === asked) this.found.removeAttribute("aria-busy");
    }
  }

  private drawUsed(): void {
    const { store } = this.desk;
    const keys = [...new Set(store.document.segments.map((shot) => shot.footage))];
    const said = keys.map((key) => `${key}:${store.pieces.get(key)?.title}`).join();
    if (said === this.shown) return;
    this.shown = said;
    this.used.replaceChildren(...keys.flatMap((key) => store.pieces.get(key) ?? []).map((piece) => this.row(piece)));
  }

  private row(piece: Piece): HTMLLIElement {
    const picture = el("span", "pm-piece__picture");
    if (piece.poster) {
      const image = el("img");
      Object.assign(image, { src: piece.poster, alt: "", loading: "lazy", draggable: false });
      picture.append(image);
    }
    picture.append(el("span", "pm-piece__length", clock(piece.duration, false)));
    const facts = [piece.moment, piece.zone].filter(Boolean).join(" · ");
    const [from, to] = stretchOf(piece);
    const suggested = piece.motion?.suggested ? el("span", "pm-piece__hint", w("suggested", { start: clock(from), end: clock(to) })) : null;
    const open = button("", "pm-piece__open", () => this.source.open(piece.footage));
    open.replaceChildren(picture, el("span", "pm-piece__words", el("strong", "", piece.title), el("span", "", facts), suggested));
    open.disabled = !piece.usable;
    const row = el("li", "pm-piece", open);
    if (!this.desk.store.editable || !piece.usable) return row;
    open.title = w("pieceHint");
    open.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.add(piece.footage);
    });
    const plus = button("+", "pm-piece__add", () => this.add(piece.footage));
    plus.setAttribute("aria-label", w("addPiece", { title: piece.title }));
    plus.title = w("addPiece", { title: piece.title });
    row.append(plus);
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      event.dataTransfer?.setData(FOOTAGE_TYPE, String(piece.footage));
      if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
    });
    return row;
  }
}
