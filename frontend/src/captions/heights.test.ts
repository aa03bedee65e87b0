import { describe, expect, it } from "vitest";
import { Heights } from "./heights";

describe("rows of a long list", () => {
  it("lie beneath each other, measured or guessed", () => {
    const heights = new Heights(50);
    heights.list([7, 8, 9]);
    expect(heights.total).toBe(150);
    expect(heights.measure(1, 80)).toBe(30);
    expect([heights.top(1), heights.top(2), heights.total]).toEqual([50, 130, 180]);
    heights.list([9, 8, 7]); // in another order they are as high as before
    expect([heights.top(1), heights.top(2), heights.total]).toEqual([50, 130, 180]);
    heights.reset();
    expect(heights.total).toBe(150);
  });
  it("are found by the height they cover", () => {
    const heights = new Heights(10);
    heights.list([1, 2, 3, 4]);
    heights.measure(2, 100);
    expect([-5, 0, 9, 10, 20, 119, 120, 999].map((y) => heights.at(y))).toEqual([0, 0, 0, 1, 2, 2, 3, 3]);
    expect(heights.seen(15, 60, 0)).toEqual([1, 3]);
    expect(heights.seen(15, 60, 5)).toEqual([0, 4]);
    expect(new Heights(10).seen(0, 100, 3)).toEqual([0, 0]);
  });
  it("are right after any sequence of measures, beside a plain sum", () => {
    const heights = new Heights(40);
    const keys = Array.from({ length: 500 }, (_each, place) => place);
    const plain = keys.map(() => 40);
    heights.list(keys);
    let state = 9;
    const roll = (most: number) => (state = (state * 48271) % 2147483647) % most;
    for (let turn = 0; turn < 2000; turn += 1) {
      const place = roll(500);
      plain[place] = 20 + roll(200);
      heights.measure(place, plain[place]!);
      if (turn % 50) continue;
      const at = roll(501);
      expect(heights.top(at)).toBe(plain.slice(0, at).reduce((sum, each) => sum + each, 0));
      const y = roll(heights.total);
      const covered = heights.at(y);
      expect(heights.top(covered)).toBeLessThanOrEqual(y);
      expect(heights.top(covered + 1)).toBeGreaterThan(y);
    }
  });
});
