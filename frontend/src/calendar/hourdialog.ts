/** Choose an hour for a post: free slots and best hours beside it, and what clocks do to the hour is said. */
import { el } from "../post/dom";
import { ask, field, input } from "../library/dialog";
import { RequestError } from "../shell/http";
import { makeAdvice } from "./advice";
import type { Chip, Page } from "./page";
import { w } from "./words";

export function askHour(page: Page, chip: Chip, local: string, why: string): void {
  const hour = input(local, { type: "datetime-local" });
  const which = el("select");
  which.append(new Option(w("firstHour"), "first"), new Option(w("secondHour"), "second"));
  const both = field(w("whichOf"), which);
  both.hidden = true;
  const beside = el("div", "cal-hours");
  beside.setAttribute("aria-live", "polite");
  const advice = makeAdvice(beside, `${page.addresses.post.replace("/0/", `/${chip.id}/`)}hours/`, (local) => {
    hour.value = local;
    hour.dispatchEvent(new Event("change"));
    hour.focus();
  });
  hour.addEventListener("change", () => {
    both.hidden = true;
    void advice.about(hour.value, page.zone);
  });
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
  void advice.about(hour.value, page.zone);
}
