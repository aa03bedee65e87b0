import { describe, expect, it } from "vitest";
import * as act from "./actions";
import { type ClipDocument, clipLength, lengthOf, type Piece, placeAt, plainShot, seenAt, SHORTEST } from "./document";
import { merge } from "./merge";
import { Store } from "./store";

const LOOK = { mode: "none", shadows: 0, contrast: 0, saturation: 0, warmth: 0, denoise: 0, stabilise: 0, strip: "keep", strip_top: 0, strip_bottom: 0 } as const;
const PIECES: Piece[] = [1, 2].map((footage) => ({ footage, usable: true, title: `Tiger ${footage}`, duration: 20, frame_rate: 25 }));

function clip(...ranges: [number, number, number][]): ClipDocument {
  const segments = ranges.map(([footage, start, end], index) => ({ ...plainShot(footage, start, end), id: `s${index}` }));
  return { title: "Tiger", notes: "", segments, edit: { look: { ...LOOK }, gain: 0, titles: [], brand: null, watermark: false } };
}

const opened = (document: ClipDocument) => new Store(document, PIECES, true);
const cuts = (store: Store) => store.document.segments.map((shot) => [shot.footage, shot.start, shot.end]);

/** The same numbers every time, so that a failure can be looked at. */
function random(seed: number): () => number {
  return () => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return seed / 4294967296;
  };
}

describe("cutting", () => {
  it("splits on a picture, and what plays stays the same", () => {
    const store = opened(clip([1, 2, 10], [2, 0, 4]));
    store.apply("split", act.split(3.013));
    expect(cuts(store)).toEqual([[1, 2, 5], [1, 5, 10], [2, 0, 4]]);
    expect(clipLength(store.document)).toBe(12);
  });

  it("does not split next to an end", () => {
    const store = opened(clip([1, 2, 10]));
    expect(store.apply("split", act.split(0.1))).toBe(false);
    expect(store.undoable).toBe("");
  });

  it("joins what it split", () => {
    const store = opened(clip([1, 2, 10]));
    store.apply("split", act.split(3));
    store.apply("join", act.join("s0"));
    expect(cuts(store)).toEqual([[1, 2, 10]]);
  });

  it("puts footage into the middle of a shot", () => {
    const store = opened(clip([1, 2, 10]));
    store.apply("insert", act.insertAt([plainShot(2, 1, 3)], 4));
    expect(cuts(store)).toEqual([[1, 2, 6], [2, 1, 3], [1, 6, 10]]);
  });

  it("trims inside the footage only, never to nothing", () => {
    const store = opened(clip([1, 2, 10]));
    store.apply("trim", act.trim("s0", "end", 99));
    store.apply("trim", act.trim("s0", "start", 50));
    const [shot] = store.document.segments;
    expect(shot!.end).toBe(20);
    expect(lengthOf(shot!)).toBeCloseTo(SHORTEST);
  });

  it("rolls a cut without changing the length", () => {
    const store = opened(clip([1, 2, 10], [2, 5, 9]));
    store.apply("roll", act.roll("s0", 2));
    expect(cuts(store)).toEqual([[1, 2, 12], [2, 7, 9]]);
  });

  it("keeps fades inside a shot that becomes short", () => {
    const store = opened(clip([1, 2, 10]));
    store.apply("fade", act.set(["s0"], { fade_in: 3, fade_out: 3 }));
    store.apply("trim", act.trim("s0", "end", 4));
    const [shot] = store.document.segments;
    expect(shot!.fade_in + shot!.fade_out).toBeLessThanOrEqual(2);
  });

  it("finds what plays, also in slow motion", () => {
    const document = clip([1, 2, 10], [2, 0, 4]);
    document.segments[0]!.speed = 0.5;
    expect(placeAt(document, 4)).toMatchObject({ index: 0, at: 4 });
    expect(placeAt(document, 17)).toMatchObject({ index: 1, at: 1, offset: 16 });
    expect(seenAt(document, 1, 4)).toBe(4);
    expect(seenAt(document, 1, 11)).toBeNull();
  });
});

