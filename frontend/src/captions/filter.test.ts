import { describe, expect, it } from "vitest";
import { EVERYTHING, nextProblem, problems, shown } from "./filter";
import { cell, newRow, type Row } from "./rows";
import { drawn, drawnSpan, onShots, points, toPicture } from "./snapping";
import { check, inSource, inTarget, place, type Term } from "./terms";
import { parted } from "./replace";

const LANGUAGES = ["zh-Hans", "en"];

function three(): Row[] {
  const rows = [newRow(0, 1), newRow(1, 2), newRow(2, 3)];
  Object.assign(cell(rows[0]!, "zh-Hans"), { text: "老虎", stored: "老虎", state: "approved" });
  Object.assign(cell(rows[1]!, "en"), { text: "A tiger", stored: "A tiger", state: "machine", findings: [{ cue: 1, code: "term_missing", says: "", severity: "error" }] });
  Object.assign(cell(rows[2]!, "en"), { text: "Snow", stored: "Snow", state: "stale", remarks: 1 });
  return rows;
}

describe("the filter", () => {
  it("finds by words, state, problem and comment", () => {
    const rows = three();
    const only = (more: object) => shown(rows, { ...EVERYTHING, ...more }, LANGUAGES).map((row) => rows.indexOf(row));
    expect(only({})).toEqual([0, 1, 2]);
    expect(only({ text: "TIGER" })).toEqual([1]);
    expect(only({ state: "machine" })).toEqual([1]);
    expect(only({ state: "approved", language: "en" })).toEqual([]);
    expect(only({ problem: "any" })).toEqual([1]);
    expect(only({ problem: "term_missing" })).toEqual([1]);
    expect(only({ problem: "remarks" })).toEqual([2]);
    expect(only({ state: "empty", language: "en" })).toEqual([0]);
  });
  it("goes from problem to problem and around the end", () => {
    const rows = three();
    const first = nextProblem(rows, LANGUAGES, null, "", 1)!;
    expect([rows.indexOf(first.row), first.language]).toEqual([1, "en"]);
    const second = nextProblem(rows, LANGUAGES, first.row, first.language, 1)!;
    expect(rows.indexOf(second.row)).toBe(2); // out of date
    expect(nextProblem(rows, LANGUAGES, second.row, "en", 1)!.row).toBe(first.row);
    expect(nextProblem(rows, LANGUAGES, first.row, "en", -1)!.row).toBe(second.row);
    expect(nextProblem([newRow(0, 1)], LANGUAGES, null, "", 1)).toBeNull();
    expect(problems(rows, LANGUAGES)).toEqual([{ code: "term_missing", count: 1, severity: "error" }]);
  });
});

describe("edges of captions", () => {
  const around = { shots: [4.96], playhead: 9, rate: 25 };
  it("come to lie on shots, the playhead and two pictures from a neighbour, else on pictures", () => {
    const rows = [newRow(0, 2), newRow(3, 5), newRow(6, 7)];
    const near = points(rows, rows[1]!, "start", around);
    expect(drawn(2.1, near, 0.1, 25)).toBe(2.08);
    expect(drawn(4.9, near, 0.1, 25)).toBe(4.96);
    expect(drawn(3.333, near, 0.1, 25)).toBe(3.32);
    expect(points(rows, rows[1]!, "end", around)).toContain(5.92);
  });
  it("are drawn together when the whole is moved", () => {
    expect(drawnSpan({ start: 3, end: 4.95 }, [], [4.96], 0.1, 25)).toBe(3.01);
    expect(drawnSpan({ start: 2.07, end: 4 }, [2.08], [4.08], 0.1, 25)).toBe(2.08);
    expect(drawnSpan({ start: 2.011, end: 4 }, [], [], 0.1, 25)).toBe(2);
  });
  it("never leave the grid of pictures by themselves", () => {
    for (let turn = 0; turn < 500; turn += 1) {
      const time = (turn * 7919) % 1000 / 97;
      for (const rate of [23.976, 25, 29.97, 50]) expect(Math.abs(toPicture(time, rate) * rate - Math.round(toPicture(time, rate) * rate))).toBeLessThan(0.03);
    }
  });
  it("find the shots beside them", () => {
    expect(onShots(newRow(1.2, 4.8), [1, 5, 9], 0.5)).toEqual({ start: 1, end: 5 });
    expect(onShots(newRow(2, 3), [1, 5], 0.5)).toEqual({ start: 2, end: 3 });
  });
});

describe("terms", () => {
  const tiger: Term = { key: "t", source: "东北虎", start: 0, end: 3, forms: ["Amur tiger", "Amur tigers", "Siberian tiger"], forbidden: ["leopard"], note: "" };
  it("are found as words, in any case, the longest form first", () => {
    expect(place("The AMUR TIGER sleeps", "Amur tiger")).toEqual({ start: 4, end: 14 });
    expect(place("catalogue", "cat")).toBeNull();
    expect(place("一只东北虎走过", "东北虎")).toEqual({ start: 2, end: 5 });
    expect(check([tiger], "Amur tigers rest")[0]!.form).toBe("Amur tigers");
  });
  it("are marked in both texts, missing and forbidden ones as such", () => {
    expect(inSource([tiger], "An Amur tiger", (forms) => forms)[0]!.kind).toBe("term");
    expect(inSource([tiger], "", (forms) => forms)[0]!.kind).toBe("term"); // nothing is written yet
    expect(inSource([tiger], "A leopard", (forms) => forms)[0]!.kind).toBe("missing");
    expect(inTarget([tiger], "An Amur tiger, no leopard", (better) => better)).toMatchObject([{ start: 3, end: 13, kind: "term" }, { start: 18, end: 25, kind: "forbidden" }]);
  });
});

describe("a replacement", () => {
  it("shows what goes and what comes", () => {
    expect(parted("A cat walks", "A tiger walks")).toEqual(["A ", "cat", "tiger", " walks"]);
    expect(parted("same", "same")).toEqual(["same", "", "", ""]);
    const [head, before, after, tail] = parted("aXXb", "aYb");
    expect(head + before + tail).toBe("aXXb");
    expect(head + after + tail).toBe("aYb");
  });
});
