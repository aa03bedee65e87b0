/** A post on the calendar: poster, hour, languages, state. */
import { el } from "../post/dom";
import { clockIn } from "./days";
import type { Chip, Page } from "./page";
import { w } from "./words";

const TONES: Record<string, string> = { published: "good", unconfirmed: "bad", failed: "bad", missed: "bad", held: "warn", by_hand: "warn", scheduled: "open", preparing: "open", publishing: "open", waiting: "open", taking_down: "open" };

export const toneOf = (state: string) => TONES[state] ?? "draft";

export function hourOf(page: Page, chip: Chip): string {
  if (!chip.at) return "";
  const clock = clockIn(page.data.zone, new Date(chip.at));
  return `${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`;
}

/** The hour on the clocks of the zone in which it was chosen, where that is another one; for hovering. */
function otherHour(page: Page, chip: Chip): string {
  if (!chip.at || chip.zone === page.data.zone) return "";
  const clock = clockIn(chip.zone, new Date(chip.at));
  return w("otherHour", { hour: `${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`, zone: chip.zone.replaceAll("_", " ") });
}

export function drawChip(page: Page, chip: Chip, size: "small" | "wide"): HTMLElement {
  const state = page.data.states[chip.state] ?? chip.state;
  const link = el("a", `cal-chip cal-chip--${size} cal-chip--${toneOf(chip.state)}`);
  link.href = chip.url;
  link.dataset.post = String(chip.id);
  link.dataset.state = chip.state;
  link.draggable = chip.movable && page.data.may.schedule;
  const when = hourOf(page, chip);
  link.title = [chip.title, state, chip.languages.join(" · "), otherHour(page, chip)].filter(Boolean).join("\n");
  link.setAttribute("aria-label", w("chip", { title: chip.title, when, state, languages: chip.languages.join(", ") }));
  const poster = el("img", "cal-chip__poster");
  poster.src = chip.poster;
  poster.alt = "";
  poster.loading = "lazy";
  poster.draggable = false;
  poster.addEventListener("error", () => poster.remove());
  const line = el("span", "cal-chip__line", when ? el("b", "", when) : null, el("span", "cal-chip__title", chip.title));
  const below = el("span", "cal-chip__below", el("span", "cal-chip__state", state), el("span", "cal-chip__languages", chip.languages.join(" ")));
  const words = el("span", "cal-chip__words", line);
  if (size === "wide") {
    const names = chip.channels.map((id) => page.data.channels.find((channel) => channel.id === id)?.name ?? "").join(" · ");
    words.append(below, el("span", "cal-chip__channels", names || w("noChannel")));
  }
  link.append(el("span", "cal-chip__frame", poster), words);
  if (size === "small") link.append(below);
  return link;
}
