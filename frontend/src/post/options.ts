/** What a platform lets each post choose: visibility, category. */
import { choice, el } from "./dom";
import type { Channel } from "./model";
import { p } from "./phrases";

export function makeOptions(words: { options: Record<string, string> }, channel: Channel, changed: () => void): HTMLElement[] {
  if (!channel.options.length) return [];
  const set = (name: string, value: string) => {
    const { [name]: _, ...rest } = words.options;
    words.options = value ? { ...rest, [name]: value } : rest;
    changed();
  };
  const fields = channel.options.map((option) => {
    const usual = option.choices.find((each) => each.value === option.usual)?.text ?? option.usual;
    const empty = { value: "", text: p("usual", { value: usual || "–" }) };
    if (option.choices.length) return choice(option.label, [empty, ...option.choices], words.options[option.name] ?? "", (value) => set(option.name, value));
    const input = el("input");
    input.value = words.options[option.name] ?? "";
    input.placeholder = empty.text;
    input.addEventListener("change", () => set(option.name, input.value.trim()));
    return el("label", "pm-field", el("span", "", option.label), input, option.help ? el("small", "pm-muted", option.help) : null);
  });
  return [el("fieldset", "pe-options", el("legend", "", p("options", { platform: channel.platformName })), ...fields)];
}
