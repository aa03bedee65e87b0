/** One title in the panel: its line in the list, and when it is chosen all that can be set. */
import { timecode } from "../../shell/timecode";
import { removeTitle, setTitle } from "../actions";
import type { Desk } from "../desk";
import { shotsLength, type Texts, type Title } from "../document";
import { button, type Field, make, segments, select, text } from "./fields";
import { isWritten, ownLanguage, said } from "./spoken";
import { w } from "./words";

const LATIN = "la";
const LONGEST_TEXT = 120;

interface LanguageRow {
  text: Field<string>;
  detail: Field<string>;
}

export class TitleForm {
  readonly element = make("li", { class: "pm-titleform" });
  private readonly name = make("span", { class: "pm-titleform__name" });
  private readonly when = make("span", { class: "pm-titleform__when" });
  private readonly head = make("button", { type: "button", class: "pm-titleform__head", onclick: () => this.choose() }, this.name, this.when);
  private readonly body = make("div", { class: "pm-titleform__body" });
  private readonly languages = make("div", {});
  private readonly rows = new Map<string, LanguageRow>();
  private readonly missing = make("p", { class: "pm-part__help pm-part__help--warn" });
  private readonly latin: Field<string>;
  private readonly from = this.seconds(w("from"), (value) => ({ start: value, end: value + this.length }));
  private readonly lasts = this.seconds(w("lasts"), (value) => ({ end: this.title.start + value }));
  private readonly place = segments(w("place"), [["left", w("left")], ["centre", w("centre")], ["right", w("right")]], (place) => this.set({ place: place as Title["place"] }));
  private readonly more = select(w("moreLanguage"), [["", "—"]], (tag) => this.add(tag));
  private readonly added = new Set<string>();

  constructor(
    private readonly desk: Desk,
    private title: Title,
  ) {
    this.latin = text({ says: w("detailLatin"), language: LATIN, most: LONGEST_TEXT, change: (value, gesture) => this.set({ detail: written(this.title.detail, LATIN, value) }, gesture), rest: () => desk.store.rest() });
    const here = (side: "start" | "end") => button(w(side === "start" ? "startHere" : "endHere"), () => this.atPlayhead(side));
    const times = [make("div", { class: "pm-row" }, this.from.element, this.lasts.element), ...(title.kind === "end_card" ? [] : [make("div", { class: "pm-row" }, here("start"), here("end")), this.place.element])];
    const latin = title.kind === "lower_third" ? [make("label", { class: "pm-field" }, make("span", {}, w("detailLatin")), this.latin.element)] : [];
    this.body.append(this.languages, ...latin, this.missing, this.more.element, ...times, button(w("removeTitle"), () => desk.store.apply("removeTitle", removeTitle(this.title.id)), { class: "pm-button pm-button--small pm-button--danger", hidden: !desk.store.editable }));
    this.element.append(this.head, this.body);
  }

  private get length(): number {
    return this.title.end - this.title.start;
  }

  private set(settings: Partial<Omit<Title, "id">>, gesture = ""): void {
    this.desk.store.apply("title", setTitle(this.title.id, settings), gesture && `${gesture}-${this.title.id}`);
  }

  /** Select it and show the moment at which it stands. */
  private choose(): void {
    const { store } = this.desk;
    const open = store.view.selected.includes(this.title.id);
    store.look({ selected: open ? [] : [this.title.id] });
    if (!open) reveal(this.desk, this.title);
  }

  /** To the first text, to write at once. */
  focus(): void {
    this.languages.querySelector("input")?.focus();
  }

  private atPlayhead(side: "start" | "end"): void {
    const { time } = this.desk.player;
    this.set(side === "start" ? { start: time, end: Math.max(this.title.end, time + 1) } : { end: time, start: Math.min(this.title.start, Math.max(0, time - 1)) });
  }

  private seconds(says: string, change: (value: number) => Partial<Title>): Field<number> {
    const input = make("input", { type: "number", min: 0, step: 0.1, "aria-label": `${says} (${w("seconds")})` });
    input.addEventListener("change", () => {
      if (Number.isFinite(input.valueAsNumber)) this.set(change(Math.max(0, input.valueAsNumber)));
    });
    return {
      element: make("label", { class: "pm-field pm-field--short" }, make("span", {}, says), input),
      set(value) {
        if (document.activeElement !== input) input.value = value.toFixed(1);
      },
      enable: (on) => (input.readOnly = !on),
    };
  }

