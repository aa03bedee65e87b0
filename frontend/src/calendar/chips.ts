/** A post on the calendar: poster, hour, languages, state. */
import { el } from "../post/dom";
import { clockIn } from "./days";
import type { Chip, Page } from "./page";
import { w } from "./words";

const TONES: Record<string, string> = { published: "good", unconfirmed: "bad", failed: "bad", missed: "bad", held: "warn", by_hand: "warn", scheduled: "open", preparing: "open", publishing: "open", waiting: "open", taking_down: "open" };

export const toneOf = (state: string) => TONES[state] ?? "draft";

export function hourOf(page: Page, chip: Chip): string {
  if (!chip.at) return "";
  const clock = clockIn(page.zone, new Date(chip.at));
  return `${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`;
}

/** The hour on the clocks of the zone in which it was chosen, where that is another one; for hovering. */
function otherHour(page: Page, chip: Chip): string {
  if (!chip.at || chip.zone === page.zone) return "";
  const clock = clockIn(chip.zone, new Date(chip.at));
  return w("otherHour", { hour: `${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`, zone: chip.zone.replaceAll("_", " ") });
}

/** What the clocks of each audience show then, where they differ from those of the page. */
export function audiences(page: Page, chip: Chip): string[] {
  if (!chip.at) return [];
  const zones = new Set(chip.channels.map((id) => page.data.channels.find((channel) => channel.id === id)?.zone ?? ""));
  zones.delete("");
  zones.delete(page.zone);
  return [...zones].map((zone) => {
    const clock = clockIn(zone, new Date(chip.at!));
    return w("otherHour", { hour: `${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`, zone: zone.split("/").at(-1)!.replaceAll("_", " ") });
  });
}

export function drawChip(page: Page, chip: Chip, size: "small" | "wide"): HTMLElement {
  const state = page.data.states[chip.state] ?? chip.state;
  const link = el("a", `cal-chip cal-chip--${size} cal-chip--${toneOf(chip.state)}`);
  link.href = chip.url;
  link.dataset.post = String(chip.id);
  link.dataset.state = chip.state;
  link.draggable = page.mayMove(chip);
  if (chip.campaign) link.style.setProperty("--campaign", chip.campaign.colour);
  link.classList.toggle("cal-chip--campaign", chip.campaign !== null);
  const when = hourOf(page, chip);
  link.title = [chip.title, state, chip.languages.join(" · "), otherHour(page, chip), ...audiences(page, chip), chip.campaign?.name ?? "", ...chip.marks].filter(Boolean).join("\n");
  link.setAttribute("aria-label", w("chip", { title: chip.title, when, state, languages: chip.languages.join(", ") }));
  const poster = el("img", "cal-chip__poster");
  poster.src = chip.poster;
  poster.alt = "";
  poster.loading = "lazy";
  poster.draggable = false;
  poster.addEventListener("error", () => poster.remove());
  const mark = chip.marks.length ? el("span", "cal-chip__mark", "⚠") : null;
  mark?.setAttribute("role", "img");
  mark?.setAttribute("aria-label", chip.marks.join(" "));
  const line = el("span", "cal-chip__line", when ? el("b", "", when, mark) : mark, el("span", "cal-chip__title", chip.title));
  const below = el("span", "cal-chip__below", el("span", "cal-chip__state", state), el("span", "cal-chip__languages", chip.languages.join(" ")));
  const words = el("span", "cal-chip__words", line);
  if (size === "wide") {
    const names = chip.channels.map((id) => page.data.channels.find((channel) => channel.id === id)?.name ?? "").join(" · ");
    if (chip.at) words.append(el("span", "cal-chip__channels", audiences(page, chip).join(" · ")));
    for (const said of chip.marks) words.append(el("span", "cal-chip__said", said));
    words.append(below, el("span", "cal-chip__channels", names || w("noChannel")));
  }
  link.append(el("span", "cal-chip__frame", poster), words);
  if (size === "small") link.append(below);
  return link;
}
