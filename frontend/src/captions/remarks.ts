/** What people say to each other about a caption. Open remarks block nothing, but they are counted. */
import { button as pressed } from "../post/dom";
import { get, post, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { element } from "./cellview";
import { cell, type Row } from "./rows";
import type { Store } from "./store";
import { w } from "./words";

interface Remark {
  id: number;
  cue: number;
  language: string;
  author: string;
  when: string;
  text: string;
  settled: boolean;
}

export interface RemarksEvents {
  open: (row: Row, language: string) => void;
  counted: (open: number) => void;
}

export class Remarks {
  private all: Remark[] = [];
  private row: Row | null = null;
  private language = "";
  private readonly list = element("ol", "pm-remarks");
  private readonly form = document.createElement("form");
  private readonly field = document.createElement("textarea");
  private readonly whole = document.createElement("input");

  constructor(
    root: HTMLElement,
    private readonly store: Store,
    private readonly urls: { list: string; add: string },
    private readonly name: (language: string) => string,
    private readonly events: RemarksEvents,
  ) {
    this.field.rows = 2;
    this.field.maxLength = 2000;
    this.field.placeholder = w("sayHere");
    this.field.setAttribute("aria-label", w("sayHere"));
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.ctrlKey) return;
      event.preventDefault();
      event.stopPropagation();
      void this.say();
    });
    const send = Object.assign(document.createElement("button"), { type: "submit", className: "pm-button", textContent: w("say") });
    this.form.className = "pm-remarks__form";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.say();
    });
    this.form.append(this.field, send);
    const choice = element("label", "pm-tick");
    Object.assign(this.whole, { type: "checkbox", checked: false });
    this.whole.addEventListener("change", () => this.draw());
    choice.append(this.whole, ` ${w("allRemarks")}`);
    root.append(this.form, choice, this.list);
  }

  async load(): Promise<void> {
    try {
      this.all = ((await get<{ remarks?: Remark[] } & Remark[]>(this.urls.list)) as unknown as { remarks?: Remark[] }).remarks ?? [];
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
    this.draw();
  }

  show(row: Row | null, language: string): void {
    if (row === this.row && language === this.language) return;
    [this.row, this.language] = [row, language];
    this.draw();
  }

  focus(): void {
    this.field.focus();
  }

  private draw(): void {
    const id = this.row ? (this.row.cells.get(this.language)?.id ?? null) : null;
    this.form.hidden = !this.row;
    const shown = this.all.filter((each) => (this.whole.checked ? !each.settled : each.cue === id));
    this.list.replaceChildren(...shown.map((each) => this.entry(each)));
    if (!shown.length) this.list.replaceChildren(Object.assign(element("li", "pm-muted"), { textContent: w(this.whole.checked ? "noRemarks" : this.row ? "noRemarkHere" : "noTextYet") }));
    this.events.counted(this.all.filter((each) => !each.settled).length);
  }

  private entry(remark: Remark): HTMLElement {
    const item = element("li", `pm-remark${remark.settled ? " pm-remark--settled" : ""}`);
    const row = this.store.rows.find((each) => each.cells.get(remark.language)?.id === remark.cue);
    const when = new Date(remark.when);
    const head = element("p", "pm-remark__head");
    head.append(Object.assign(document.createElement("strong"), { textContent: remark.author }), ` · ${Number.isNaN(when.getTime()) ? remark.when : when.toLocaleString(document.documentElement.lang)}`);
    if (this.whole.checked && row) head.append(" · ", pressed(`#${this.store.rows.indexOf(row) + 1} ${this.name(remark.language)}`, "pm-cell__button", () => this.events.open(row, remark.language)));
    item.append(head, Object.assign(element("p", "pm-remark__text"), { textContent: remark.text }));
    if (remark.settled) item.append(Object.assign(element("small", "pm-muted"), { textContent: w("settled") }));
    else item.append(pressed(w("settle"), "pm-cell__button", () => this.settle(remark)));
    return item;
  }

  private async say(): Promise<void> {
    const text = this.field.value.trim();
    if (!text || !this.row) return;
    const { row, language } = this;
    if (!(await this.store.save())) return;
    const cue = cell(row, language).id;
    if (cue === null) return void toast(w("writeFirst"), { kind: "error" });
    await this.ask(this.urls.add, { cue, text });
    this.field.value = "";
    cell(row, language).remarks += 1;
    this.store.onChange();
  }

  private async settle(remark: Remark): Promise<void> {
    await this.ask(`${this.urls.list}${remark.id}/settle/`, {});
    const row = this.store.rows.find((each) => each.cells.get(remark.language)?.id === remark.cue);
    if (row) cell(row, remark.language).remarks = Math.max(0, cell(row, remark.language).remarks - 1);
    this.store.onChange();
  }

  private async ask(url: string, data: object): Promise<void> {
    try {
      await post(url, data);
      await this.load();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  }
}
