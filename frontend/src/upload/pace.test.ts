import { expect, it } from "vitest";
import { Pace } from "./pace";

it("tells nothing before it knows", () => {
  const pace = new Pace();
  expect(pace.speed()).toBe(0);
  pace.note(0, 0);
  pace.note(1000, 100);
  expect(pace.remaining(5000)).toBeUndefined();
});

it("tells the speed of the last seconds, not of all time", () => {
  const pace = new Pace();
  for (let second = 0; second <= 60; second += 1) pace.note(second < 30 ? second * 100 : 3000 + (second - 30) * 1000, second * 1000);
  expect(pace.speed()).toBe(1000);
  expect(pace.remaining(30_000)).toBe(30);
});

it("begins anew after a pause", () => {
  const pace = new Pace();
  pace.note(0, 0);
  pace.note(5000, 5000);
  pace.rest();
  expect(pace.speed()).toBe(0);
});
