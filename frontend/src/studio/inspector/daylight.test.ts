import { expect, it } from "vitest";
import { lightOf } from "./daylight";

it("finds nothing in grey and in the dark, and the cast of a bluish scene", () => {
  expect(lightOf(Array.from({ length: 100 }, (_none, index) => Array(3).fill(0.2 + index / 200)))).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
  expect(lightOf(Array.from({ length: 100 }, () => [0.02, 0.02, 0.05]))).toEqual([0, 0]);
  expect(lightOf([])).toEqual([0, 0]);
  const [blue, red] = lightOf(Array.from({ length: 100 }, (_none, index) => [0.9, 1, 1.12].map((share) => share * (0.2 + index / 200))));
  expect(blue).toBeGreaterThan(0.01);
  expect(red).toBeLessThan(-0.01);
  // What the look takes away is bounded: an evening may look like a cast.
  expect(blue).toBeLessThan(0.06);
});
