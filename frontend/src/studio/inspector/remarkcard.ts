/** One remark with its answers. */
import { button, make } from "./fields";
import { w } from "./words";

export interface Said {
  id: number;
  footage: number;
  seconds: number;
  text: string;
  author: string;
  own: boolean;
  at: string;
}

export interface Remark extends Said {
  resolved: boolean;
  resolved_by: string;
  answers: Said[];
}

interface Options {
  /** The time code at which it lies in the clip; null where it was cut out. */
  when: string | null;
  mayAnswer: boolean;
  mayWithdraw: boolean;
  goTo: () => void;
  answer: (text: string) => Promise<boolean>;
  settle: (resolved: boolean) => void;
  withdraw: (id: number) => void;
}

const LONGEST = 2000;
const day = (moment: string) => new Date(moment).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

export class RemarkCard {
  readonly element: HTMLLIElement;
  private readonly field: HTMLInputElement;

  constructor(
    private readonly remark: Remark,
    private readonly options: Options,
  ) {
    const { when } = options;
    const place = when === null ? make("span", { class: "pm-remark__lost" }, w("cutOut")) : button(when, options.goTo, { class: "pm-remark__time", "aria-label": w("goTo", { time: when }) });
    this.field = make("input", { type: "text", maxlength: LONGEST, "aria-label": w("answerTo", { name: remark.author }), placeholder: w("answer") });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") void this.send();
    });
    this.element = make(
      "li",
      { class: `pm-remark${remark.resolved ? " pm-remark--settled" : ""}`, "data-remark": remark.id, tabindex: -1 },
      make("div", { class: "pm-remark__head" }, place, make("span", { class: "pm-remark__who" }, w("remarkOf", { name: remark.author, when: day(remark.at) }))),
      make("p", { class: "pm-remark__text", dir: "auto" }, remark.text || w("marker")),
      ...(remark.answers.length ? [make("ul", { class: "pm-remark__answers" }, ...remark.answers.map((answer) => this.answer(answer)))] : []),
      ...(remark.resolved ? [make("p", { class: "pm-part__help" }, w("settledBy", { name: remark.resolved_by }))] : []),
      ...(options.mayAnswer ? this.actions() : []),
    );
  }

  typing(text: string): void {
    this.field.value = text;
    queueMicrotask(() => this.field.focus({ preventScroll: true }));
  }

  private answer(answer: Said): HTMLElement {
    const gone = answer.own ? [button("×", () => this.options.withdraw(answer.id), { class: "pm-remark__gone", "aria-label": w("withdraw"), title: w("withdraw") })] : [];
    return make("li", {}, make("span", { class: "pm-remark__who" }, w("remarkOf", { name: answer.author, when: day(answer.at) })), ...gone, make("p", { class: "pm-remark__text", dir: "auto" }, answer.text));
  }

  private actions(): HTMLElement[] {
    const { remark, options } = this;
    const settle = button(w(remark.resolved ? "unsettle" : "settle"), () => options.settle(!remark.resolved));
    const gone = options.mayWithdraw ? [button(w("withdraw"), () => options.withdraw(remark.id))] : [];
    const reply = button(w("answer"), () => void this.send());
    return [make("div", { class: "pm-row pm-remark__answer" }, this.field, reply), make("div", { class: "pm-row" }, settle, ...gone)];
  }

  private async send(): Promise<void> {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    this.field.value = "";
    if (!(await this.options.answer(text))) this.field.value = text;
  }
}
