/** Days and hours on the clocks of a named zone; the browser's own zone plays no part. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    formats.set(zone, found);
  }
  return found;
}

/** What clocks in `zone` show at a moment. */
export function clockIn(zone: string, at: Date): Day & { hour: number; minute: number } {
  const parts = Object.fromEntries(format(zone).formatToParts(at).map((part) => [part.type, Number(part.value)]));
  return { year: parts.year!, month: parts.month!, day: parts.day!, hour: parts.hour!, minute: parts.minute! };
}

/** The moment at which clocks in `zone` show this. An hour that clocks skip becomes the same distance after the gap; of two the first. */
export function momentIn(zone: string, day: Day, hour = 0, minute = 0): Date {
  const wanted = Date.UTC(day.year, day.month - 1, day.day, hour, minute);
  const shown = (at: number) => {
    const clock = clockIn(zone, new Date(at));
    return Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute);
  };
  const offsets = [wanted - 86_400_000, wanted + 86_400_000].map((near) => shown(near) - near);
  const fitting = offsets.map((offset) => wanted - offset).filter((at) => shown(at) === wanted);
  return new Date(fitting.length ? Math.min(...fitting) : wanted - offsets[0]!);
}

export function addDays(day: Day, number: number): Day {
  const moved = new Date(Date.UTC(day.year, day.month - 1, day.day + number));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

export const sameDay = (one: Day, other: Day) => keyOf(one) === keyOf(other);

/** "2026-11-23" */
export function keyOf(day: Day): string {
  return `${String(day.year).padStart(4, "0")}-${String(day.month).padStart(2, "0")}-${String(day.day).padStart(2, "0")}`;
}

export function dayOf(key: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(key);
  if (!match) return null;
  const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return sameDay(addDays(day, 0), day) ? day : null;
}

/** 0 for Monday. */
export function weekday(day: Day): number {
  return (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7;
}

export const mondayOf = (day: Day) => addDays(day, -weekday(day));

/** The days that a month's page shows: whole weeks from the Monday before its first. */
export function monthPage(day: Day): Day[] {
  const first = mondayOf({ ...day, day: 1 });
  const next = day.month === 12 ? { year: day.year + 1, month: 1, day: 1 } : { year: day.year, month: day.month + 1, day: 1 };
  const days: Day[] = [];
  for (let each = first; keyOf(each) < keyOf(next) || weekday(each) !== 0; each = addDays(each, 1)) days.push(each);
  return days;
}

export const weekPage = (day: Day) => Array.from({ length: 7 }, (_, index) => addDays(mondayOf(day), index));

/** The same hour on another day, on the clocks of `zone`. */
export function onDay(zone: string, at: Date, day: Day): Date {
  const clock = clockIn(zone, at);
  return momentIn(zone, day, clock.hour, clock.minute);
}

export function addMonths(day: Day, number: number): Day {
  const index = day.year * 12 + day.month - 1 + number;
  return { year: Math.floor(index / 12), month: (index % 12) + 1, day: 1 };
}
