/** What is said of an event as a whole, and the form to say more. */
import { observationForm, type Choices } from "../footage/form";
import type { Observation } from "../footage/layers";
import { w } from "../footage/words";
import { post, RequestError, send } from "../shell/http";
import { toast } from "../shell/toast";

interface Answer {
  observations: Observation[];
  added?: number;
  undo?: string;
}

interface Options {
  choices: Choices;
  observations: Observation[];
  url: string;
  mayTag: boolean;
}

export class Whole {
  private observations: Observation[];

  constructor(
    private readonly place: HTMLElement,
    private readonly options: Options,
  ) {
    this.observations = options.observations;
    this.draw();
  }

  add(): void {
    if (!this.options.mayTag) return;
    const form = observationForm({
      choices: this.options.choices,
      onSave: async (entry) => {
        const answer = await post<Answer>(this.options.url, entry);
        this.take(answer);
        toast(w("saved"), { undo: () => this.remove(answer.added!) });
      },
      onCancel: () => this.draw(),
    });
    this.place.append(form.element);
    this.place.querySelector("[data-add]")?.remove();
    form.focus();
  }

  private draw(): void {
    const list = document.createElement("ul");
    list.className = "pm-tags__list";
    for (const one of this.observations) list.append(this.row(one));
    const parts: HTMLElement[] = this.observations.length ? [list] : [text("p", w("nothingWhole"), "pm-muted")];
    if (this.options.mayTag) {
      const add = button(w("add"), () => this.add());
      add.dataset.add = "";
      add.title = "T";
      parts.push(add);
    }
    this.place.replaceChildren(...parts);
  }

  private row(one: Observation): HTMLElement {
    const item = document.createElement("li");
    const what = document.createElement("div");
    what.append(text("strong", one.count && one.count > 1 ? `${one.label} ×${one.count}` : one.label), " ");
    for (const more of [one.lifeStageLabel, one.sexLabel, one.behaviorLabel].filter(Boolean)) what.append(text("span", more, "pm-chip"), " ");
    const when = one.at ? new Date(one.at).toLocaleString(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" }) : "";
    what.append(text("small", [one.by, when].filter(Boolean).join(" · "), "pm-muted pm-tags__who"));
    item.append(what);
    if (this.options.mayTag && one.layer === "human") item.append(button(w("remove"), () => this.remove(one.id), "pm-button--danger"));
    return item;
  }

  private take(answer: Answer): void {
    this.observations = answer.observations;
    this.draw();
  }

  private async remove(id: number): Promise<void> {
    try {
      const answer = await send<Answer>("DELETE", `${this.options.url}${id}/`);
      this.take(answer);
      toast(w("removed"), { undo: async () => this.take(await post<Answer>(this.options.url, { restore: answer.undo })) });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
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
