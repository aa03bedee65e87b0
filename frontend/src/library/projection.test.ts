import { expect, it } from "vitest";
import { around, fit, gridStep, toDegrees, toPixels, zoomed } from "./projection";

const park = { west: 129.5, south: 42.6, east: 131.3, north: 44.1 };

it("fits all that is shown into the window", () => {
  const view = fit(park, 800, 500);
  for (const [longitude, latitude] of [[129.5, 42.6], [131.3, 44.1]] as const) {
    const [x, y] = toPixels(view, longitude, latitude, 800, 500);
    expect(x).toBeGreaterThanOrEqual(39);
    expect(x).toBeLessThanOrEqual(761);
    expect(y).toBeGreaterThanOrEqual(39);
    expect(y).toBeLessThanOrEqual(461);
  }
});

it("goes there and back", () => {
  const view = fit(park, 800, 500);
  const [x, y] = toPixels(view, 130.2, 43.3, 800, 500);
  const [longitude, latitude] = toDegrees(view, x, y, 800, 500);
  expect(longitude).toBeCloseTo(130.2, 9);
  expect(latitude).toBeCloseTo(43.3, 9);
});

it("keeps the place under the pointer when zooming", () => {
  const view = fit(park, 800, 500);
  const before = toDegrees(view, 100, 80, 800, 500);
  const after = toDegrees(zoomed(view, 1.6, 100, 80, 800, 500), 100, 80, 800, 500);
  expect(after[0]).toBeCloseTo(before[0], 3);
  expect(after[1]).toBeCloseTo(before[1], 9);
});

it("draws no grid finer than one can read", () => {
  expect(gridStep(400)).toBe(0.5);
  expect(gridStep(1000)).toBe(0.1);
  expect(around([])).toBeUndefined();
});
