/** What could not be stored stays in this browser until it can be: the network was gone, or the page was left too soon. */
import { cell, changed, newRow, type Row } from "./rows";
import type { Change } from "./steps";

interface Kept {
  language: string;
  cue: number | null;
  source: number | null;
  start: number;
  end: number;
  text: string;
  /** What the server had when this was written. */
  stored: string;
}

export class Keep {
  private readonly name: string;

  constructor(clip: number) {
    this.name = `pugmark captions ${clip}`;
  }

  write(rows: readonly Row[], source: string): void {
    const kept: Kept[] = [];
    for (const row of rows) {
      for (const [language, one] of row.cells) {
        if (changed(one)) kept.push({ language, cue: one.id, source: row.cells.get(source)?.id ?? null, start: row.start, end: row.end, text: one.text, stored: one.stored });
      }
    }
    try {
      if (kept.length) localStorage.setItem(this.name, JSON.stringify(kept));
      else localStorage.removeItem(this.name);
    } catch {
      // No room or not allowed: then only the page itself has it.
    }
  }

  clear(): void {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // Not allowed: then nothing was kept either.
    }
  }

  read(): Kept[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.name) ?? "[]");
      return Array.isArray(kept) ? kept.filter((each) => typeof each?.text === "string" && typeof each?.language === "string") : [];
    } catch {
      return [];
    }
  }
}

/** The changes that bring back what was kept. Where somebody else wrote meanwhile, both texts are shown. */
export function restoring(kept: readonly Kept[], rows: readonly Row[], source: string): Change[] {
  const changes: Change[] = [];
  const added: Row[] = [];
  for (const each of kept) {
    const again = added.find((one) => one.start === each.start);
    if (again) {
      cell(again, each.language).text = each.text;
      continue;
    }
    const row = found(each, rows, source);
    if (!row) {
      if (!each.text.trim()) continue;
      const fresh = newRow(each.start, each.end);
      cell(fresh, source);
      cell(fresh, each.language).text = each.text;
      added.push(fresh);
      changes.push({ kind: "added", row: fresh });
      continue;
    }
    const one = cell(row, each.language);
    if (one.text === each.text) continue;
    if (one.stored !== each.stored) one.theirs = one.stored;
    changes.push({ kind: "text", row, language: each.language, before: one.text, after: each.text });
  }
  return changes;
}

function found(kept: Kept, rows: readonly Row[], source: string): Row | undefined {
  if (kept.cue !== null) {
    const same = rows.find((row) => row.cells.get(kept.language)?.id === kept.cue);
    if (same) return same;
  }
  return rows.find((row) => (kept.source !== null && row.cells.get(source)?.id === kept.source) || Math.abs(row.start - kept.start) < 0.02);
}
