/** The observations of one piece of footage: what is taken for seen and why, who says what, and the form to say more. */
import { RequestError, post, send } from "../shell/http";
import { toast } from "../shell/toast";
import { observationForm, type Choices, type Entry } from "./form";
import { w } from "./words";

export interface Observation {
  id: number;
  layer: "editorial" | "human" | "machine";
  /** Said of the whole event that this footage belongs to. */
  event: boolean;
  /** Whether it is part of the answer; `older`: by an older version of a machine that has spoken again. */
  counts: boolean;
  older: boolean;
  type: string;
  label: string;
  taxon: number | null;
  scientific: string;
  count: number | null;
  sex: string;
  sexLabel: string;
  lifeStage: string;
  lifeStageLabel: string;
  behavior: string;
  behaviorLabel: string;
  comments: string;
  by: string;
  at: string;
  probability: number | null;
  individual: string;
}

/** What is taken for seen, the sentences that say why, and everything that is said. */
export interface Told {
  observations: Observation[];
  answer: string;
  because: string[];
  conflict: boolean;
}

interface Answer extends Told {
  undo?: string;
}

interface Options extends Told {
  choices: Choices;
  url: string;
  mayTag: boolean;
  /** Whether this person speaks for the desk. */
  mayDecide: boolean;
}

export class Layers {
  private told: Told;
  private editing: number | "new" | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly options: Options,
  ) {
    this.told = options;
    this.draw();
  }

  add(): void {
    if (!this.options.mayTag) return;
    this.editing = "new";
    this.draw();
  }

  private draw(): void {
    const { observations } = this.told;
    const of = (layer: string) => observations.filter((one) => one.layer === layer);
    const [desk, human, machine] = [of("editorial"), of("human"), of("machine")];
    const parts: HTMLElement[] = [];
    if (observations.length) parts.push(this.summary());
    else if (this.editing !== "new") parts.push(text("p", w("nothing"), "pm-muted"));
    if (desk.length) parts.push(text("h3", w("desk"), "pm-tags__layer"), this.list(desk));
    if (human.length || machine.length) {
      parts.push(text("h3", w("people"), "pm-tags__layer"));
      parts.push(human.length ? this.list(human) : text("p", w("peopleNone"), "pm-muted"));
    }
    if (machine.length) parts.push(text("h3", w("machine"), "pm-tags__layer"), this.list(machine));
    let focus: (() => void) | undefined;
    if (this.editing === "new") {
      const form = this.form(undefined);
      parts.push(form.element);
      focus = form.focus;
    } else if (this.options.mayTag) {
      const add = button(w("add"), () => this.add());
      add.title = "T";
      parts.push(add);
    }
    this.place.replaceChildren(...parts);
    focus?.();
  }

  /** The answer and its reasons. */
  private summary(): HTMLElement {
    const box = document.createElement("div");
    box.className = `pm-tags__answer${this.told.conflict ? " pm-tags__answer--conflict" : ""}`;
    box.append(text("strong", this.told.answer));
    if (this.told.conflict) box.append(" ", text("span", w("conflict"), "pm-chip pm-chip--warn"));
    box.append(text("p", this.told.because.join(" "), "pm-muted"));
    return box;
  }

  private list(observations: Observation[]): HTMLElement {
    const list = document.createElement("ul");
    list.className = "pm-tags__list";
    for (const one of observations) {
      const item = document.createElement("li");
      if (this.editing === one.id) item.append(this.form(one).element);
      else item.append(...this.row(one));
      item.classList.toggle("pm-tags__old", one.older || !one.counts);
      list.append(item);
    }
    return list;
  }

  private row(one: Observation): HTMLElement[] {
    const what = document.createElement("div");
    const name = text("strong", one.count && one.count > 1 ? `${one.label} ×${one.count}` : one.label);
    name.title = one.scientific;
    what.append(name, " ");
    for (const more of [one.lifeStageLabel, one.sexLabel, one.behaviorLabel].filter(Boolean)) what.append(text("span", more, "pm-chip"), " ");
    if (one.individual) what.append(text("span", one.individual, "pm-chip"), " ");
    if (one.event) what.append(text("span", w("ofEvent"), "pm-chip"), " ");
    if (one.older) what.append(text("span", w("older"), "pm-chip"), " ");
    if (one.layer === "machine" && one.probability !== null) what.append(text("span", w("probability", { percent: Math.round(one.probability * 100) }), "pm-chip pm-chip--machine"));
    const when = one.at ? new Date(one.at).toLocaleString(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" }) : "";
    what.append(text("small", [one.by, when].filter(Boolean).join(" · "), "pm-muted pm-tags__who"));
    const actions = document.createElement("div");
    actions.className = "pm-tags__actions";
    if (this.options.mayTag) {
      if (one.layer === "machine") actions.append(button(w("agree"), () => this.ask("POST", one)), button(w("correct"), () => this.edit(one)));
      else if (one.layer === "human" || this.options.mayDecide) actions.append(button(w("edit"), () => this.edit(one)), button(w("remove"), () => this.remove(one), "pm-button--danger"));
      if (this.options.mayDecide && one.layer !== "editorial" && !one.older) {
        const decide = button(w("decide"), () => this.ask("POST", one, { decide: true }), "pm-button--quiet");
        decide.title = w("decideHint");
        actions.append(decide);
      }
    }
    return [what, actions];
  }

  private form(one: Observation | undefined) {
    const value = one && { type: one.type, taxon: one.taxon, label: one.label, count: one.count ? String(one.count) : "", sex: one.sex, lifeStage: one.lifeStage, behavior: one.behavior, comments: one.comments };
    return observationForm({
      choices: this.options.choices,
      value,
      onSave: async (entry: Entry) => {
        const answer = one ? await send<Answer>("PUT", this.url(one), entry) : await post<Answer>(this.options.url, entry);
        this.editing = undefined;
        this.take(answer);
        toast(w("saved"));
      },
      onCancel: () => {
        this.editing = undefined;
        this.draw();
      },
    });
  }

  private url(one: Observation): string {
    return `${this.options.url}${one.id}/`;
  }

  private edit(one: Observation): void {
    this.editing = one.id;
    this.draw();
    this.place.querySelector<HTMLElement>(".pm-tagform input")?.focus();
  }

  private take(answer: Answer): void {
    this.told = answer;
    this.draw();
  }

  private async ask(method: string, one: Observation, body?: object): Promise<Answer | undefined> {
    try {
      const answer = await send<Answer>(method, this.url(one), body);
      this.take(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      return undefined;
    }
  }

  private async remove(one: Observation): Promise<void> {
    const answer = await this.ask("DELETE", one);
    if (!answer?.undo) return;
    toast(w("removed"), { undo: async () => this.take(await post<Answer>(this.options.url, { restore: answer.undo })) });
  }
}

function text(tag: string, content: string, className = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = content;
  made.className = className;
  return made;
}

function button(label: string, run: () => unknown, more = ""): HTMLButtonElement {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: `pm-button ${more}`, textContent: label });
  made.onclick = () => void run();
  return made;
}
