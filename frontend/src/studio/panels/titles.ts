/** The inspector's "Titles": what is written over the picture, and with whose brand. */
import "../inspector/inspector.css";
import { addTitle, setEdit } from "../actions";
import type { Desk } from "../desk";
import type { Texts, Title } from "../document";
import { button, make, section, select, tick } from "../inspector/fields";
import { brandOf, ownLanguage, said } from "../inspector/spoken";
import { whileShown } from "../inspector/subject";
import { reveal, TitleForm } from "../inspector/titleform";
import { ending, naming, newTitle, type Species, speciesOf } from "../inspector/titling";
import { w } from "../inspector/words";

class TitlesPanel {
  private readonly forms = new Map<string, TitleForm>();
  private readonly list = make("ol", { class: "pm-titlelist" });
  private readonly none = make("p", { class: "pm-part__help" }, w("noTitles"));
  private readonly species = make("div", { class: "pm-row" });
  private readonly spoken = select(w("showIn"), [], (language) => this.desk.store.look({ language }));
  private readonly stale = make("p", { class: "pm-part__help" }, w("captionsSaved"));
  private readonly brand = select(w("brand"), [], (value) => this.desk.store.apply("brand", setEdit({ brand: value ? Number(value) : null })));
  private readonly swatches = make("span", { class: "pm-swatches", "aria-hidden": "true" });
  private readonly watermark = tick(w("watermark"), (watermark) => this.desk.store.apply("watermark", setEdit({ watermark })));
  private readonly markless = make("p", { class: "pm-part__help pm-part__help--warn" }, w("noWatermark"));
  private readonly adding: HTMLElement;
  private offered = "";

  constructor(
    private readonly desk: Desk,
    place: HTMLElement,
  ) {
    const { store, data } = desk;
    this.adding = make(
      "div",
      { hidden: !store.editable },
      this.species,
      make("div", { class: "pm-row" }, button(`+ ${w("addTitle")}`, () => this.add(newTitle("title", store.document, desk.player.time, this.heading()), true)), button(`+ ${w("addThird")}`, () => this.add(newTitle("lower_third", store.document, desk.player.time), true)), button(`+ ${w("addEnd")}`, () => this.add(ending(this.kit, store.document)))),
    );
    this.spoken.choices([["", w("showNone")], ...data.tracks.filter((track) => track.total).map((track) => [track.language, track.name] as const), ...this.others()]);
    this.brand.choices(data.brands.map((kit) => [String(kit.id), kit.title] as const));
    const kits = data.brands.length ? [make("div", { class: "pm-brand" }, this.brand.element, this.swatches), this.watermark.element, this.markless] : [make("p", { class: "pm-part__help" }, w("brandNone"))];
    place.append(this.adding, this.none, this.list, section(w("showIn"), this.spoken.element, this.stale), section(w("brand"), ...kits));
    this.brand.element.querySelector("span")?.classList.add("w-sr-only");
    this.spoken.element.querySelector("span")?.classList.add("w-sr-only");
    whileShown(desk, "titles", () => [store.document, store.view.selected, store.view.language, store.pieces.size, desk.player.showing?.shot.footage, desk.dirty], () => this.draw());
  }

  private get kit() {
    return brandOf(this.desk.data.brands, this.desk.store.document.edit.brand);
  }

  /** Languages that titles may be written in without any captions being there. */
  private others(): [string, string][] {
    const { names, tracks, sourceLanguage } = this.desk.data;
    const there = new Set(tracks.filter((track) => track.total).map((track) => track.language));
    return [...new Set([sourceLanguage, "zh-Hans", "en", ...Object.keys(names)])].filter((tag) => tag && !there.has(tag) && names[tag]).map((tag) => [tag, names[tag]!]);
  }

  /** The clip's own name, where nothing is titled yet. */
  private heading(): Texts {
    const { title, edit } = this.desk.store.document;
    return title.trim() && !edit.titles.some((each) => each.kind === "title") ? { [this.desk.data.sourceLanguage || ownLanguage()]: title.trim() } : {};
  }

  private add(title: Title, writing = false): void {
    const { store } = this.desk;
    if (!store.apply("title", addTitle(title))) return;
    queueMicrotask(() => {
      store.look({ selected: [title.id] });
      reveal(this.desk, title);
      const form = this.forms.get(title.id);
      form?.element.scrollIntoView({ block: "nearest" });
      if (writing) requestAnimationFrame(() => form?.focus());
    });
  }

  private name(species: Species): void {
    const title = naming(species, this.desk.store.document, this.desk.player.time);
    this.add(title);
    this.desk.say(w("inserted", { species: this.called(species), count: Object.keys(title.text).length }));
  }

  private called(species: Species): string {
    return said(species.names, ownLanguage()) || species.scientific;
  }

  private draw(): void {
    const { store } = this.desk;
    const { titles, watermark } = store.document.edit;
    this.offer();
    this.none.hidden = titles.length > 0;
    const there = new Set(titles.map((title) => title.id));
    for (const [id, form] of this.forms) {
      if (there.has(id)) continue;
      form.element.remove();
      this.forms.delete(id);
    }
    const order = titles.toSorted((one, other) => Number(one.kind === "end_card") - Number(other.kind === "end_card") || one.start - other.start);
    for (const [index, title] of order.entries()) {
      let form = this.forms.get(title.id);
      if (!form) this.forms.set(title.id, (form = new TitleForm(this.desk, title)));
      // Moved only where the order has changed: a field that is typed in keeps the focus.
      if (this.list.children[index] !== form.element) this.list.insertBefore(form.element, this.list.children[index] ?? null);
      form.draw(title);
    }
    this.spoken.set(store.view.language);
    this.stale.hidden = !(this.desk.dirty && this.desk.data.tracks.some((track) => track.language === store.view.language && track.total));
    const { kit } = this;
    this.brand.set(kit ? String(kit.id) : "");
    this.brand.enable(store.editable);
    this.swatches.replaceChildren(...(kit ? [kit.colour, kit.accent].map((colour) => make("i", { style: `background: ${colour}` })) : []));
    this.watermark.set(watermark);
    this.watermark.enable(store.editable);
    this.markless.hidden = !watermark || Boolean(kit?.watermark);
  }

  private offer(): void {
    const { store, player } = this.desk;
    const found = speciesOf(store.document, store.pieces, player.showing?.shot.footage ?? null);
    const offered = found.map((each) => each.scientific).join();
    if (offered === this.offered) return;
    this.offered = offered;
    this.species.replaceChildren(...found.map((each) => button(w("insert", { species: this.called(each) }), () => this.name(each), { title: each.scientific })));
  }
}

export function mount(desk: Desk, place: HTMLElement): void {
  new TitlesPanel(desk, place);
}
