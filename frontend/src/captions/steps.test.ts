import { describe, expect, it } from "vitest";
import { cell, newRow, type Row, sorted } from "./rows";
import { applied, type Change, retiming, since, snapshot, Steps } from "./steps";
import { join, nudged, retimed, room, shifted, split } from "./times";

/** The same numbers every time: a failure can be looked at again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const DURATION = 60;
const LANGUAGES = ["zh-Hans", "en", "ar"];
const look = (rows: readonly Row[]) => JSON.stringify(rows.map((row) => [row.key, row.start, row.end, LANGUAGES.map((tag) => row.cells.get(tag)?.text ?? "")]));

/** Something that a person might do next. */
function next(rows: readonly Row[], roll: () => number): { name: string; changes: readonly Change[]; gesture: string } {
  const row = rows[Math.floor(roll() * rows.length)];
  const language = LANGUAGES[Math.floor(roll() * LANGUAGES.length)]!;
  const what = Math.floor(roll() * 8);
  if (!row || what === 0) {
    const place = room(rows, roll() * DURATION, DURATION);
    return { name: "add", changes: place ? [{ kind: "added", row: newRow(place.start, place.end) }] : [], gesture: "" };
  }
  if (what === 1) return { name: "remove", changes: [{ kind: "removed", row }], gesture: "" };
  if (what === 2) return { name: "split", changes: split(row, row.start + (row.end - row.start) * roll()) ?? [], gesture: "" };
  if (what === 3) {
    const after = rows[rows.indexOf(row) + 1];
    return { name: "join", changes: after ? join(row, after, (tag) => tag !== "zh-Hans") : [], gesture: "" };
  }
  if (what === 4) return { name: "time", changes: [retiming(row, retimed(row, roll() < 0.5 ? { start: roll() * DURATION } : { end: roll() * DURATION }, DURATION))], gesture: roll() < 0.5 ? `drag ${row.key}` : "" };
  if (what === 5) return { name: "shift", changes: shifted(rows, row, roll() * 4 - 2, DURATION), gesture: "" };
  if (what === 6) return { name: "nudge", changes: [retiming(row, nudged(row, roll() - 0.5, DURATION))], gesture: `nudge ${row.key}` };
  const before = row.cells.get(language)?.text ?? "";
  return { name: "typing", changes: [{ kind: "text", row, language, before, after: `${before}${"虎a ؟.".charAt(Math.floor(roll() * 6))}` }], gesture: `typing ${row.key} ${language}` };
}

describe("undo", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("leads back to the beginning and forward again, whatever was done (%i)", (seed) => {
    const roll = dice(seed);
    const steps = new Steps();
    let rows: Row[] = [];
    const first = look(rows);
    for (let turn = 0; turn < 300; turn += 1) {
      if (roll() < 0.15) rows = sorted(applied(rows, roll() < 0.6 ? steps.undo() : steps.redo()), "zh-Hans");
      else {
        const { name, changes, gesture } = next(rows, roll);
        steps.push(name, changes, gesture);
        rows = sorted(applied(rows, changes), "zh-Hans");
      }
      for (const row of rows) expect(row.end, "no caption ends before it begins").toBeGreaterThan(row.start);
      expect(rows.at(-1)?.end ?? 0).toBeLessThanOrEqual(DURATION + 0.001);
    }
    while (steps.redoable) rows = sorted(applied(rows, steps.redo()), "zh-Hans");
    const last = look(rows);
    while (steps.undoable) rows = sorted(applied(rows, steps.undo()), "zh-Hans");
    expect(look(rows)).toBe(first);
    while (steps.redoable) rows = sorted(applied(rows, steps.redo()), "zh-Hans");
    expect(look(rows)).toBe(last);
  });
  it("takes back a word typed without a pause at once, and what came after a pause by itself", () => {
    const row = newRow(0, 2);
    const steps = new Steps();
    let rows = [row];
    const type = (after: string) => {
      const change: Change = { kind: "text", row, language: "en", before: cell(row, "en").text, after };
      steps.push("typing", [change], "typing 1 en");
      rows = applied(rows, [change]);
    };
    for (const text of ["t", "ti", "tig", "tiger"]) type(text);
    steps.rest();
    type("tigers");
    applied(rows, steps.undo());
    expect(cell(row, "en").text).toBe("tiger");
    applied(rows, steps.undo());
    expect(cell(row, "en").text).toBe("");
    expect(steps.undoable).toBe("");
  });
  it("forgets nothing that the server did at somebody's wish", () => {
    const rows = [newRow(0, 1), newRow(1, 2)];
    cell(rows[0]!, "en").text = " two  spaces ";
    const before = snapshot(rows);
    cell(rows[0]!, "en").text = "two spaces";
    const more = newRow(2, 3);
    const after = [rows[0]!, more];
    const steps = new Steps();
    steps.push("mend", since(before, after));
    const back = applied(after, steps.undo());
    expect(cell(rows[0]!, "en").text).toBe(" two  spaces ");
    expect(new Set(back)).toEqual(new Set(rows));
  });
  it("does not count what changed nothing", () => {
    const steps = new Steps();
    const row = newRow(0, 1);
    steps.push("time", [retiming(row, { start: 0, end: 1 })]);
    expect(steps.undoable).toBe("");
  });
});

describe("moving all that follows", () => {
  it("keeps the distances and stays in the clip", () => {
    const rows = [newRow(1, 2), newRow(3, 4), newRow(5, 6)];
    applied(rows, shifted(rows, rows[1]!, 100, 8));
    expect(rows.map((row) => [row.start, row.end])).toEqual([[1, 2], [5, 6], [7, 8]]);
    applied(rows, shifted(rows, rows[0]!, -100, 8));
    expect(rows.map((row) => row.start)).toEqual([0, 4, 6]);
  });
});
