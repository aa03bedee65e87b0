/** How fast and how wide a caption is to read, and how far a language is. */
import { type CueState, look, type Row } from "./rows";

const plain = (text: string) => text.replace(/<[^>]*>/g, "").replace(/[\p{M}\p{C}]/gu, "");

/** Characters as a viewer counts them; narrow letters count half where the language says so. */
export function measure(text: string, half: boolean): number {
  let length = 0;
  for (const letter of plain(text)) length += half && letter.codePointAt(0)! < 0x1100 ? 0.5 : 1;
  return length;
}

/** Characters a second. */
export function readingSpeed(text: string, seconds: number, half: boolean): number {
  return seconds > 0 ? measure(text.replace(/\n/g, ""), half) / seconds : 0;
}

/** The characters of the longest line. */
export function longestLine(text: string, half: boolean): number {
  return text.split("\n").reduce((most, line) => Math.max(most, measure(line.trim(), half)), 0);
}

export type Progress = Record<CueState | "total", number>;

/** How far a language is, over the rows that have something to say. */
export function progress(rows: readonly Row[], language: string, source: string): Progress {
  const told: Progress = { total: 0, approved: 0, checked: 0, edited: 0, machine: 0, stale: 0, empty: 0 };
  for (const row of rows) {
    const one = row.cells.get(language);
    if (!one?.text.trim() && !row.cells.get(source)?.text.trim()) continue;
    told.total += 1;
    told[one ? look(one) : "empty"] += 1;
  }
  return told;
}
