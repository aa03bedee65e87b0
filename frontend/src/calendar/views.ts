/** Month, week with a lane per channel, list. */
import { el } from "../post/dom";
import { drawChip } from "./chips";
import { keyOf, momentIn, sameDay, type Day } from "./days";
import type { Chip, Page } from "./page";
import { w } from "./words";

const MOST_IN_A_DAY = 3;

function formatted(page: Page, day: Day, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeZone: page.zone, ...options }).format(momentIn(page.zone, day, 12));
}

export function heading(page: Page): string {
  const days = page.days();
  if (page.view === "month") return formatted(page, page.day, { year: "numeric", month: "long" });
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeZone: page.zone, dateStyle: "medium" });
  return format.formatRange(momentIn(page.zone, days[0]!, 12), momentIn(page.zone, days.at(-1)!, 12));
}

/** A box that posts can be dropped on and that the keyboard can reach. */
function dayBox(page: Page, day: Day, look: string): HTMLElement {
  const box = el("div", look);
  box.dataset.day = keyOf(day);
  if (sameDay(day, page.today())) {
    box.classList.add("cal-today");
    box.setAttribute("aria-current", "date");
  }
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("cal-drop");
  });
  box.addEventListener("dragleave", () => box.classList.remove("cal-drop"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("cal-drop");
    const id = Number(event.dataTransfer?.getData("text/x-pugmark-post"));
    if (id) void page.moveToDay(id, day);
  });
  return box;
}

/** What is marked on a day, with its source on hovering. */
function drawOccasions(page: Page, day: Day): HTMLElement[] {
  const key = keyOf(day);
  return page.occasions.filter((each) => each.on <= key && key <= each.until).map((each) => {
    const made = el("span", "cal-occasion", each.name);
    made.title = [each.name, each.countries.join(" "), each.source].filter(Boolean).join("\n");
    return made;
  });
}

/** How far a channel's audience is from the clocks of the page, today. */
function laneClock(page: Page, zone: string): HTMLElement | null {
  if (zone === page.zone) return null;
  const shown = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeZone: zone, hour: "2-digit", minute: "2-digit", weekday: "short" });
  return el("small", "cal-lane__clock", `${zone.split("/").at(-1)!.replaceAll("_", " ")} ${shown.format(new Date())}`);
}

export function drawMonth(page: Page): HTMLElement {
  const grid = el("div", "cal-month");
  const days = page.days();
  for (const day of days.slice(0, 7)) grid.append(el("div", "cal-weekday", formatted(page, day, { weekday: "short" })));
  const byDay = page.byDay();
  for (const day of days) {
    const box = dayBox(page, day, `cal-day${day.month === page.day.month ? "" : " cal-day--other"}`);
    box.tabIndex = sameDay(day, page.day) ? 0 : -1;
    const number = el("time", "cal-day__number", String(day.day));
    number.dateTime = keyOf(day);
    box.setAttribute("aria-label", formatted(page, day, { dateStyle: "full" }));
    box.setAttribute("role", "group");
    box.append(number);
    box.append(...drawOccasions(page, day));
    const chips = byDay.get(keyOf(day)) ?? [];
    const all = page.counts[keyOf(day)] ?? chips.length;
    for (const chip of chips.slice(0, MOST_IN_A_DAY)) box.append(drawChip(page, chip, "small"));
    if (all > MOST_IN_A_DAY) {
      const more = el("button", "cal-more", w("more", { number: all - MOST_IN_A_DAY }));
      more.type = "button";
      more.addEventListener("click", () => void page.go({ view: "list", day }));
      box.append(more);
    }
    grid.append(box);
  }
  return grid;
}

export function drawWeek(page: Page): HTMLElement {
  const days = page.days();
  const table = el("div", "cal-week");
  table.append(el("div", "cal-week__corner"));
  for (const day of days) {
    const head = el("div", "cal-week__day", el("span", "", formatted(page, day, { weekday: "short" })), el("b", "", String(day.day)));
    if (sameDay(day, page.today())) head.classList.add("cal-today");
    head.append(...drawOccasions(page, day));
    table.append(head);
  }
  const byDay = page.byDay();
  const lanes = page.data.channels.filter((channel) => !page.channel || channel.id === page.channel);
  for (const lane of lanes) {
    table.append(el("div", "cal-lane", el("span", `pe-platform pe-platform--${lane.platform}`, lane.platformName.slice(0, 1)), el("span", "", lane.name, laneClock(page, lane.zone))));
    for (const day of days) fillBox(page, table, day, (byDay.get(keyOf(day)) ?? []).filter((chip) => chip.channels.includes(lane.id)));
  }
  const loose = [...byDay.values()].flat().some((chip) => chip.channels.length === 0);
  if (loose || lanes.length === 0) {
    table.append(el("div", "cal-lane pm-muted", w("noChannel")));
    for (const day of days) fillBox(page, table, day, (byDay.get(keyOf(day)) ?? []).filter((chip) => chip.channels.length === 0));
  }
  return el("div", "cal-week__frame", table);
}

function fillBox(page: Page, table: HTMLElement, day: Day, chips: Chip[]): void {
  const box = dayBox(page, day, "cal-day");
  for (const chip of chips) box.append(drawChip(page, chip, "small"));
  table.append(box);
}

export function drawList(page: Page): HTMLElement {
  const list = el("div", "cal-list");
  const byDay = page.byDay();
  for (const day of page.days()) {
    const chips = byDay.get(keyOf(day));
    const marked = drawOccasions(page, day);
    if (!chips && !marked.length) continue;
    const box = dayBox(page, day, "cal-list__day");
    box.append(el("h3", "", formatted(page, day, { weekday: "long", month: "long", day: "numeric" }) + (sameDay(day, page.today()) ? ` · ${w("today")}` : "")));
    box.append(...marked);
    for (const chip of chips ?? []) box.append(drawChip(page, chip, "wide"));
    const left = (page.counts[keyOf(day)] ?? 0) - (chips?.length ?? 0);
    if (left > 0) box.append(el("p", "pm-muted", w("more", { number: left })));
    list.append(box);
  }
  return list;
}

export function drawDrafts(page: Page): HTMLElement | null {
  const drafts = page.drafts;
  if (drafts.length === 0) return null;
  return el("section", "cal-drafts", el("h2", "", w("drafts")), el("div", "cal-drafts__list", ...drafts.map((chip) => drawChip(page, chip, "wide"))));
}

export function drawNothing(page: Page): HTMLElement {
  const box = el("div", "pm-empty", el("h2", "", w("nothing")), el("p", "", w("nothingHelp")));
  if (page.data.may.add) {
    const link = el("a", "pm-button", w("newPost"));
    link.href = page.addresses.create;
    box.append(link);
  }
  return box;
}
