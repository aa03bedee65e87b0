import { describe, expect, it } from "vitest";
import { background, selectionOf, tileAt } from "./sheet";

const sheet = { columns: 10, rows: 2, count: 15, interval: 1 };

describe("a scrub sheet", () => {
  it("shows the beginning at 0, the end at 1, and never a tile that is not there", () => {
    expect(tileAt(0, sheet).index).toBe(0);
    expect(tileAt(1, sheet).index).toBe(14);
    expect(tileAt(7, sheet).index).toBe(14);
    expect(tileAt(-1, sheet).index).toBe(0);
    expect(tileAt(Number.NaN, sheet).index).toBe(0);
  });
  it("finds column, row and time", () => {
    expect(tileAt(0.8, sheet)).toEqual({ index: 12, column: 2, row: 1, seconds: 12.5 });
  });
  it("places the background so that exactly one tile fills the box", () => {
    expect(background(tileAt(0, sheet), sheet)).toEqual({ size: "1000% 200%", position: "0% 0%" });
    expect(background(tileAt(0.65, sheet), sheet)).toEqual({ size: "1000% 200%", position: "100% 0%" });
    expect(background(tileAt(0, { columns: 1, rows: 1, count: 1, interval: 9 }), { columns: 1, rows: 1, count: 1, interval: 9 }).position).toBe("0% 0%");
  });
  it("chooses tiles evenly, and not more than there are", () => {
    expect(selectionOf(sheet, 5).map((tile) => tile.index)).toEqual([1, 4, 7, 10, 13]);
    expect(selectionOf(sheet, 50)).toHaveLength(15);
  });
});
