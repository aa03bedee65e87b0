import { expect, it } from "vitest";
import { type ClipDocument, type Look, type Piece, plainShot, type Shot } from "../document";
import { boxOf, followAgain, frameAt, framedByHand, holdStill, keyAt, keysOf, lookOf, moveKey, neighbour, removeKey, setKey, shiftKeys, simplify, windowOf } from "./framing";

const plain: Look = { mode: "none", shadows: 0, contrast: 0, saturation: 0, warmth: 0, denoise: 0, stabilise: 0, strip: "keep", strip_top: 0, strip_bottom: 0 };
const UPRIGHT = 9 / 16;
const track = Array.from({ length: 11 }, (_none, index) => ({ time: index, x: 0.2 + index * 0.06, y: 0.5, zoom: 1 }));
const piece: Piece = { footage: 1, usable: true, title: "", duration: 10, frame_rate: 25, width: 1920, height: 1080, framing: { "9:16": track } };
const pieces = new Map([[1, piece]]);

const clip = (framing: Shot["framing"] = {}): ClipDocument => ({
  title: "",
  notes: "",
  segments: [{ ...plainShot(1, 2, 8), id: "a", framing }],
  edit: { look: plain, gain: 0, titles: [], brand: null, watermark: false },
});
const shotOf = (document: ClipDocument) => document.segments[0]!;

it("follows the animal until somebody moves the frame, then keeps to it before and behind", () => {
  const before = clip();
  expect(framedByHand(shotOf(before), "9:16")).toBe(false);
  expect(keysOf(shotOf(before), piece, "9:16")).toBe(track);
  const after = setKey("a", "9:16", { time: 5, x: 0.9, y: 0.5, zoom: 1.5 })(before, pieces);
  expect(frameAt(shotOf(after), piece, plain, "9:16", UPRIGHT, 5)).toEqual({ time: 5, x: expect.closeTo(0.8945, 4), y: 0.5, zoom: 1.5 });
  expect(frameAt(shotOf(after), piece, plain, "9:16", UPRIGHT, 2.1).x).toBeCloseTo(0.33, 1);
  expect(frameAt(shotOf(after), piece, plain, "9:16", UPRIGHT, 7.9).x).toBeCloseTo(0.67, 1);
  expect(keysOf(shotOf(before), piece, "1:1")).toEqual([]);
});

it("moves the key on the same picture instead of adding one", () => {
  const first = setKey("a", "1:1", { time: 4, x: 0.3, y: 0.5, zoom: 1 })(clip(), pieces);
  const again = setKey("a", "1:1", { time: 4.01, x: 0.6, y: 0.5, zoom: 1 })(first, pieces);
  expect(shotOf(again).framing["1:1"]).toEqual([{ time: 4, x: 0.6, y: 0.5, zoom: 1 }]);
  expect(setKey("a", "1:1", { time: 4, x: 0.6, y: 0.5, zoom: 1 })(again, pieces)).toBe(again);
  expect(setKey("gone", "1:1", { time: 4, x: 0.6, y: 0.5, zoom: 1 })(again, pieces)).toBe(again);
});

it("keeps the box inside the picture, and inside what is left without the strip", () => {
  const document = holdStill("a", "9:16", { time: 3, x: 0, y: 1, zoom: 2 })(clip(), pieces);
  const box = boxOf(frameAt(shotOf(document), piece, plain, "9:16", UPRIGHT, 6), piece, plain, UPRIGHT);
  expect(box).toEqual({ x: 0, y: 0.5, w: expect.closeTo(0.1582, 4), h: 0.5 });
  const cropped: Look = { ...plain, strip: "crop", strip_bottom: 0.1 };
  const left = windowOf(cropped);
  expect(left).toEqual({ x: expect.closeTo(0.05, 9), y: 0, w: 0.9, h: 0.9 });
  const inside = boxOf(frameAt(shotOf(document), piece, cropped, "9:16", UPRIGHT, 6), piece, cropped, UPRIGHT);
  expect(inside.x).toBeCloseTo(0.05, 9);
  expect(inside.y + inside.h).toBeCloseTo(0.9, 9);
});

it("shifts, moves and removes keys, and follows again", () => {
  const keys = [
    { time: 3, x: 0.3, y: 0.5, zoom: 1 },
    { time: 5, x: 0.5, y: 0.5, zoom: 1 },
  ];
  const document = clip({ "9:16": keys });
  expect(shotOf(shiftKeys("a", "9:16", 0.1, -0.2)(document, pieces)).framing["9:16"]!.map((key) => [key.x, key.y])).toEqual([
    [0.4, 0.3],
    [0.6, 0.3],
  ]);
  expect(shotOf(moveKey("a", "9:16", 0, 9)(document, pieces)).framing["9:16"]![0]!.time).toBeCloseTo(4.96);
  const one = removeKey("a", "9:16", 0)(document, pieces);
  expect(shotOf(one).framing["9:16"]).toEqual([keys[1]]);
  expect(shotOf(removeKey("a", "9:16", 0)(one, pieces)).framing).toEqual({});
  expect(shotOf(followAgain(["a"], "9:16")(document, pieces)).framing).toEqual({});
  expect(followAgain(["a"], "1:1")(document, pieces)).toBe(document);
});

it("finds the key that is seen and the ones beside it", () => {
  expect(keyAt(track, 3.01, 25)).toBe(3);
  expect(keyAt(track, 3.1, 25)).toBe(-1);
  expect(neighbour(track, 3, 1, 25)!.time).toBe(4);
  expect(neighbour(track, 3, -1, 25)!.time).toBe(2);
  expect(neighbour(track, 10, 1, 25)).toBeUndefined();
});

it("keeps the corners of a course and leaves out what lies on straight lines", () => {
  const bent = [0, 1, 2, 3, 4].map((time) => ({ time, x: time < 3 ? 0.2 : 0.2 + (time - 2) * 0.3, y: 0.5, zoom: 1 }));
  expect(simplify(bent, 10).map((key) => key.time)).toEqual([0, 2, 4]);
  expect(simplify(bent, 2).map((key) => key.time)).toEqual([0, 4]);
});

it("takes the clip's look where a shot has none", () => {
  const document = clip();
  expect(lookOf(document, shotOf(document))).toBe(plain);
  expect(lookOf(document, { ...shotOf(document), look: { ...plain, mode: "day" } }).mode).toBe("day");
});
