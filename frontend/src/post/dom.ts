/** Small pieces of a page, made without HTML strings, so that no text can become markup. */
type Child = Node | string | null | undefined | false;

export function el<Name extends keyof HTMLElementTagNameMap>(name: Name, look = "", ...children: Child[]): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (look) made.className = look;
  for (const child of children) if (child) made.append(child);
  return made;
}

export function button(words: string, look: string, run: () => void | Promise<void>): HTMLButtonElement {
  const made = el("button", look, words);
  made.type = "button";
  made.addEventListener("click", () => void run());
  return made;
}

/** A select with its label above. */
export function choice(label: string, options: { value: string; text: string }[], value: string, onChange: (value: string) => void): HTMLLabelElement {
  const select = el("select");
  for (const option of options) select.append(new Option(option.text, option.value, false, option.value === value));
  select.addEventListener("change", () => onChange(select.value));
  return el("label", "pm-field", el("span", "", label), select);
}

/** Call `run` once typing has paused for `milliseconds`; `now()` calls it at once if it is still to come. */
export function settled(milliseconds: number, run: () => void) {
  let timer: number | undefined;
  return {
    later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        timer = undefined;
        run();
      }, milliseconds);
    },
    now() {
      if (timer === undefined) return;
      window.clearTimeout(timer);
      timer = undefined;
      run();
    },
  };
}
