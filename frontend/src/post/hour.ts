/** The hour in a named time zone, with the audience's clocks beside it. */
import { makeAdvice } from "../calendar/advice";
import { button, el } from "./dom";
import type { Editor } from "./editor";
import { isOpen } from "./model";
import { w } from "./words";

export interface HourPanel {
  focus: () => void;
}

/** The inputs are made once and kept, so that a redraw does not take the focus away. */
export function makeHour(host: HTMLElement, editor: Editor): HourPanel & { draw: () => void; local: () => string; zone: () => string; second: () => boolean | undefined } {
  let second: boolean | undefined;
  const local = el("input");
  local.type = "datetime-local";
  local.id = "post-hour";
  local.value = editor.post.local;
  const zone = el("select");
  zone.id = "post-zone";
  const near = [...new Set([editor.post.zone, ...editor.data.channels.map((channel) => channel.zone), "UTC"])];
  const group = (names: readonly string[]) => {
    const made = el("optgroup");
    made.label = "—";
    for (const name of names) made.append(new Option(name.replaceAll("_", " "), name, false, name === editor.post.zone));
    return made;
  };
  zone.append(group(near), group(editor.data.zones.filter((name) => !near.includes(name))));
  zone.value = editor.post.zone;
  const tolerance = el("input", "pe-tolerance");
  tolerance.type = "number";
  tolerance.min = "1";
  tolerance.max = "10080";
  tolerance.value = String(editor.post.tolerance);
  tolerance.addEventListener("change", () => {
    if (tolerance.checkValidity()) void editor.act("rename/", { title: editor.post.title, tolerance: tolerance.valueAsNumber });
  });
  const ask = () => {
    second = undefined;
    void editor.askHour(local.value, zone.value);
  };
  local.addEventListener("change", ask);
  zone.addEventListener("change", ask);
  const about = el("div", "pe-hour__about");
  about.setAttribute("aria-live", "polite");
  const beside = el("div", "pe-hour__advice");
  const advice = makeAdvice(beside, `${editor.base}hours/`, (slot) => {
    local.value = slot;
    ask();
    local.focus();
  });
  let advised = "";
  host.append(
    el("label", "pm-field", el("span", "", w("hour")), local),
    el("label", "pm-field", el("span", "", w("zone")), zone),
    el("label", "pm-field", el("span", "", `${w("tolerance")} (${w("minutes")})`), tolerance),
    about,
    beside,
  );
  const draw = () => {
    const frozen = !isOpen(editor.post) || !(editor.post.may.schedule || editor.post.may.edit);
    for (const field of [local, zone, tolerance]) field.disabled = frozen;
    about.replaceChildren();
    beside.hidden = frozen;
    const key = [local.value, zone.value, ...editor.post.variants.map((each) => each.channel)].join(" ");
    if (!frozen && key !== advised) void advice.about(local.value, zone.value);
    advised = key;
    const hour = editor.hour;
    if (hour?.error) {
      about.append(el("p", "pe-hour__error", hour.error));
      if (hour.instead) {
        const instead = hour.instead;
        about.append(button(w("useInstead", { hour: instead.replace("T", " ") }), "pm-button", () => {
          local.value = instead;
          ask();
        }));
      }
      hour.twice?.forEach((offset, index) => {
        about.append(button(w(index ? "second" : "first", { offset }), "pm-button", () => {
          second = index === 1;
          void editor.askHour(local.value, zone.value, second);
        }));
      });
      return;
    }
    if (!hour?.audiences?.length) return;
    const list = el("ul", "pe-audiences");
    for (const audience of hour.audiences) {
      const time = el("b", "", audience.local.slice(11));
      const day = audience.local.slice(0, 10) === local.value.slice(0, 10) ? "" : ` ${audience.local.slice(5, 10)}`;
      list.append(el("li", audience.asleep ? "pe-audience--asleep" : "", time, `${day} · ${audience.name}`, el("small", "", audience.zone.replaceAll("_", " ") + (audience.asleep ? ` · ${w("asleep")}` : ""))));
    }
    about.append(el("p", "pm-label", `${w("audience")}${hour.offset ? ` · ${hour.offset}` : ""}`), list);
  };
  if (local.value) void editor.askHour(local.value, zone.value);
  return { draw, focus: () => local.focus(), local: () => local.value, zone: () => zone.value, second: () => second };
}
