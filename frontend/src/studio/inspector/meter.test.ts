import { expect, it } from "vitest";
import { decibels, levels } from "./meter";

it("tells peak and mean of a tone, and of silence", () => {
  const tone = Float32Array.from({ length: 4800 }, (_none, at) => 0.5 * Math.sin((2 * Math.PI * at) / 48));
  expect(levels(tone)).toEqual({ peak: expect.closeTo(-6.02, 1), mean: expect.closeTo(-9.03, 1) });
  expect(levels(new Float32Array(10))).toEqual({ peak: -Infinity, mean: -Infinity });
  expect(decibels(1)).toBe(0);
});
