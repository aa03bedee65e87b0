/** Where captions lie in time: room for new ones, moving, cutting in two, joining. Seconds throughout. */
import { clamp, tidy } from "../shell/timecode";
import { cell, newRow, type Row } from "./rows";
import { type Change, retiming } from "./steps";

export const SHORTEST = 0.2;
const LONGEST_NEW = 3;

/** Where a new caption goes: from the playhead to the next caption, three seconds at most; null where there is no room. */
export function room(rows: readonly Row[], at: number, duration: number): { start: number; end: number } | null {
  const over = rows.find((row) => row.start - 0.001 <= at && at < row.end - 0.001);
  const start = tidy(over ? over.end : clamp(at, 0, Math.max(0, duration - SHORTEST)));
  const next = rows.filter((row) => row.start >= start - 0.001 && row !== over).reduce((least, row) => Math.min(least, row.start), duration);
  const end = tidy(Math.min(start + LONGEST_NEW, next, duration));
  return end - start >= SHORTEST - 0.001 ? { start, end } : null;
}

/** The row with another begin or end, inside the clip and never backwards. */
export function retimed(row: Row, change: { start?: number; end?: number }, duration: number): { start: number; end: number } {
  let start = clamp(tidy(change.start ?? row.start), 0, Math.max(0, tidy(duration - SHORTEST)));
  let end = clamp(tidy(change.end ?? row.end), Math.min(SHORTEST, duration), tidy(duration));
  if (end - start < SHORTEST) {
    if (change.start !== undefined) end = tidy(Math.min(duration, start + SHORTEST));
    else start = tidy(Math.max(0, end - SHORTEST));
  }
  return { start, end };
}

/** Cut a row in two at a time; each text at the sentence or space nearest to the same share of it. */
export function split(row: Row, at: number): Change[] | null {
  if (at - row.start < SHORTEST || row.end - at < SHORTEST) return null;
  const second = newRow(at, row.end);
  const share = (at - row.start) / (row.end - row.start);
  const changes: Change[] = [];
  for (const [language, one] of row.cells) {
    const [head, tail] = divided(one.text, share);
    if (head !== one.text) changes.push({ kind: "text", row, language, before: one.text, after: head });
    const { settings, method, engine } = one;
    Object.assign(cell(second, language), { text: tail, settings, method, engine });
  }
  return [...changes, retiming(row, { start: row.start, end: tidy(at) }), { kind: "added", row: second }];
}

function divided(text: string, share: number): [string, string] {
  const target = text.length * share;
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const match of text.matchAll(/[。！？；，.!?;,،؟]\s*|\s+/gu)) {
    const end = match.index + match[0].length;
    const cost = Math.abs(end - target) - (/\S/.test(match[0]) ? text.length * 0.15 : 0);
    if (end > 0 && end < text.length && cost < distance) [best, distance] = [end, cost];
  }
  if (best < 0) best = Math.round(target);
  return [text.slice(0, best).trim(), text.slice(best).trim()];
}

/** Put the next row's texts behind this one's, and take the next row away. */
export function join(row: Row, next: Row, spaced: (language: string) => boolean): Change[] {
  const changes: Change[] = [];
  for (const [language, other] of next.cells) {
    const before = row.cells.get(language)?.text ?? "";
    const after = [before.trim(), other.text.trim()].filter(Boolean).join(spaced(language) ? " " : "");
    if (after !== before) changes.push({ kind: "text", row, language, before, after });
  }
  return [...changes, retiming(row, { start: row.start, end: Math.max(row.end, next.end) }), { kind: "removed", row: next }];
}

/** Begin and end moved together by seconds, inside the clip. */
export function nudged(row: Row, by: number, duration: number): { start: number; end: number } {
  const inside = clamp(by, -row.start, Math.max(0, duration - row.end));
  return { start: tidy(row.start + inside), end: tidy(row.end + inside) };
}

/** This row and all that begin after it, moved together as far as the clip and the row before allow. */
export function shifted(rows: readonly Row[], from: Row, by: number, duration: number): Change[] {
  const following = rows.filter((row) => row === from || row.start >= from.start);
  const last = following.reduce((most, row) => Math.max(most, row.end), 0);
  const inside = clamp(by, -from.start, Math.max(0, duration - last));
  if (!inside) return [];
  return following.map((row) => retiming(row, { start: tidy(row.start + inside), end: tidy(row.end + inside) }));
}

/** "1:02.5", "62.5", "1:02,500" as seconds; null where it is no time. */
export function parseTime(text: string): number | null {
  const match = /^\s*(?:(?:(\d+):)?(\d{1,3}):)?(\d{1,5}(?:[.,]\d{1,3})?)\s*$/.exec(text);
  if (!match) return null;
  return tidy(Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3]!.replace(",", ".")));
}

/** 62.5 -> "1:02.50". */
export function showTime(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const minutes = Math.floor(hundredths / 6000);
  return `${minutes}:${String(Math.floor(hundredths / 100) % 60).padStart(2, "0")}.${String(hundredths % 100).padStart(2, "0")}`;
}