  private add(tag: string): void {
    if (!tag) return;
    this.added.add(tag);
    this.draw(this.title);
    this.languages.querySelector<HTMLElement>(`[lang="${tag}"]`)?.focus();
  }

  /** The languages that are offered: the clip's, those of its captions, and those that something is written in. */
  private tags(): string[] {
    const { sourceLanguage, tracks } = this.desk.data;
    const spoken = [sourceLanguage, "zh-Hans", "en", ...tracks.filter((track) => track.total).map((track) => track.language)];
    const written = [...Object.keys(this.title.text), ...(this.title.kind === "lower_third" ? [] : Object.keys(this.title.detail))];
    return [...new Set([...spoken, ...written, ...this.added])].filter((tag) => tag && (tag !== LATIN || Boolean(this.title.text[LATIN])));
  }

  private row(tag: string): LanguageRow {
    const known = this.rows.get(tag);
    if (known) return known;
    const name = this.desk.data.names[tag] ?? tag;
    const field = (part: "text" | "detail") =>
      text({
        says: `${w(part)} ${w("inLanguage", { language: name })}`,
        language: tag,
        placeholder: part === "detail" ? w("detail") : undefined,
        most: LONGEST_TEXT,
        change: (value, gesture) => this.set({ [part]: written(this.title[part], tag, value) }, gesture),
        rest: () => this.desk.store.rest(),
      });
    const row = { text: field("text"), detail: field("detail") };
    this.rows.set(tag, row);
    const second = this.title.kind === "lower_third" ? [] : [row.detail.element];
    this.languages.append(make("div", { class: "pm-field", "data-tag": tag }, make("span", {}, name), row.text.element, ...second));
    return row;
  }

  draw(title: Title): void {
    this.title = title;
    const { store, data, player } = this.desk;
    const open = store.view.selected.includes(title.id);
    const shown = said(title.text, store.view.language || data.sourceLanguage || ownLanguage(), data.sourceLanguage);
    this.name.textContent = `${w(title.kind)}: ${shown || w("noText")}`;
    const from = timecode(title.start, player.rate);
    this.when.textContent = `${title.kind === "end_card" ? w("afterShots", { time: from }) : from} · ${this.length.toFixed(1)} s`;
    this.head.setAttribute("aria-expanded", String(open));
    this.element.classList.toggle("pm-titleform--open", open);
    this.body.hidden = !open;
    if (!open) return;
    const tags = this.tags();
    for (const tag of tags) {
      const row = this.row(tag);
      row.text.set(title.text[tag] ?? "");
      row.detail.set(title.detail[tag] ?? "");
      for (const field of [row.text, row.detail]) field.enable(store.editable);
    }
    for (const line of this.languages.querySelectorAll<HTMLElement>("[data-tag]")) line.hidden = !tags.includes(line.dataset.tag!);
    this.latin.set(title.detail[LATIN] ?? "");
    this.more.choices([["", "—"], ...Object.entries(data.names).filter(([tag]) => !tags.includes(tag))]);
    this.more.set("");
    const lacking = data.tracks.filter((track) => track.total && !isWritten(title.text, track.language)).map((track) => track.name || track.language);
    this.missing.hidden = !lacking.length || !Object.keys(title.text).length;
    this.missing.textContent = w("missing", { languages: new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(lacking) });
    this.from.set(title.start);
    this.lasts.set(this.length);
    this.place.set(title.place);
    for (const field of [this.from, this.lasts, this.place, this.latin, this.more]) field.enable(store.editable);
  }
}

/** Show a moment at which the title has come, unless it is seen already. */
export function reveal({ store, player }: Desk, title: Title): void {
  const begin = title.kind === "end_card" ? shotsLength(store.document) : 0;
  const [start, end] = [begin + title.start, begin + title.end];
  const most = (end - start) / 2;
  if (player.time >= start && player.time < end) {
    // Titles come softly: at their very beginning there is nothing to see.
    if (player.playing || player.time >= start + 0.1) return;
  }
  player.stop();
  player.seek(start + Math.min(1, most));
}

function written(texts: Texts, tag: string, value: string): Texts {
  const { [tag]: _before, ...others } = texts;
  return value ? { ...others, [tag]: value } : others;
}
