import { expect, it } from "vitest";
import type { Look } from "../document";
import { changesPicture, CHROMA, chromaGain, RGB, toChroma } from "./filter";

const plain: Look = { mode: "none", shadows: 0, contrast: 0, saturation: 0, warmth: 0, denoise: 0, stabilise: 0, strip: "keep", strip_top: 0, strip_bottom: 0 };

function through(matrix: readonly number[], [r, g, b]: readonly number[]): number[] {
  return [0, 1, 2].map((row) => matrix[row * 5]! * r! + matrix[row * 5 + 1]! * g! + matrix[row * 5 + 2]! * b! + matrix[row * 5 + 4]!);
}

it.each([
  [0, 0, 0],
  [1, 1, 1],
  [0.2, 0.5, 0.8],
  [1, 0, 0.25],
])("comes back from brightness and chroma to %f %f %f", (...colour) => {
  expect(through(RGB, through(CHROMA, colour))).toEqual(colour.map((value) => expect.closeTo(value, 9)));
});

it("has no chroma in grey, and warms it towards red and away from blue", () => {
  expect(through(toChroma(0, 0), [0.4, 0.4, 0.4])).toEqual([0.4, 0.5, 0.5].map((value) => expect.closeTo(value, 9)));
  const [red, green, blue] = through(RGB, through(toChroma(-0.06, 0.06), [0.5, 0.5, 0.5]));
  expect(red).toBeGreaterThan(green!);
  expect(blue).toBeLessThan(green!);
});

it("takes the colour from infrared pictures and gives lifted shadows more of it", () => {
  expect(chromaGain({ ...plain, mode: "infrared", saturation: 1 })).toBe(0);
  expect(chromaGain(plain)).toBe(1);
  expect(chromaGain({ ...plain, shadows: 0.5 })).toBeGreaterThan(1);
  expect(chromaGain({ ...plain, saturation: -1 })).toBe(0);
});

it("leaves the picture alone where nothing changes what is seen at once", () => {
  expect(changesPicture(plain)).toBe(false);
  expect(changesPicture({ ...plain, denoise: 1, stabilise: 1, strip: "crop", strip_bottom: 0.1 })).toBe(false);
  for (const change of [{ mode: "day" }, { warmth: 0.2 }, { contrast: 0.1 }, { shadows: 0.1 }, { saturation: 0.1 }] as Partial<Look>[]) {
    expect(changesPicture({ ...plain, ...change })).toBe(true);
  }
});
