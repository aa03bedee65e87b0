import { describe, expect, it } from "vitest";
import { progress, readingSpeed } from "./reading";
import { adopt, cell, look, merge, newRow, payload, type Row, type ServerCue, type ServerTrack } from "./rows";
import { applied } from "./steps";
import { join, parseTime, retimed, room, showTime, split } from "./times";

const cue = (id: number, start: number, end: number, text: string, more: Partial<ServerCue> = {}): ServerCue => ({
  id, source: null, start, end, text, settings: "", state: "edited", confidence: null, abstained: "", engine: "", ...more,
});
const track = (language: string, cues: ServerCue[], more: Partial<ServerTrack> = {}): ServerTrack => ({
  id: 1, language, name: language, direction: "ltr", source: null, state: "draft", revision: 1, exports: { vtt: "", srt: "" }, cues, findings: [], ...more,
});
const both = () => [
  track("zh-Hans", [cue(1, 0, 1, "一"), cue(2, 1, 2, "二")]),
  track("en", [cue(11, 0, 1, "one", { source: 1, state: "machine" }), cue(12, 1, 2, "", { source: 2, state: "empty", abstained: "unsure" })]),
];
const times = (rows: Row[]) => rows.map((row) => [row.start, row.end]);

describe("rows", () => {
  it("put each translation beside its source", () => {
    const rows = merge([], both(), "zh-Hans");
    expect(rows.map((row) => [cell(row, "zh-Hans").text, cell(row, "en").text])).toEqual([["一", "one"], ["二", ""]]);
    expect(cell(rows[1]!, "en").abstained).toBe("unsure");
  });
  it("keep what is being typed when the server answers", () => {
    const rows = merge([], both(), "zh-Hans");
    cell(rows[0]!, "en").text = "One tiger";
    const again = merge(rows, both(), "zh-Hans");
    expect(again[0]).toBe(rows[0]);
    expect(cell(again[0]!, "en").text).toBe("One tiger");
    expect(look(cell(again[0]!, "en"))).toBe("edited");
    expect(cell(again[0]!, "en").theirs).toBeNull();
  });
  it("show what somebody else wrote beside one's own", () => {
    const rows = merge([], both(), "zh-Hans");
    cell(rows[0]!, "en").text = "mine";
    const other = both();
    other[1]!.cues[0]!.text = "theirs";
    const merged = cell(merge(rows, other, "zh-Hans")[0]!, "en");
    expect([merged.text, merged.theirs]).toEqual(["mine", "theirs"]);
    merged.stored = "mine"; // sent and stored: theirs stays on the screen until somebody chooses
    other[1]!.cues[0]!.text = "mine";
    expect(cell(merge(rows, other, "zh-Hans")[0]!, "en").theirs).toBe("theirs");
  });
  it("lose what was deleted elsewhere and keep what is new here", () => {
    const rows = merge([], both(), "zh-Hans");
    const fresh = newRow(2, 3);
    const left = [track("zh-Hans", [cue(2, 1, 2, "二")]), track("en", [])];
    expect(times(merge([...rows, fresh], left, "zh-Hans"))).toEqual([[1, 2], [2, 3]]);
  });
  it("get their ids in the order they were sent", () => {
    const rows = [newRow(1, 2), newRow(0, 1)];
    cell(rows[0]!, "en").text = "second";
    cell(rows[1]!, "en").text = "first";
    const sent = payload(rows, "en", "en");
    expect(sent.cues).toMatchObject([{ text: "first", id: null }, { text: "second" }]);
    adopt(sent.rows, "en", [cue(7, 0, 1, "first"), cue(8, 1, 2, "second")]);
    expect(rows.map((row) => cell(row, "en").id)).toEqual([8, 7]);
  });
  it("send a translation with its source and leave out what nobody wrote", () => {
    const rows = merge([], both(), "zh-Hans");
    cell(rows[0]!, "ru").text = "один";
    expect(payload(rows, "ru", "zh-Hans").cues).toMatchObject([{ id: null, source: 1, text: "один" }]);
  });
  it("count what is done", () => {
    expect(progress(merge([], both(), "zh-Hans"), "en", "zh-Hans")).toMatchObject({ total: 2, approved: 0, machine: 1, stale: 0, empty: 1 });
    expect(progress(merge([], both(), "zh-Hans"), "ru", "zh-Hans").empty).toBe(2);
  });
});

describe("times", () => {
  const rows = [newRow(1, 2), newRow(4, 6)];
  it("of a new caption end at the next one", () => {
    expect(room(rows, 0, 10)).toEqual({ start: 0, end: 1 });
    expect(room(rows, 1.5, 10)).toEqual({ start: 2, end: 4 });
    expect(room(rows, 7, 10)).toEqual({ start: 7, end: 10 });
    expect(room(rows, 3.9, 10)).toBeNull();
    expect(room([], 99, 10)).toEqual({ start: 9.8, end: 10 });
  });
  it("never run backwards or out of the clip", () => {
    expect(retimed(rows[0]!, { start: 1.9 }, 10)).toEqual({ start: 1.9, end: 2.1 });
    expect(retimed(rows[0]!, { end: 0.5 }, 10)).toEqual({ start: 0.3, end: 0.5 });
    expect(retimed(rows[1]!, { end: 50 }, 10)).toEqual({ start: 4, end: 10 });
    expect(retimed(rows[1]!, { start: -3 }, 10)).toEqual({ start: 0, end: 6 });
  });
  it("are read as people write them", () => {
    expect(parseTime("1:02.5")).toBe(62.5);
    expect(parseTime("62,5")).toBe(62.5);
    expect(parseTime("1:00:00.25")).toBe(3600.25);
    expect(parseTime("soon")).toBeNull();
    expect(showTime(62.5)).toBe("1:02.50");
    expect(showTime(59.999)).toBe("1:00.00");
  });
});

describe("splitting and joining", () => {
  it("cuts at the sentence", () => {
    const row = newRow(0, 4);
    cell(row, "zh-Hans").text = "老虎走了。豹子来了。";
    cell(row, "en").text = "The tiger left. The leopard came.";
    const [first, second] = applied([row], split(row, 2)!) as [Row, Row];
    expect([cell(first, "zh-Hans").text, cell(second, "zh-Hans").text]).toEqual(["老虎走了。", "豹子来了。"]);
    expect([cell(first, "en").text, cell(second, "en").text]).toEqual(["The tiger left.", "The leopard came."]);
    expect(applied([first, second], join(first, second, (language) => language !== "zh-Hans"))).toEqual([first]);
    expect(cell(first, "zh-Hans").text).toBe("老虎走了。豹子来了。");
    expect([first.start, first.end]).toEqual([0, 4]);
  });
  it("leaves no part shorter than can be seen", () => {
    expect(split(newRow(0, 1), 0.05)).toBeNull();
  });
});

describe("reading speed", () => {
  it("counts narrow letters half in Chinese", () => {
    expect(readingSpeed("东北虎", 1, true)).toBe(3);
    expect(readingSpeed("GPS 东北虎", 1, true)).toBe(5);
    expect(readingSpeed("<i>tiger</i>", 1, false)).toBe(5);
  });
});
