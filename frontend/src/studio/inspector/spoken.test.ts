import { expect, it } from "vitest";
import { type ClipDocument, plainShot, type Title } from "../document";
import { brandOf, cueAt, isWritten, said, signed, standing } from "./spoken";
import type { Brand } from "../page";

it("says a text as the render does where nobody translated it", () => {
  const texts = { "zh-Hans": "东北虎", en: "Amur tiger", ru: " " };
  expect(said(texts, "zh-Hant")).toBe("东北虎");
  expect(said(texts, "ru")).toBe("Amur tiger");
  expect(said({ ko: "호랑이", la: "Panthera" }, "fr", "la")).toBe("Panthera");
  expect(said({ ko: "호랑이" }, "fr")).toBe("호랑이");
  expect(said({}, "fr")).toBe("");
  expect(isWritten(texts, "zh-Hant")).toBe(true);
  expect(isWritten(texts, "ru")).toBe(false);
});

const title = (settings: Partial<Title>): Title => ({ id: "t", kind: "title", start: 1, end: 5, text: { en: "A" }, detail: {}, place: "left", ...settings });
const clip = (...titles: Title[]): ClipDocument => ({
  title: "",
  notes: "",
  segments: [plainShot(1, 0, 10)],
  edit: { look: {} as never, gain: 0, titles, brand: null, watermark: false },
});

it("lets titles come and go, and end cards stand behind the shots", () => {
  const document = clip(title({}), title({ id: "e", kind: "end_card", start: 0, end: 4 }));
  expect(standing(document, 0.9)).toEqual([]);
  expect(standing(document, 3)).toEqual([{ title: document.edit.titles[0], share: 1 }]);
  expect(standing(document, 4.9)[0]!.share).toBeLessThan(0.5);
  expect(standing(document, 5)).toEqual([]);
  expect(standing(document, 12).map((each) => each.title.id)).toEqual(["e"]);
  expect(standing(document, 14).map((each) => each.title.id)).toEqual(["e"]);
});

it("finds the caption of a moment, the kit and the signature", () => {
  const track = { language: "en", name: "", state: "", total: 1, approved: 0, cues: [[1, 2, "Look!"]] as [number, number, string][] };
  expect(cueAt(track, 1.5)).toBe("Look!");
  expect(cueAt(track, 2)).toBe("");
  expect(cueAt(undefined, 1)).toBe("");
  const kits = [{ id: 1, default: false }, { id: 2, default: true, signs: { "zh-Hans": "中心", en: "Centre" } }] as unknown as Brand[];
  expect(brandOf(kits, 1)!.id).toBe(1);
  expect(brandOf(kits, null)!.id).toBe(2);
  expect(brandOf(kits, 99)!.id).toBe(2);
  expect(brandOf([], null)).toBeUndefined();
  expect(signed(kits[1], "zh-Hant")).toBe("中心");
  expect(signed(kits[1], "ru")).toBe("Centre");
});
