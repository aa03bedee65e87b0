/** Labels for what is heard, "[tiger calls]", in the language of the caption that is written. */
import { button, el } from "../post/dom";
import { open } from "../library/dialog";
import { get, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { w } from "./dialogwords";

interface Sound {
  key: string;
  /** By language tag. */
  labels?: Record<string, string>;
  label?: Record<string, string> | string;
}

let known: Sound[] | null = null;

export const labelIn = (sound: Sound, language: string): string => {
  const labels = sound.labels ?? sound.label ?? {};
  if (typeof labels === "string") return labels;
  return labels[language] ?? "";
};

/** Opens the list; `take` is given the label in `language`. */
export async function chooseSound(url: string, language: string, reader: string, take: (label: string) => void): Promise<void> {
  try {
    if (!known) {
      const told = await get<{ sounds?: Sound[] }>(url);
      known = Array.isArray(told) ? (told as unknown as Sound[]) : (told.sounds ?? []);
    }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return toast(error.message, { kind: "error" });
  }
  const search = Object.assign(el("input"), { type: "search", autocomplete: "off", placeholder: w("searchSound") });
  search.setAttribute("aria-label", w("searchSound"));
  const list = el("ul", "pm-sounds");
  const asked = open(w("soundTitle"), el("div", "", search, list), "pm-sounds__dialog");
  const draw = () => {
    const words = search.value.trim().toLocaleLowerCase();
    const shown = known!.filter((sound) => labelIn(sound, language) && (!words || `${labelIn(sound, language)} ${labelIn(sound, reader)} ${sound.key}`.toLocaleLowerCase().includes(words)));
    list.replaceChildren(...shown.map((sound) => {
      const label = labelIn(sound, language);
      const made = button(label, "pm-sounds__label", () => {
        asked.close();
        take(label);
      });
      made.lang = language;
      const says = labelIn(sound, reader);
      if (reader !== language && says) made.append(el("small", "", says));
      return el("li", "", made);
    }));
    if (!shown.length) list.replaceChildren(el("li", "pm-muted", w("noSound")));
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  draw();
  search.focus();
}
