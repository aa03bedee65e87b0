/** The form in which a person says what is seen. */
import { RequestError } from "../shell/http";
import type { Species } from "./picker";
import { speciesField } from "./species";
import { w } from "./words";

interface Choice {
  value: string;
  label: string;
}

export interface Choices {
  types: Choice[];
  sex: Choice[];
  lifeStage: Choice[];
  behavior: Choice[];
  often: Species[];
  speciesUrl: string;
}

/** As the server takes it. */
export interface Entry {
  type: string;
  taxon: number | null;
  count: string;
  sex: string;
  lifeStage: string;
  behavior: string;
  comments: string;
}

interface Options {
  choices: Choices;
  value?: Partial<Entry> & { label?: string };
  onSave: (entry: Entry) => Promise<void>;
  onCancel: () => void;
}

function select(choices: Choice[], value: string, empty: string | undefined): HTMLSelectElement {
  const made = document.createElement("select");
  const all = empty === undefined ? choices : [{ value: "", label: empty }, ...choices];
  for (const choice of all) made.add(new Option(choice.label, choice.value, false, choice.value === value));
  return made;
}

function field(label: string, control: HTMLElement): HTMLElement {
  const made = document.createElement("label");
  made.className = "pm-field";
  const text = document.createElement("span");
  text.textContent = label;
  made.append(text, control);
  return made;
}

/** Number, life stage, sex and behaviour, beside the kind of observation that decides which of them there are. */
function details(choices: Choices, value: Partial<Entry>) {
  const type = select(choices.types, value.type ?? "animal", undefined);
  const count = document.createElement("input");
  Object.assign(count, { type: "number", min: "1", max: "9999", inputMode: "numeric", value: value.count ?? "" });
  const sex = select(choices.sex, value.sex ?? "", w("notSaid"));
  const lifeStage = select(choices.lifeStage, value.lifeStage ?? "", w("notSaid"));
  const behavior = select(choices.behavior, value.behavior ?? "", w("notSaid"));
  const number = field(w("count"), count);
  const ofAnimals = [field(w("lifeStage"), lifeStage), field(w("sex"), sex), field(w("behaviour"), behavior)];
  const element = document.createElement("div");
  element.className = "pm-tagform__grid";
  element.append(field(w("what"), type), number, ...ofAnimals);
  const fit = () => {
    for (const one of ofAnimals) one.hidden = type.value !== "animal";
    number.hidden = type.value === "blank";
  };
  fit();
  const read = (taxon: number | null): Entry => {
    const animal = type.value === "animal";
    return {
      type: type.value,
      taxon: animal ? taxon : null,
      count: type.value === "blank" ? "" : count.value,
      sex: animal ? sex.value : "",
      lifeStage: animal ? lifeStage.value : "",
      behavior: animal ? behavior.value : "",
      comments: value.comments ?? "",
    };
  };
  return { element, type, count, fit, read };
}

export function observationForm({ choices, value = {}, onSave, onCancel }: Options): { element: HTMLFormElement; focus: () => void } {
  const more = details(choices, value);
  const species = speciesField({
    url: choices.speciesUrl,
    often: choices.often,
    chosen: { id: value.taxon ?? null, name: value.label ?? "" },
    onChoose: () => more.count.focus(),
  });
  const fit = () => {
    more.fit();
    species.element.hidden = more.type.value !== "animal";
  };
  more.type.onchange = fit;
  fit();

  const problem = document.createElement("p");
  problem.className = "pm-error";
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  const save = document.createElement("button");
  Object.assign(save, { type: "submit", className: "pm-button pm-button--save", textContent: w("save") });
  const cancel = document.createElement("button");
  Object.assign(cancel, { type: "button", className: "pm-button pm-button--quiet", textContent: w("cancel"), onclick: onCancel });
  const actions = document.createElement("p");
  actions.className = "pm-tagform__actions";
  actions.append(save, cancel);

  const element = document.createElement("form");
  element.className = "pm-tagform";
  element.noValidate = true;
  element.append(species.element, more.element, problem, actions);
  element.onsubmit = async (event) => {
    event.preventDefault();
    save.disabled = true;
    problem.hidden = true;
    try {
      await onSave(more.read(species.value()));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      save.disabled = false;
    }
  };
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onCancel();
  });
  return { element, focus: () => species.input.focus() };
}
