/** The strip above the table: which rows are shown, and the next problem. */
import { el } from "../post/dom";
import type { Spoken } from "./cellview";
import { EVERYTHING, type Filter, filtering, problems } from "./filter";
import type { CueState, Row } from "./rows";
import { known } from "./findingnames";
import { w } from "./words";

const STATES: CueState[] = ["empty", "machine", "edited", "checked", "approved", "stale"];

export class Finder {
  filter: Filter = EVERYTHING;
  private readonly words = Object.assign(el("input"), { type: "search", autocomplete: "off", placeholder: w("filterText") });
  private readonly state = el("select");
  private readonly problem = el("select");
  private readonly language = el("select");
  private readonly count = el("span", "pm-finder__count");
  private readonly clear = el("button", "pm-cell__button", w("showAll"));
  private drawn = "";

  constructor(root: HTMLElement, changed: () => void) {
    this.words.setAttribute("aria-label", w("filterText"));
    this.state.setAttribute("aria-label", w("filterState"));
    this.problem.setAttribute("aria-label", w("filterProblem"));
    this.language.setAttribute("aria-label", w("filterLanguage"));
    this.count.setAttribute("role", "status");
    this.state.append(new Option(w("anyState"), ""), ...STATES.map((state) => new Option(w(state), state)));
    this.clear.type = "button";
    this.clear.hidden = true;
    const take = () => {
      this.filter = { text: this.words.value, state: this.state.value as CueState | "", problem: this.problem.value, language: this.language.value };
      this.clear.hidden = !filtering(this.filter);
      changed();
    };
    for (const control of [this.words, this.state, this.problem, this.language]) control.addEventListener("input", take);
    this.words.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.words.blur();
    });
    this.clear.addEventListener("click", () => {
      this.words.value = this.state.value = this.problem.value = this.language.value = "";
      take();
    });
    root.prepend(this.words, this.state, this.problem, this.language, this.clear, this.count);
  }

  focus(): void {
    this.words.focus();
    this.words.select();
  }

  /** The rows have changed: other problems are there to choose. */
  draw(rows: readonly Row[], shown: number, columns: readonly Spoken[]): void {
    this.count.textContent = filtering(this.filter) ? w("shownOf", { shown, total: rows.length }) : "";
    const found = problems(rows, this.filter.language ? [this.filter.language] : columns.map((each) => each.tag));
    const facts = JSON.stringify([found, columns.map((each) => each.tag)]);
    if (facts === this.drawn) return;
    this.drawn = facts;
    const total = found.reduce((sum, each) => sum + each.count, 0);
    refill(this.problem, [["", w("anyProblem")], ...(total ? [["any", `${w("withProblem")} (${total})`] as const] : []), ...found.map((each) => [each.code, `${each.severity === "error" ? "‼ " : ""}${known(each.code)} (${each.count})`] as const), ["remarks", w("withRemarks")]]);
    refill(this.language, [["", w("allLanguages")], ...columns.map((each) => [each.tag, each.own] as const)]);
  }
}

/** New choices; what is chosen stays chosen where it is still there, and is kept as a choice where it is not. */
function refill(select: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
  const { value } = select;
  const label = select.selectedOptions[0]?.text ?? value;
  select.replaceChildren(...options.map(([key, text]) => new Option(text, key)));
  if (value && !options.some(([key]) => key === value)) select.append(new Option(label.replace(/\(\d+\)/, "(0)"), value));
  select.value = value;
}
