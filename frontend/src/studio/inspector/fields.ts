/** What panels are built of: labelled fields whose values are set from outside and told when a person changes them. */

export interface Field<T> {
  element: HTMLElement;
  set(value: T): void;
  enable(on: boolean): void;
}

type Attributes = Record<string, string | number | boolean | ((event: Event) => void) | undefined>;

/** An element: attributes, `on…` listeners, and what is inside. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...inside);
  return made;
}

export function button(says: string, run: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return make("button", { type: "button", class: "pm-button pm-button--small", onclick: run, ...attributes }, says);
}

export interface Changes<T> {
  /** While it is changed: `gesture` is the same for all of one pull or one run of typing. */
  change: (value: T, gesture: string) => void;
  rest?: () => void;
}

let gestures = 0;

interface SliderOptions extends Changes<number> {
  says: string;
  least: number;
  most: number;
  step: number;
  plain: number;
  /** How the value is shown and typed: 0.25 is 25 with a `scale` of 100. */
  scale?: number;
  unit?: string;
}

/** A slider with the number beside it; a double click sets it back. */
export function slider(options: SliderOptions): Field<number> {
  const { says, least, most, step, plain, scale = 1, unit = "", change, rest } = options;
  const places = Math.max(0, Math.ceil(-Math.log10(step * scale) - 1e-9));
  const shown = (value: number) => (value * scale).toFixed(places);
  const limits = { min: least, max: most, step };
  const range = make("input", { type: "range", ...limits, "aria-label": says, class: "pm-slider__range" });
  const exact = make("input", { type: "number", min: least * scale, max: most * scale, step: step * scale, "aria-label": unit ? `${says} (${unit})` : says, class: "pm-slider__number" });
  const element = make("div", { class: "pm-slider" }, make("span", { class: "pm-slider__name", "aria-hidden": "true" }, says), range, exact, make("span", { class: "pm-slider__unit", "aria-hidden": "true" }, unit));
  let gesture = "";
  const begin = () => (gesture ||= `slider-${(gestures += 1)}`);
  const end = () => {
    gesture = "";
    rest?.();
  };
  const told = (value: number) => range.style.setProperty("--share", `${((value - least) / (most - least)) * 100}%`);
  range.addEventListener("input", () => {
    exact.value = shown(range.valueAsNumber);
    told(range.valueAsNumber);
    change(range.valueAsNumber, begin());
  });
  range.addEventListener("change", end);
  range.addEventListener("dblclick", () => {
    change(plain, begin());
    end();
  });
  exact.addEventListener("change", () => {
    const value = exact.valueAsNumber / scale;
    if (Number.isFinite(value)) change(Math.min(Math.max(value, least), most), begin());
    end();
  });
  return {
    element,
    set(value) {
      range.value = String(value);
      range.setAttribute("aria-valuetext", `${shown(value)} ${unit}`.trim());
      if (document.activeElement !== exact) exact.value = shown(value);
      element.classList.toggle("pm-slider--changed", Math.abs(value - plain) > 1e-9);
      told(value);
    },
    enable(on) {
      range.disabled = exact.disabled = !on;
    },
  };
}

/** A few choices side by side, one of which holds. */
export function segments(says: string, choices: readonly (readonly [string, string])[], change: (value: string) => void): Field<string> {
  const name = `segments-${(gestures += 1)}`;
  const radios = choices.map(([value]) => make("input", { type: "radio", name, value, onchange: () => change(value) }));
  const element = make(
    "fieldset",
    { class: "pm-segments" },
    make("legend", {}, says),
    make("div", { class: "pm-segments__row" }, ...choices.map(([, label], index) => make("label", {}, radios[index]!, make("span", {}, label)))),
  );
  return {
    element,
    set: (value) => radios.forEach((radio) => (radio.checked = radio.value === value)),
    enable: (on) => radios.forEach((radio) => (radio.disabled = !on)),
  };
}

export function select(says: string, choices: readonly (readonly [string, string])[], change: (value: string) => void): Field<string> & { choices(list: readonly (readonly [string, string])[]): void } {
  const list = make("select", { onchange: () => change(list.value) });
  const fill = (rows: readonly (readonly [string, string])[]) => {
    const kept = list.value;
    list.replaceChildren(...rows.map(([value, label]) => make("option", { value }, label)));
    list.value = kept;
  };
  fill(choices);
  return {
    element: make("label", { class: "pm-field pm-field--row" }, make("span", {}, says), list),
    set: (value) => (list.value = value),
    enable: (on) => (list.disabled = !on),
    choices: fill,
  };
}

export function tick(says: string, change: (on: boolean) => void): Field<boolean> {
  const box = make("input", { type: "checkbox", onchange: () => change(box.checked) });
  return {
    element: make("label", { class: "pm-tick" }, box, make("span", {}, says)),
    set: (on) => (box.checked = on),
    enable: (on) => (box.disabled = !on),
  };
}

interface TextOptions extends Changes<string> {
  says: string;
  language?: string;
  placeholder?: string;
  most: number;
  lines?: number;
}

/** A field for text; typing is one step to undo until the field is left. */
export function text({ says, language, placeholder, most, lines = 1, change, rest }: TextOptions): Field<string> {
  const attributes = { maxlength: most, lang: language, dir: "auto", placeholder, "aria-label": says };
  const field = lines > 1 ? make("textarea", { ...attributes, rows: lines }) : make("input", { ...attributes, type: "text" });
  let gesture = "";
  field.addEventListener("input", () => change(field.value, (gesture ||= `text-${(gestures += 1)}`)));
  field.addEventListener("change", () => {
    gesture = "";
    rest?.();
  });
  return {
    element: field,
    set(value) {
      if (field.value !== value) field.value = value;
    },
    enable: (on) => (field.readOnly = !on),
  };
}

/** Part of a panel with a heading of its own. */
export function section(says: string, ...inside: (Node | string)[]): HTMLElement {
  return make("section", { class: "pm-part" }, make("h3", {}, says), ...inside);
}
