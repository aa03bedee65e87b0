import { describe, expect, it } from "vitest";
import * as act from "./actions";
import { snap, step, timecode } from "../shell/timecode";
import { type ClipDocument, clipLength, lengthOf, type Piece, plainShot } from "./document";
import { carried, footageTime, gapAt, items, placed } from "./lane";
import { between, parse } from "./peaks";
import { overwrite } from "./placing";
import { rulerStep, Scale, snapped } from "../shell/scale";
import { tileAt } from "./sheets";
import { amplitude } from "./sound";
import { Store } from "./store";

const LOOK = { mode: "none", shadows: 0, contrast: 0, saturation: 0, warmth: 0, denoise: 0, stabilise: 0, strip: "keep", strip_top: 0, strip_bottom: 0 } as const;
const PIECES: Piece[] = [1, 2].map((footage) => ({ footage, usable: true, title: `Tiger ${footage}`, duration: 20, frame_rate: 25 }));
const PLACES = new Map(PIECES.map((piece) => [piece.footage, piece]));

function clip(...ranges: [number, number, number][]): ClipDocument {
  const segments = ranges.map(([footage, start, end], index) => ({ ...plainShot(footage, start, end), id: `s${index}` }));
  return { title: "Tiger", notes: "", segments, edit: { look: { ...LOOK }, gain: 0, titles: [], brand: null, watermark: false } };
}

describe("pictures", () => {
  it("are stepped one by one and end at the last", () => {
    expect(step(1, 1, 25, 10)).toBe(1.04);
    expect(step(0, -1, 25, 10)).toBe(0);
    expect(step(9.96, 5, 25, 10)).toBe(9.96);
    expect(step(1.0105, 1, 25, 10)).toBe(1.04);
  });
  it("are counted in the time code", () => {
    expect(timecode(4.48, 25)).toBe("0:04:12");
    expect(timecode(3661, 25)).toBe("1:01:01:00");
    expect(timecode(59.99, 30000 / 1001)).toBe("0:59:28");
  });
  it("are found at a rate that no decimal number has", () => {
    const rate = 30000 / 1001;
    for (let picture = 0; picture < 2000; picture++) expect(Math.round(snap(picture / rate + 0.0005, rate) * rate)).toBe(picture);
  });
});

describe("the scale", () => {
  const scale = () => Object.assign(new Scale(), { length: 100, width: 1000, zoom: 10 });
  it("keeps the moment under the pointer where it is", () => {
    const one = scale();
    one.zoomTo(80, 50);
    const before = one.x(50) - one.left;
    one.zoomTo(200, 50);
    expect(one.x(50) - one.left).toBeCloseTo(before, 6);
    expect(one.time(one.x(12.34))).toBeCloseTo(12.34, 9);
  });
  it("shows everything when it is fitted, and no less than one picture at the largest zoom", () => {
    const one = scale();
    one.fit();
    expect(one.x(100)).toBeLessThanOrEqual(1000);
    one.zoomTo(1e9, 0);
    expect(one.zoom).toBe(600);
  });
  it("has a ruler with room for its numbers", () => {
    expect(rulerStep(100)).toBe(1);
    expect(rulerStep(0.3)).toBe(300);
  });
  it("snaps to the nearest point only", () => {
    expect(snapped(1.05, [1, 1.09, 3], 0.1)).toBe(1.09);
    expect(snapped(2, [1, 3], 0.1)).toBe(2);
  });
});

describe("what lies on the timeline", () => {
  it("plays one shot after the other, slower ones longer", () => {
    const document = clip([1, 2, 10], [2, 0, 4]);
    document.segments[0]!.speed = 0.5;
    const all = items(new Store(document, PIECES, true));
    expect(all.map((item) => [item.from, item.to])).toEqual([[0, 16], [16, 20]]);
    expect(placed(all[0]!, 4)).toBe(4);
    expect(footageTime(all[1]!, 17)).toBe(1);
    expect([gapAt(all, 3), gapAt(all, 12), gapAt(all, 19)]).toEqual([0, 1, 2]);
  });
  it("is one piece of footage in the source view", () => {
    const store = new Store(clip([1, 2, 10]), PIECES, true);
    store.look({ source: 2 });
    expect(items(store).map((item) => [item.shot.footage, item.from, item.to])).toEqual([[2, 0, 20]]);
  });
});

describe("captions", () => {
  const base = clip([1, 2, 10], [2, 0, 4]);
  it("stay with their pictures when shots move", () => {
    const after = act.move(["s1"], 0)(base, PLACES);
    expect(carried(base, after, 1)).toBe(5);
    expect(carried(base, after, 9)).toBe(1);
  });
  it("go with what is cut away, and come back with it", () => {
    const after = act.trim("s0", "start", 5)(base, PLACES);
    expect(carried(base, after, 1)).toBeNull();
    expect(carried(base, after, 4)).toBe(1);
    expect(carried(base, base, 4)).toBe(4);
  });
  it("are found in the other half of a shot that was split", () => {
    const after = act.split(3)(base, PLACES);
    expect(carried(base, after, 5)).toBe(5);
  });
});

describe("overwriting", () => {
  it("keeps the length and what lies around it", () => {
    const document = overwrite([{ ...plainShot(2, 5, 8), id: "new" }], 2)(clip([1, 2, 10]), PLACES);
    expect(document.segments.map((shot) => [shot.footage, shot.start, shot.end])).toEqual([[1, 2, 4], [2, 5, 8], [1, 7, 10]]);
    expect(clipLength(document)).toBe(8);
  });
  it("makes the clip longer when it goes over its end", () => {
    const document = overwrite([plainShot(2, 0, 6)], 6)(clip([1, 2, 10]), PLACES);
    expect(document.segments.map(lengthOf)).toEqual([6, 6]);
  });
});

describe("the waveform", () => {
  const file = (...samples: number[]) => {
    const bytes = new ArrayBuffer(24 + samples.length);
    const view = new DataView(bytes);
    [2, 1, 48000, 480, samples.length / 2, 1].forEach((value, index) => view.setInt32(index * 4, value, true));
    new Int8Array(bytes, 24).set(samples);
    return bytes;
  };
  it("is read as the server writes it", () => {
    const peaks = parse(file(-10, 20, -64, 32))!;
    expect([peaks.rate, peaks.length, peaks.loudest]).toEqual([100, 2, 64]);
    expect(between(peaks, 0, 0.01)).toEqual([-10 / 64, 20 / 64]);
    expect(between(peaks, 0, 0.02)).toEqual([-1, 0.5]);
    expect(between(peaks, 5, 6)).toEqual([0, 0]);
  });
  it("is none where there is no sound, or the file is another or cut off", () => {
    expect(parse(file())).toBeNull();
    expect(parse(new ArrayBuffer(3))).toBeNull();
    expect(parse(new ArrayBuffer(64))).toBeNull();
    expect(parse(file(-1, 1, -2, 2).slice(0, 26))!.length).toBe(1);
  });
});

it("finds a tile in its sheet", () => {
  const sheet = { columns: 10, rows: 2, count: 12, interval: 1, tile_width: 160, tile_height: 90 };
  expect(tileAt(sheet, 11.9, 1600, 180)).toEqual([160, 90, 160, 90]);
  expect(tileAt(sheet, 400, 1600, 180)).toEqual([160, 90, 160, 90]);
});

it("turns decibels to loudness", () => {
  expect([amplitude(0), amplitude(-60), Math.round(amplitude(-6) * 100)]).toEqual([1, 0, 50]);
});
