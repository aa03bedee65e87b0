/** The part of the form that says which species: a picker, the usual ones as buttons, and what is chosen. */
import { speciesPicker, type Species } from "./picker";
import { w } from "./words";

interface Options {
  url: string;
  often: Species[];
  chosen: { id: number | null; name: string };
  onChoose: () => void;
}

export interface SpeciesField {
  element: HTMLElement;
  input: HTMLInputElement;
  /** The key of the chosen species. */
  value: () => number | null;
}

export function speciesField({ url, often, chosen, onChoose }: Options): SpeciesField {
  let taxon: number | null = null;
  const shown = document.createElement("strong");
  shown.className = "pm-tagform__chosen";
  shown.hidden = true;
  const usual = document.createElement("div");
  usual.className = "pm-tagform__often";
  const choose = (species: { id: number; name: string }) => {
    taxon = species.id;
    shown.textContent = species.name;
    shown.hidden = false;
    for (const one of usual.querySelectorAll<HTMLElement>("button")) one.setAttribute("aria-pressed", String(one.dataset.id === String(taxon)));
  };
  for (const species of often) {
    const quick = document.createElement("button");
    Object.assign(quick, { type: "button", className: "pm-button", textContent: species.name, onclick: () => choose(species) });
    quick.dataset.id = String(species.id);
    usual.append(quick);
  }
  const picker = speciesPicker({
    url,
    onChoose: (species) => {
      choose(species);
      onChoose();
    },
  });
  const label = document.createElement("span");
  label.append(w("species"), " ", shown);
  const element = document.createElement("div");
  element.className = "pm-field";
  element.append(label, picker.element, usual);
  if (chosen.id !== null) choose({ id: chosen.id, name: chosen.name });
  return { element, input: picker.input, value: () => taxon };
}
