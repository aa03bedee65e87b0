import { afterEach, expect, it, vi } from "vitest";
import * as act from "./actions";
import { type ClipDocument, plainShot } from "./document";
import { carried } from "./lane";
import { documentOf, type StudioData, type Track } from "./page";
import { Saver } from "./save";
import { Store } from "./store";

const LOOK = { mode: "none", shadows: 0, contrast: 0, saturation: 0, warmth: 0, denoise: 0, stabilise: 0, strip: "keep", strip_top: 0, strip_bottom: 0 } as const;
const URLS = { save: "/save/", versions: "/versions/" } as StudioData["urls"];
const track = (...cues: [number, number, string][]): Track => ({ language: "zh-Hans", name: "", state: "", total: cues.length, approved: 0, cues });

function studio(): { data: StudioData; store: Store; saver: Saver } {
  const segments = [0, 4].map((start, index) => ({ ...plainShot(1, start, start + 4), id: `s${index}` }));
  const edit = { look: { ...LOOK }, gain: 0, titles: [], brand: null, watermark: false };
  const data = { clip: 7, number: 1, id: 1, title: "Tiger", notes: "", segments, edit, pieces: [], urls: URLS, newUrls: URLS, tracks: [track([5, 6, "虎"])], draftKey: "" };
  const store = new Store(documentOf(data), [{ footage: 1, usable: true, title: "", duration: 20, frame_rate: 25 }], true);
  return { data: data as unknown as StudioData, store, saver: new Saver(data as unknown as StudioData, store) };
}

/** What the server answers with; the page itself, where Saver tells of it, is not there. */
function answering(more: object): void {
  vi.stubGlobal("document", { cookie: "", documentElement: { lang: "en" }, querySelector: () => null });
  const answer = { clip: 7, version: 2, title: "Tiger", urls: URLS, ...more };
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(answer))));
}

const shown = (data: StudioData, saver: Saver, now: ClipDocument) => data.tracks[0]!.cues.map(([from]) => carried(saver.captioned, now, from));

afterEach(() => vi.unstubAllGlobals());

it("draws captions where the server has put them, before and after a changed cut is saved", async () => {
  const { data, store, saver } = studio();
  store.apply("trim", act.trim("s0", "end", 2));
  expect(shown(data, saver, store.document)).toEqual([3]);
  answering({ tracks: [track([3, 4, "虎"])] });
  expect(await saver.save()).toBe(true);
  expect(shown(data, saver, store.document)).toEqual([3]);
  store.apply("trim", act.trim("s0", "end", 1));
  expect(shown(data, saver, store.document)).toEqual([2]);
});

it("shows a caption whose picture was cut out where the server keeps it", async () => {
  const { data, store, saver } = studio();
  store.apply("trim", act.trim("s1", "end", 4.5));
  expect(shown(data, saver, store.document)).toEqual([null]);
  answering({ tracks: [track([4.3, 4.5, "虎"])] });
  await saver.save();
  expect(shown(data, saver, store.document)).toEqual([4.3]);
});

it("leaves the captions of the other clip behind in a clip of its own", async () => {
  const { data, saver } = studio();
  answering({ tracks: [] });
  await saver.fork();
  expect(data.tracks).toEqual([]);
});
