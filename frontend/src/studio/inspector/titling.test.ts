import { expect, it } from "vitest";
import { type ClipDocument, type Piece, plainShot } from "../document";
import { ending, naming, newTitle, speciesOf } from "./titling";

const clip: ClipDocument = { title: "", notes: "", segments: [plainShot(1, 0, 10), plainShot(2, 0, 2)], edit: { look: {} as never, gain: 0, titles: [], brand: null, watermark: false } };
const tiger = { scientific: "Panthera tigris altaica", names: { "zh-Hans": "东北虎", en: "Amur tiger", ru: " " } };
const boar = { scientific: "Sus scrofa", names: {} };

it("names an animal in every language at once, with the scientific name below", () => {
  expect(naming(tiger, clip, 3)).toMatchObject({ kind: "lower_third", start: 3, end: 8, text: { "zh-Hans": "东北虎", en: "Amur tiger" }, detail: { la: "Panthera tigris altaica" }, place: "left" });
  expect(naming(boar, clip, 3)).toMatchObject({ text: { la: "Sus scrofa" }, detail: {} });
});

it("keeps new titles inside the clip, and end cards behind it", () => {
  expect(newTitle("title", clip, 11.5)).toMatchObject({ start: 8, end: 12 });
  expect(newTitle("title", { ...clip, segments: [plainShot(1, 0, 2)] }, 1)).toMatchObject({ start: 0, end: 2 });
  const brand = { call: { "zh-Hans": "保护虎豹", en: "" } } as never;
  expect(ending(brand, clip)).toMatchObject({ kind: "end_card", start: 0, end: 4, text: { "zh-Hans": "保护虎豹" } });
});

it("offers the species of the clip, those that are seen first", () => {
  const pieces = new Map<number, Piece>([1, 2].map((footage) => [footage, { footage, usable: true, title: "", duration: 10, frame_rate: 25, species: footage === 1 ? [boar] : [tiger, boar] }]));
  expect(speciesOf(clip, pieces, 2).map((each) => each.scientific)).toEqual([tiger.scientific, boar.scientific]);
  expect(speciesOf(clip, pieces, null).map((each) => each.scientific)).toEqual([boar.scientific, tiger.scientific]);
});
