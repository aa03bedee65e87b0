/** The browser shows what a render makes: both are held to the numbers of parity.json (see test_browser_parity.py). */
import { expect, it } from "vitest";
import { course, shares } from "./course";
import type { Key, Look } from "./document";
import parity from "./parity.json";
import { curve } from "./tone";

it.each(parity.curves.map((each) => [each.look.mode, each] as const))("has the tone of a %s look", (_mode, { look, curve: wanted }) => {
  expect(curve(look as Look).map((value) => Math.round(value * 1e6) / 1e6)).toEqual(wanted);
});

it.each(parity.courses.map((each, index) => [index, each] as const))("follows course %i", (_index, each) => {
  const [wide, high] = shares(each.width, each.height, each.ratio);
  const at = course(each.keys as Key[], each.shot, wide, high);
  for (const { time, x, y, zoom } of each.places) {
    const found = at(time);
    expect([found.x, found.y, found.zoom].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([x, y, zoom].map((value) => expect.closeTo(value, 4)));
  }
});
