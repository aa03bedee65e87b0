import { describe, expect, it } from "vitest";
import { addMonths, clockIn, dayOf, keyOf, momentIn, monthPage, mondayOf, onDay, weekPage } from "./days";

describe("clocks of a zone", () => {
  it("are those of the place, not of the browser", () => {
    expect(clockIn("Asia/Shanghai", new Date("2026-11-23T18:30:00Z"))).toEqual({ year: 2026, month: 11, day: 24, hour: 2, minute: 30 });
    expect(clockIn("America/St_Johns", new Date("2026-01-01T00:00:00Z"))).toMatchObject({ day: 31, hour: 20, minute: 30 });
  });
  it("give the moment back", () => {
    for (const zone of ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]) {
      for (const text of ["2026-01-15T09:05:00Z", "2026-07-15T21:55:00Z", "2026-03-29T00:30:00Z"]) {
        const clock = clockIn(zone, new Date(text));
        expect(momentIn(zone, clock, clock.hour, clock.minute).toISOString()).toBe(new Date(text).toISOString());
      }
    }
  });
  it("leap over the hour that does not exist and take the first of two", () => {
    expect(momentIn("Europe/Berlin", { year: 2026, month: 3, day: 29 }, 2, 30).toISOString()).toBe("2026-03-29T01:30:00.000Z");
    expect(momentIn("Europe/Berlin", { year: 2026, month: 10, day: 25 }, 2, 30).toISOString()).toBe("2026-10-25T00:30:00.000Z");
  });
});

it("a dragged post keeps its hour across a change of clocks", () => {
  const moved = onDay("Europe/Berlin", new Date("2026-10-23T18:00:00Z"), { year: 2026, month: 10, day: 26 });
  expect(clockIn("Europe/Berlin", moved)).toMatchObject({ day: 26, hour: 20, minute: 0 });
});

describe("pages", () => {
  it("of a month are whole weeks from Monday", () => {
    const november = monthPage({ year: 2026, month: 11, day: 23 });
    expect([keyOf(november[0]!), keyOf(november.at(-1)!), november.length]).toEqual(["2026-10-26", "2026-12-06", 42]);
    expect(monthPage({ year: 2027, month: 2, day: 1 })).toHaveLength(28);
  });
  it("of a week begin on Monday", () => {
    expect(weekPage({ year: 2026, month: 11, day: 29 }).map(keyOf)).toEqual(["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]);
    expect(keyOf(mondayOf({ year: 2026, month: 11, day: 23 }))).toBe("2026-11-23");
  });
  it("follow each other over the year's end", () => {
    expect(addMonths({ year: 2026, month: 12, day: 31 }, 1)).toEqual({ year: 2027, month: 1, day: 1 });
    expect(addMonths({ year: 2026, month: 1, day: 31 }, -1)).toEqual({ year: 2025, month: 12, day: 1 });
  });
});

it("an address with a wrong day is not believed", () => {
  expect([dayOf("2026-02-30"), dayOf("soon"), dayOf("2026-02-28")]).toEqual([null, null, { year: 2026, month: 2, day: 28 }]);
});
