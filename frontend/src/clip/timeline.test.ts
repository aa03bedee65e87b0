import { describe, expect, it } from "vitest";
import { dragged, rulerStep, same, snap, step, tileAt, tilePlace, tilesFor, timecode, total, withIn, withOut } from "./timeline";

const whole = { footage: 1, start: 0, end: 10 };
const sheet = { columns: 10, rows: 2, count: 12, interval: 1, tile_width: 160, tile_height: 90 };

describe("in and out", () => {
  it("lie on pictures", () => {
    expect(withIn(whole, 1.013, 25, 10).start).toBe(1);
    expect(withOut(whole, 3.05, 25, 10).end).toBe(3.04);
    expect(snap(1.0011, 30000 / 1001)).toBeCloseTo(1.001, 6);
  });
  it("an in point behind the out point opens the end again", () => {
    expect(withIn({ ...whole, end: 2 }, 5, 25, 10)).toEqual({ footage: 1, start: 5, end: 10 });
  });
  it("an out point before the in point opens the beginning again", () => {
    expect(withOut({ ...whole, start: 8 }, 3, 25, 10)).toEqual({ footage: 1, start: 0, end: 3 });
  });
  it("never leave the footage", () => {
    expect(withIn(whole, -3, 25, 10).start).toBe(0);
    expect(withOut(whole, 99, 25, 10).end).toBe(10);
    expect(withIn(whole, 99, 25, 10)).toEqual({ footage: 1, start: 9.8, end: 10 });
  });
  it("a dragged end does not pass the other", () => {
    expect(dragged({ ...whole, start: 4, end: 6 }, "start", 9, 25, 10).start).toBe(5.8);
    expect(dragged({ ...whole, start: 4, end: 6 }, "end", 1, 25, 10).end).toBe(4.2);
  });
});

describe("pictures", () => {
  it("are stepped one by one and end at the last", () => {
    expect(step(1, 1, 25, 10)).toBe(1.04);
    expect(step(0, -1, 25, 10)).toBe(0);
    expect(step(9.96, 5, 25, 10)).toBe(9.96);
  });
  it("are counted in the time code", () => {
    expect(timecode(4.48, 25)).toBe("0:04:12");
    expect(timecode(3661, 25)).toBe("1:01:01:00");
    expect(timecode(0.999, 25)).toBe("0:01:00");
    expect(timecode(59.99, 30000 / 1001)).toBe("0:59:28");
  });
});

describe("stretches", () => {
  it("are summed and compared", () => {
    const list = [{ footage: 1, start: 0, end: 1.5 }, { footage: 2, start: 3, end: 3.25 }];
    expect(total(list)).toBe(1.75);
    expect(same(list, [...list])).toBe(true);
    expect(same(list, [...list].reverse())).toBe(false);
  });
});

describe("the strip of pictures", () => {
  it("shows the middle of each place", () => {
    expect(tilesFor(sheet, 640, 90)).toEqual([1, 4, 7, 10]);
    expect(tilesFor({ ...sheet, count: 1, columns: 1, rows: 1 }, 640, 90)).toEqual([0, 0, 0, 0]);
  });
  it("finds a tile in the sheet", () => {
    expect(tileAt(sheet, 11.9)).toBe(11);
    expect(tileAt(sheet, 400)).toBe(11);
    expect(tilePlace(sheet, 11)).toEqual({ size: "1000% 200%", position: `${100 / 9}% 100%` });
    expect(tilePlace({ ...sheet, columns: 1, rows: 1 }, 0)).toEqual({ size: "100% 100%", position: "0% 0%" });
  });
  it("has a ruler with room for its numbers", () => {
    expect(rulerStep(12, 10)).toBe(2);
    expect(rulerStep(3600, 10)).toBe(600);
  });
});
