/** A field that finds a species by any of its names, as an ARIA combobox. */
import { get } from "../shell/http";
import { w } from "./words";

export interface Species {
  id: number;
  name: string;
  scientific: string;
  /** The name that was typed, where it is not the one shown. */
  matched: string;
}

interface Options {
  url: string;
  placeholder?: string;
  /** What is looked for, where that is no species; and the sentence when nothing has such a name. */
  label?: string;
  none?: string;
  onChoose: (species: Species) => void;
}

let number = 0;

export function speciesPicker({ url, placeholder, label, none, onChoose }: Options): { element: HTMLElement; input: HTMLInputElement } {
  const id = `species-${(number += 1)}`;
  const element = document.createElement("div");
  element.className = "pm-picker";
  const input = document.createElement("input");
  Object.assign(input, { type: "text", placeholder: placeholder ?? w("speciesHint"), autocomplete: "off" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", "aria-label": label ?? w("species") })) input.setAttribute(name, value);
  const list = document.createElement("ul");
  Object.assign(list, { id, className: "pm-picker__list", hidden: true });
  list.setAttribute("role", "listbox");
  element.append(input, list);

  let found: Species[] = [];
  let active = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place: number) => {
    const species = found[place];
    if (!species) return;
    close();
    input.value = "";
    onChoose(species);
  };
  const mark = (place: number) => {
    active = (place + found.length) % found.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", `${id}-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    list.replaceChildren(...found.map((species, place) => option(species, `${id}-${place}`, () => choose(place))));
    if (!found.length) list.append(note(none ?? w("noSpecies")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (found.length) mark(0);
  };
  const ask = async () => {
    const text = input.value.trim();
    const mine = (asked += 1);
    if (!text) return close();
    const answer = await get<{ species: Species[] }>(`${url}?q=${encodeURIComponent(text)}`).catch(() => ({ species: [] }));
    if (mine !== asked) return;
    found = answer.species;
    draw();
  };
  input.addEventListener("input", (event) => {
    event.stopPropagation(); // typing here is no change of the form around it
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 150);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden) choose(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden && found.length) {
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    }
  });
  input.addEventListener("blur", () => window.setTimeout(close, 150));
  return { element, input };
}

function option(species: Species, id: string, choose: () => void): HTMLElement {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  const name = document.createElement("strong");
  name.textContent = species.name;
  const more = document.createElement("small");
  more.textContent = [species.matched, species.scientific].filter(Boolean).join(" · ");
  item.append(name, more);
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose();
  });
  return item;
}

function note(text: string): HTMLElement {
  const item = document.createElement("li");
  item.className = "pm-picker__none";
  item.textContent = text;
  return item;
}