describe("undo", () => {
  it("takes back everything that was ever done, and does it again", () => {
    const store = opened(clip([1, 2, 10], [2, 0, 4]));
    const next = random(7);
    const seen = [JSON.stringify(store.document)];
    for (let step = 0; step < 500; step++) {
      const ids = store.document.segments.map((shot) => shot.id);
      const id = ids[Math.floor(next() * ids.length)] ?? "";
      const deeds = [act.split(next() * 12), act.trim(id, next() < 0.5 ? "start" : "end", next() * 20), act.move([id], Math.floor(next() * 4)), act.duplicate([id]), act.set([id], { speed: 0.1 + next() * 4 }), act.roll(id, next() * 4 - 2), act.slip(id, next() * 8 - 4)];
      const removes = ids.length > 6 ? [act.remove([id])] : [];
      if (store.apply("something", [...deeds, ...removes][Math.floor(next() * (deeds.length + removes.length))]!)) seen.push(JSON.stringify(store.document));
      for (const shot of store.document.segments) {
        expect(shot.start).toBeGreaterThanOrEqual(0);
        expect(shot.end).toBeLessThanOrEqual(20.0005);
        expect(lengthOf(shot)).toBeGreaterThan(0);
      }
    }
    expect(seen.length).toBeGreaterThan(300);
    for (const state of seen.toReversed().slice(1)) {
      expect(store.undo()).toBe(true);
      expect(JSON.stringify(store.document)).toBe(state);
    }
    expect(store.undo()).toBe(false);
    for (const state of seen.slice(1)) {
      store.redo();
      expect(JSON.stringify(store.document)).toBe(state);
    }
    expect(store.redo()).toBe(false);
  });

  it("takes a drag back in one step", () => {
    const store = opened(clip([1, 2, 10]));
    for (const end of [9, 8, 7]) store.apply("trim", act.trim("s0", "end", end), "drag");
    store.rest();
    store.apply("trim", act.trim("s0", "end", 6), "drag");
    store.undo();
    expect(cuts(store)).toEqual([[1, 2, 7]]);
    store.undo();
    expect(cuts(store)).toEqual([[1, 2, 10]]);
  });

  it("changes nothing for who may only look", () => {
    const store = new Store(clip([1, 2, 10]), PIECES, false);
    expect(store.apply("trim", act.trim("s0", "end", 6))).toBe(false);
    expect(cuts(store)).toEqual([[1, 2, 10]]);
  });

  it("tells its listeners once for everything done together", async () => {
    const store = opened(clip([1, 2, 10]));
    const heard: string[][] = [];
    store.subscribe((changed) => heard.push([...changed].toSorted()));
    store.apply("trim", act.trim("s0", "end", 6));
    store.look({ playhead: 1, selected: ["s0"] });
    await Promise.resolve();
    expect(heard).toEqual([["document", "view"]]);
  });

  it("forgets a selection that is gone", () => {
    const store = opened(clip([1, 2, 10], [2, 0, 4]));
    store.look({ selected: ["s1"], playhead: 11 });
    store.apply("remove", act.remove(["s1"]));
    expect([store.view.selected, store.view.playhead]).toEqual([[], 8]);
  });
});

describe("two editors", () => {
  const base = clip([1, 2, 10], [2, 0, 4]);
  const after = (...actions: ReturnType<typeof act.split>[]) => actions.reduce((document, action) => action(document, new Map(PIECES.map((piece) => [piece.footage, piece]))), base);

  it("keeps what each did", () => {
    const theirs = after(act.trim("s0", "end", 8), act.name("Tigress"));
    const mine = after(act.set(["s1"], { mute: true }), act.insert([{ ...plainShot(2, 10, 12), id: "new" }], 1));
    const { document, clashes } = merge(base, theirs, mine);
    expect(clashes).toEqual([]);
    expect(document.title).toBe("Tigress");
    expect(document.segments.map((shot) => [shot.id, shot.end, shot.mute])).toEqual([["s0", 8, false], ["new", 12, false], ["s1", 4, true]]);
  });

  it("says what both changed, and keeps mine", () => {
    const { document, clashes } = merge(base, after(act.trim("s0", "end", 8)), after(act.trim("s0", "end", 6)));
    expect(clashes).toEqual(["shot:s0.end"]);
    expect(document.segments[0]!.end).toBe(6);
  });

  it("brings back a shot that was taken out there and worked on here", () => {
    const { document, clashes } = merge(base, after(act.remove(["s1"])), after(act.set(["s1"], { gain: -6 })));
    expect(clashes).toEqual(["shot:s1"]);
    expect(document.segments.map((shot) => shot.id)).toEqual(["s0", "s1"]);
  });

  it("takes out what one took out and nobody touched", () => {
    expect(merge(base, base, after(act.remove(["s1"]))).document.segments.map((shot) => shot.id)).toEqual(["s0"]);
    expect(merge(base, after(act.remove(["s1"])), base).document.segments.map((shot) => shot.id)).toEqual(["s0"]);
  });

  it("gives what the one did where the other did nothing, whatever it was", () => {
    const next = random(11);
    for (let round = 0; round < 200; round++) {
      const deeds = Array.from({ length: 4 }, () => [act.split(next() * 12), act.trim("s0", "end", next() * 20), act.move(["s1"], 0), act.duplicate(["s0"]), act.remove(["s1"]), act.name(`n${round}`)][Math.floor(next() * 6)]!);
      const done = after(...deeds);
      expect(merge(base, done, base)).toEqual({ document: done, clashes: [] });
      expect(merge(base, base, done)).toEqual({ document: done, clashes: [] });
    }
  });
});
