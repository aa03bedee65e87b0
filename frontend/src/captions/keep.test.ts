import { describe, expect, it } from "vitest";
import { restoring } from "./keep";
import { cell, newRow } from "./rows";
import { applied } from "./steps";

const kept = (more: object) => ({ language: "en", cue: 11, source: 1, start: 0, end: 1, text: "A tiger walks", stored: "A tiger", ...more });

describe("what could not be stored", () => {
  it("comes back into its caption, beside what somebody else wrote meanwhile", () => {
    const row = newRow(0, 1);
    Object.assign(cell(row, "zh-Hans"), { id: 1, text: "虎", stored: "虎" });
    Object.assign(cell(row, "en"), { id: 11, text: "A cat", stored: "A cat", state: "edited" });
    applied([row], restoring([kept({})], [row], "zh-Hans"));
    expect([cell(row, "en").text, cell(row, "en").theirs]).toEqual(["A tiger walks", "A cat"]);
  });
  it("comes back as a caption of its own where its caption is gone", () => {
    const rows = applied([], restoring([kept({ start: 5, end: 6 }), kept({ language: "zh-Hans", cue: null, start: 5, end: 6, text: "虎" })], [], "zh-Hans"));
    expect(rows.length).toBe(1);
    expect([cell(rows[0]!, "en").text, cell(rows[0]!, "zh-Hans").text]).toEqual(["A tiger walks", "虎"]);
  });
  it("changes nothing where it was stored after all", () => {
    const row = newRow(0, 1);
    Object.assign(cell(row, "en"), { id: 11, text: "A tiger walks", stored: "A tiger walks" });
    expect(restoring([kept({})], [row], "zh-Hans")).toEqual([]);
  });
});
