import { describe, expect, it } from "vitest";
import { binary } from "../../shell/format";
import { type Chosen, excesses, fitting, keyOf, type Offer, plan } from "./plan";

const MIB = 1024 ** 2;

function offer(name: string, changes: Partial<Offer> = {}): Offer {
  return {
    name, label: name, kind: "platform", shapes: ["16:9", "9:16"], longest: null, shortest: null, largest: null, fastest: null, least: null,
    burnt: true, titles: true, watermark: true, loudness: -14, rate: 25, sizes: { "16:9": [1280, 720], "9:16": [720, 1280] }, bytes: { "16:9": MIB, "9:16": MIB / 2 }, ...changes,
  };
}

const X = offer("x", { longest: 140, largest: 100 * MIB, burnt: false });
const REELS = offer("reels", { shapes: ["9:16"], shortest: 3, longest: 90, least: 540 });
const MASTER = offer("archive_master", { kind: "master", burnt: false, titles: false });
const OFFERS = [offer("", { kind: "any" }), X, REELS, MASTER];
const LENGTHS = { shots: 60, whole: 64 };
const chosen = (shapes: Chosen["shapes"], languages: string[] = [], everywhere = false): Chosen => ({ shapes, languages, everywhere });
const keys = (choice: Chosen) => plan(OFFERS, choice, LENGTHS).map(keyOf);

describe("files that are made", () => {
  it("one for each platform, shape and language, in the order of the offers", () => {
    expect(keys(chosen({ reels: ["9:16"], "": ["9:16", "16:9"] }, ["zh-Hans", "en"]))).toEqual([
      " 16:9 zh-Hans", " 16:9 en", " 9:16 zh-Hans", " 9:16 en", "reels 9:16 zh-Hans", "reels 9:16 en",
    ]);
  });

  it("no captions are burnt in where the platform shows its own, unless that is asked for, and never in a master", () => {
    const shapes = { x: ["16:9"], archive_master: ["16:9"] };
    expect(keys(chosen(shapes, ["en"]))).toEqual(["x 16:9 ", "archive_master 16:9 "]);
    expect(keys(chosen(shapes, ["en", ""], true))).toEqual(["x 16:9 en", "x 16:9 ", "archive_master 16:9 "]);
  });

  it("without a language the file is clean", () => expect(keys(chosen({ reels: ["9:16"] }))).toEqual(["reels 9:16 "]));
  it("a shape that a platform does not take is not made", () => expect(keys(chosen({ reels: ["16:9"] }))).toEqual([]));

  it("end cards count where titles are shown", () => {
    const made = plan(OFFERS, chosen({ x: ["16:9"], archive_master: ["16:9"] }), LENGTHS);
    expect(made.map((file) => [file.seconds, file.bytes])).toEqual([[64, 64 * MIB], [60, 60 * MIB]]);
  });
});

describe("limits", () => {
  const file = { seconds: 64, bytes: 64 * MIB, width: 1280, height: 720 };
  const limits = (of: Offer, changes: Partial<typeof file> = {}) => excesses(of, { ...file, ...changes }).map((each) => [each.limit, each.sure]);

  it("what keeps to them breaks none", () => expect(limits(X)).toEqual([]));
  it("reaching a limit is allowed", () => expect(limits(X, { seconds: 140, bytes: 100 * MIB })).toEqual([]));
  it("length is sure, size is estimated", () => expect(limits(X, { seconds: 141, bytes: 101 * MIB })).toEqual([["longest", true], ["largest", false]]));
  it("too short and too small", () => expect(limits(REELS, { seconds: 2, width: 480, height: 854 })).toEqual([["shortest", true], ["least", true]]));
  it("too many pictures a second", () => expect(limits(offer("y", { fastest: 24 }))).toEqual([["fastest", true]]));
  it("what is not known forbids nothing", () => expect(limits(offer("z"), { seconds: 1e6, bytes: 1e15 })).toEqual([]));
});

describe("what was chosen before", () => {
  it("is the choice again as far as it fits", () => {
    const kept = chosen({ x: ["9:16", "3:7"], myspace: ["16:9"], reels: ["16:9"] }, ["en", "", "ru"], true);
    expect(fitting(kept, OFFERS, ["en"])).toEqual(chosen({ x: ["9:16"] }, ["en", ""], true));
  });

  it.each([null, 7, "x", {}, { shapes: { x: "16:9" }, languages: "en" }, { shapes: 3 }])("%j is no choice: one wide file for any use", (kept) => {
    expect(fitting(kept, OFFERS, ["en"])).toEqual(chosen({ "": ["16:9"] }));
  });
});

it.each([[0, "0 B"], [1023, "1023 B"], [1536, "1.5 KiB"], [512 * MIB, "512 MiB"], [1024 * MIB, "1 GiB"], [256 * 1024 * MIB, "256 GiB"]])("%d bytes are %s", (count, said) => {
  expect(binary(count)).toBe(said);
});
