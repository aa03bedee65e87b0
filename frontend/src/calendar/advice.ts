/** What speaks for and against hours of a post: clashes, free slots to take with one click, and best hours. */
import { button, el } from "../post/dom";
import { get, RequestError } from "../shell/http";
import { clockIn, keyOf, momentIn } from "./days";
import { w } from "./words";

interface Hours extends Record<string, unknown> {
  slots: { at: string; audiences: { name: string; local: string }[] }[];
  best: { channel: string; missing: number; hours: { weekday: number; hour: number }[] }[];
  clashes: string[];
}
export interface Advice {
  /** Ask again, for the local hour that is chosen now, such as 2026-07-29T19:30; "" where none is. */
  about: (local: string, zone: string) => Promise<void>;
}

/** The moment of a local hour; null where it is none. */
export function momentOf(local: string, zone: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(local)?.slice(1).map(Number);
  if (!parts) return null;
  const [year, month, day, hour, minute] = parts as [number, number, number, number, number];
  return momentIn(zone, { year, month, day }, hour, minute);
}

/** `take` gets the local hour of a slot. What is only advice may be missing: a failure leaves the place empty. */
export function makeAdvice(host: HTMLElement, address: string, take: (local: string) => void): Advice {
  let asked = 0;
  const about = async (local: string, zone: string) => {
    const number = ++asked;
    const at = momentOf(local, zone);
    let found: Hours | null = null;
    try {
      found = await get<Hours>(`${address}${at ? `?at=${encodeURIComponent(at.toISOString())}` : ""}`);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
    if (number !== asked) return;
    host.replaceChildren(...(found ? lines(found, zone, take) : []));
  };
  return { about };
}

function lines(found: Hours, zone: string, take: (local: string) => void): HTMLElement[] {
  const made: HTMLElement[] = found.clashes.map((each) => el("p", "cal-clash", each));
  if (!found.best.length) return made; // no channel yet, so neither slots nor an audience
  made.push(el("p", "pm-label", found.slots.length ? w("freeSlots") : w("noSlots")));
  for (const slot of found.slots) {
    const clock = clockIn(zone, new Date(slot.at));
    const local = `${keyOf(clock)}T${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`;
    const there = slot.audiences.map((each) => `${each.name} ${each.local.slice(11)}`).join(" · ");
    made.push(button(`${local.replace("T", " ")} — ${there}`, "pm-button pm-button--quiet", () => take(local)));
  }
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "short", timeZone: "UTC" });
  for (const each of found.best) {
    const hours = each.hours.map((good) => `${weekday.format(Date.UTC(2024, 0, 1 + good.weekday))} ${String(good.hour).padStart(2, "0")}:00`).join(", ");
    made.push(el("p", "pm-muted", hours ? w("bestHours", { channel: each.channel, hours }) : w("bestMissing", { channel: each.channel, number: each.missing })));
  }
  return made;
}
