/**
 * What was done to the captions, so that all of it can be undone. A step holds what it changed and nothing else: what the
 * server says meanwhile (a translation that arrives, another editor's text) is no step, and undoing does not take it back.
 */
import { cell, type Row } from "./rows";

export type Span = { start: number; end: number };
export type Change =
  | { kind: "text"; row: Row; language: string; before: string; after: string }
  | { kind: "time"; row: Row; before: Span; after: Span }
  | { kind: "added" | "removed"; row: Row };

export interface Step {
  /** What was done: the key of a word, such as "split". */
  name: string;
  changes: readonly Change[];
}

export const retiming = (row: Row, after: Span): Change => ({ kind: "time", row, before: { start: row.start, end: row.end }, after });

export class Steps {
  private past: Step[] = [];
  private future: Step[] = [];
  private held = "";

  /** The names of what undo would take back and redo do again; empty where there is nothing. */
  get undoable(): string {
    return this.past.at(-1)?.name ?? "";
  }

  get redoable(): string {
    return this.future.at(-1)?.name ?? "";
  }

  /** Steps with the same `gesture` (typing in one field, a drag) are one step to undo; `rest()` ends a gesture. */
  push(name: string, changes: readonly Change[], gesture = ""): void {
    const real = changes.filter(differs);
    if (!real.length) return;
    const last = this.past.at(-1);
    if (gesture && gesture === this.held && last) this.past[this.past.length - 1] = { name, changes: condensed([...last.changes, ...real]) };
    else this.past.push({ name, changes: real });
    this.held = gesture;
    this.future = [];
  }

  rest(): void {
    this.held = "";
  }

  undo(): readonly Change[] {
    const step = this.past.pop();
    if (!step) return [];
    this.held = "";
    this.future.push(step);
    return step.changes.map(inverse).reverse();
  }

  redo(): readonly Change[] {
    const step = this.future.pop();
    if (!step) return [];
    this.held = "";
    this.past.push(step);
    return step.changes;
  }
}

function differs(change: Change): boolean {
  if (change.kind === "text") return change.before !== change.after;
  if (change.kind === "time") return change.before.start !== change.after.start || change.before.end !== change.after.end;
  return true;
}

export function inverse(change: Change): Change {
  if (change.kind === "text" || change.kind === "time") return { ...change, before: change.after, after: change.before } as Change;
  return { kind: change.kind === "added" ? "removed" : "added", row: change.row };
}

/** Several changes of one text or one time as one. */
function condensed(changes: readonly Change[]): Change[] {
  const first = new Map<string, number>();
  const kept: Change[] = [];
  for (const change of changes) {
    const name = `${change.kind} ${change.row.key} ${change.kind === "text" ? change.language : ""}`;
    const at = first.get(name);
    const earlier = at === undefined ? undefined : kept[at];
    if (at !== undefined && earlier && (change.kind === "text" || change.kind === "time")) kept[at] = { ...change, before: (earlier as typeof change).before } as Change;
    else {
      first.set(name, kept.length);
      kept.push(change);
    }
  }
  return kept.filter(differs);
}

/** Do it: changes texts and times in place, gives the rows with what was added and without what was taken away. */
export function applied(rows: readonly Row[], changes: readonly Change[]): Row[] {
  const added = new Set<Row>();
  const removed = new Set<Row>();
  for (const change of changes) {
    if (change.kind === "text") cell(change.row, change.language).text = change.after;
    else if (change.kind === "time") Object.assign(change.row, change.after);
    else {
      (change.kind === "added" ? added : removed).add(change.row);
      (change.kind === "added" ? removed : added).delete(change.row);
    }
  }
  if (!added.size && !removed.size) return [...rows];
  return [...rows.filter((row) => !removed.has(row) && !added.has(row)), ...added];
}

export type Snapshot = ReadonlyMap<Row, Span & { texts: ReadonlyMap<string, string> }>;

/** What the rows say now, to find out later what has changed. */
export function snapshot(rows: readonly Row[]): Snapshot {
  return new Map(rows.map((row) => [row, { start: row.start, end: row.end, texts: new Map([...row.cells].map(([language, one]) => [language, one.text])) }]));
}

/** The changes that lead from a snapshot to these rows. */
export function since(before: Snapshot, rows: readonly Row[]): Change[] {
  const changes: Change[] = [];
  const now = new Set(rows);
  for (const row of before.keys()) if (!now.has(row)) changes.push({ kind: "removed", row });
  for (const row of rows) {
    const was = before.get(row);
    if (!was) {
      changes.push({ kind: "added", row });
      continue;
    }
    if (was.start !== row.start || was.end !== row.end) changes.push({ kind: "time", row, before: { start: was.start, end: was.end }, after: { start: row.start, end: row.end } });
    for (const [language, one] of row.cells) {
      const text = was.texts.get(language) ?? "";
      if (text !== one.text) changes.push({ kind: "text", row, language, before: text, after: one.text });
    }
  }
  return changes;
}
