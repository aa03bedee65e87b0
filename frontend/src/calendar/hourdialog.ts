/** Choose an hour for a post: free slots and best hours beside it, and what clocks do to the hour is said. */
import { el, button } from "../post/dom";
import { ask, field, input } from "../library/dialog";
import { get, RequestError } from "../shell/http";
import { clockIn, keyOf } from "./days";
import type { Chip, Page } from "./page";
import { w } from "./words";

interface Hours extends Record<string, unknown> {
  slots: { at: string; audiences: { name: string; local: string }[] }[];
  best: { channel: string; missing: number; hours: { weekday: number; hour: number }[] }[];
}

export function askHour(page: Page, chip: Chip, local: string, why: string): void {
  const hour = input(local, { type: "datetime-local" });
  const which = el("select");
  which.append(new Option(w("firstHour"), "first"), new Option(w("secondHour"), "second"));
  const both = field(w("whichOf"), which);
  both.hidden = true;
  const beside = el("div", "cal-hours");
  beside.setAttribute("aria-live", "polite");
  hour.addEventListener("change", () => (both.hidden = true));
  const run = async () => {
    try {
      await page.place(chip, { local: hour.value, zone: page.zone, ...(both.hidden ? {} : { second: which.value === "second" }) });
    } catch (error) {
      if (error instanceof RequestError) {
        if (typeof error.body.instead === "string") hour.value = error.body.instead;
        if ("twice" in error.body) both.hidden = false;
        if (error.status === 409) void page.load();
      }
      throw error;
    }
  };
  const told = why ? [el("p", "pm-error", why)] : [];
  const fields = [...told, field(w("localHour", { zone: page.zone.replaceAll("_", " ") }), hour), both, beside];
  ask(w("hourOf", { title: chip.title }), fields, { save: w("save"), run });
  void fill(page, chip, hour, beside);
}

async function fill(page: Page, chip: Chip, hour: HTMLInputElement, beside: HTMLElement): Promise<void> {
  let found: Hours;
  try {
    found = await get<Hours>(`${page.addresses.post.replace("/0/", `/${chip.id}/`)}hours/`);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return; // what is only advice may be missing
  }
  beside.append(el("p", "pm-label", found.slots.length ? w("freeSlots") : w("noSlots")));
  for (const slot of found.slots) {
    const clock = clockIn(page.zone, new Date(slot.at));
    const local = `${keyOf(clock)}T${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`;
    const there = slot.audiences.map((each) => `${each.name} ${each.local.slice(11)}`).join(" · ");
    beside.append(button(`${local.replace("T", " ")} — ${there}`, "pm-button pm-button--quiet", () => {
      hour.value = local;
      hour.focus();
    }));
  }
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "short", timeZone: "UTC" });
  for (const each of found.best) {
    const hours = each.hours.map((good) => `${weekday.format(Date.UTC(2024, 0, 1 + good.weekday))} ${String(good.hour).padStart(2, "0")}:00`).join(", ");
    beside.append(el("p", "pm-muted", hours ? w("bestHours", { channel: each.channel, hours }) : w("bestMissing", { channel: each.channel, number: each.missing })));
  }
}
