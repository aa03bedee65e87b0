/** The form in which a person says what is seen. */
import { RequestError } from "../shell/http";
import { speciesPicker, type Species } from "./picker";
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

export function observationForm({ choices, value = {}, onSave, onCancel }: Options): { element: HTMLFormElement; focus: () => void } {
  const element = document.createElement("form");
  element.className = "pm-tagform";
  element.noValidate = true;
  let taxon: number | null = value.taxon ?? null;

  const type = select(choices.types, value.type ?? "animal", undefined);
  const count = document.createElement("input");
  Object.assign(count, { type: "number", min: "1", max: "9999", inputMode: "numeric", value: value.count ?? "" });
  const sex = select(choices.sex, value.sex ?? "", w("notSaid"));
  const lifeStage = select(choices.lifeStage, value.lifeStage ?? "", w("notSaid"));
  const behavior = select(choices.behavior, value.behavior ?? "", w("notSaid"));
  const problem = document.createElement("p");
  problem.className = "pm-error";
  problem.setAttribute("role", "alert");
  problem.hidden = true;

  const chosen = document.createElement("strong");
  chosen.className = "pm-tagform__chosen";
  const choose = (species: { id: number; name: string }) => {
    taxon = species.id;
    chosen.textContent = species.name;
    chosen.hidden = false;
    for (const one of often.querySelectorAll<HTMLElement>("button")) one.setAttribute("aria-pressed", String(one.dataset.id === String(taxon)));
  };
  const picker = speciesPicker({
    url: choices.speciesUrl,
    onChoose: (species) => {
      choose(species);
      count.focus();
    },
  });
  const often = document.createElement("div");
  often.className = "pm-tagform__often";
  for (const species of choices.often) {
    const quick = document.createElement("button");
    Object.assign(quick, { type: "button", className: "pm-button", textContent: species.name });
    quick.dataset.id = String(species.id);
    quick.onclick = () => choose(species);
    often.append(quick);
  }
  const animal = document.createElement("div");
  animal.className = "pm-tagform__animal";
  const species = document.createElement("div");
  species.className = "pm-field";
  const label = document.createElement("span");
  label.textContent = w("species");
  label.append(" ", chosen);
  species.append(label, picker.element, often);
  animal.append(species);
  chosen.hidden = taxon === null;
  if (taxon !== null) choose({ id: taxon, name: value.label ?? "" });

  const grid = document.createElement("div");
  grid.className = "pm-tagform__grid";
  const fields = { count: field(w("count"), count), sex: field(w("sex"), sex), stage: field(w("lifeStage"), lifeStage), behavior: field(w("behaviour"), behavior) };
  grid.append(field(w("what"), type), fields.count, fields.stage, fields.sex, fields.behavior);
  const fit = () => {
    const isAnimal = type.value === "animal";
    animal.hidden = fields.sex.hidden = fields.stage.hidden = fields.behavior.hidden = !isAnimal;
    fields.count.hidden = type.value === "blank";
  };
  type.onchange = fit;
  fit();

  const actions = document.createElement("p");
  actions.className = "pm-tagform__actions";
  const save = document.createElement("button");
  Object.assign(save, { type: "submit", className: "pm-button pm-button--save", textContent: w("save") });
  const cancel = document.createElement("button");
  Object.assign(cancel, { type: "button", className: "pm-button pm-button--quiet", textContent: w("cancel"), onclick: onCancel });
  actions.append(save, cancel);
  element.append(animal, grid, problem, actions);
  element.onsubmit = async (event) => {
    event.preventDefault();
    save.disabled = true;
    problem.hidden = true;
    const isAnimal = type.value === "animal";
    try {
      await onSave({
        type: type.value,
        taxon: isAnimal ? taxon : null,
        count: type.value === "blank" ? "" : count.value,
        sex: isAnimal ? sex.value : "",
        lifeStage: isAnimal ? lifeStage.value : "",
        behavior: isAnimal ? behavior.value : "",
        comments: value.comments ?? "",
      });
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
  return { element, focus: () => picker.input.focus() };
}
