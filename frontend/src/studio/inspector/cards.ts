/** What stands in the frame besides the picture: titles, captions, watermark, blurred strips, where buttons lie. */
import type { Desk } from "../desk";
import { shotsLength, type Title } from "../document";
import { carried } from "../lane";
import type { Brand } from "../page";
import { areasFor } from "./areas";
import { make } from "./fields";
import { brandOf, cueAt, ownLanguage, said, signed, standing } from "./spoken";

export class Cards {
  readonly element = make("div", { class: "pm-cards", "aria-hidden": "true" });
  private readonly caption = make("p", { class: "pm-cards__caption", dir: "auto" });
  private readonly mark = make("img", { class: "pm-cards__mark", alt: "" });
  private readonly area = make("div", { class: "pm-cards__area", hidden: true }, ...["top", "bottom", "left", "right"].map((side) => make("span", { class: `pm-cards__side pm-cards__side--${side}` })));
  private readonly strips = ["top", "bottom"].map((edge) => make("div", { class: `pm-strip-blur pm-strip-blur--${edge}`, hidden: true }));
  private readonly shown = new Map<string, { says: string; element: HTMLElement }>();

  constructor(
    private readonly desk: Desk,
    /** As large as the footage's picture. */
    picture: HTMLElement,
  ) {
    picture.prepend(...this.strips);
    this.element.append(this.caption, this.mark, this.area);
  }

  draw(time: number): void {
    const { document, view } = this.desk.store;
    const alone = view.source !== null;
    const brand = brandOf(this.desk.data.brands, document.edit.brand);
    this.titles(alone ? [] : standing(document, time), brand);
    const cue = alone || !view.language ? "" : this.captionAt(time);
    if (this.caption.textContent !== cue) this.caption.textContent = cue;
    this.caption.lang = view.language;
    this.caption.hidden = !cue;
    this.watermark(alone ? undefined : brand);
    this.areas(alone);
  }

  /** Captions belong to pictures: they are found where the moment was in the clip that they lie on. */
  private captionAt(time: number): string {
    const { document, view } = this.desk.store;
    const track = this.desk.data.tracks.find((each) => each.language === view.language);
    if (!track || time >= shotsLength(document)) return "";
    const before = carried(document, this.desk.captioned, time);
    return before === null ? "" : cueAt(track, before);
  }

  /** The parts of the camera's picture that the look blurs, in shares of its height; none in the source view. */
  blur(top: number, bottom: number): void {
    for (const [index, share] of [top, bottom].entries()) {
      const strip = this.strips[index]!;
      strip.hidden = !share;
      strip.style.height = `${share * 100}%`;
    }
  }

  private get tall(): boolean {
    return this.desk.store.view.shape === "9:16";
  }

  private titles(all: ReturnType<typeof standing>, brand: Brand | undefined): void {
    const there = new Set(all.map((each) => each.title.id));
    for (const [id, card] of this.shown) {
      if (there.has(id)) continue;
      card.element.remove();
      this.shown.delete(id);
    }
    const language = this.desk.store.view.language || this.desk.data.sourceLanguage || ownLanguage();
    for (const { title, share } of all) {
      const says = JSON.stringify([title, language, brand?.id, this.desk.store.view.shape]);
      let card = this.shown.get(title.id);
      if (card?.says !== says) {
        card?.element.remove();
        card = { says, element: this.card(title, brand, language) };
        this.shown.set(title.id, card);
        this.element.insertBefore(card.element, this.caption);
      }
      // An end card's ground stands from its first picture on; what is on it comes and goes.
      const fading = title.kind === "end_card" ? (card.element.firstElementChild as HTMLElement) : card.element;
      fading.style.opacity = String(share);
    }
  }

  private card(title: Title, brand: Brand | undefined, language: string): HTMLElement {
    const source = this.desk.data.sourceLanguage;
    const [text, detail] = [said(title.text, language, source), said(title.detail, language, source)];
    const line = (name: string, says: string) => (says ? [make("p", { class: `pm-card-${name}`, lang: language, dir: "auto" }, says)] : []);
    const place = title.kind === "end_card" ? "centre" : title.place;
    const element = make("div", { class: `pm-titlecard pm-titlecard--${title.kind} pm-titlecard--${place}${this.tall ? " pm-titlecard--tall" : ""}`, lang: language, dir: RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr" });
    element.style.setProperty("--colour", brand?.colour ?? "#1f4d3a");
    element.style.setProperty("--accent", brand?.accent ?? "#d9772b");
    element.style.setProperty("--ink", readableOn(brand?.colour ?? "#1f4d3a"));
    const rule = make("span", { class: "pm-card-rule" });
    if (title.kind === "end_card") {
      const logo = brand?.logo ? [make("img", { class: "pm-card-logo", src: brand.logo, alt: "" })] : [];
      element.append(make("div", { class: "pm-card-stack" }, ...logo, ...line("sign", signed(brand, language)), ...(text || detail ? [rule] : []), ...line("call", text), ...line("detail", detail)));
    } else if (title.kind === "lower_third") element.append(make("div", { class: "pm-card-plate" }, rule, ...line("name", text), ...line("detail", detail)));
    else element.append(make("div", { class: "pm-card-stack" }, ...line("head", text), rule, ...line("detail", detail)));
    return element;
  }

  private watermark(brand: Brand | undefined): void {
    const source = this.desk.store.document.edit.watermark ? (brand?.watermark ?? "") : "";
    this.mark.hidden = !source;
    if (!source || !brand) return;
    if (this.mark.getAttribute("src") !== source) this.mark.src = source;
    this.mark.style.opacity = String(brand.opacity);
    this.mark.dataset.corner = brand.corner;
    this.mark.dataset.tall = String(this.tall);
  }

  private areas(alone: boolean): void {
    const { view } = this.desk.store;
    const area = alone ? undefined : areasFor(view.shape).find((each) => each.name === view.areas);
    this.area.hidden = !area;
    if (area) for (const side of ["top", "bottom", "left", "right"] as const) this.area.style.setProperty(`--${side}`, `${area[side] * 100}%`);
  }
}

const RIGHT_TO_LEFT = /^(ar|fa|he|ur|ps|sd|ug|yi|dv)\b/;

/** White, or near-black on light grounds (WCAG's relative luminance). */
function readableOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! + 0.05;
  return 1.05 / light >= light / 0.0574 ? "#ffffff" : "#121614";
}
