/** Two people changed the same clip: what each did since their common version, put together where it does not clash. */
import { same } from "./actions";
import type { ClipDocument, Shot, Title } from "./document";

export interface Merged {
  document: ClipDocument;
  /** What both changed differently, as names of fields ("title", "shot:ID.speed", "order"): there mine was taken. */
  clashes: string[];
}

type Row = Record<string, unknown> & { id: string };

/** `base` is what both began with, `theirs` what is saved by now, `mine` what is not saved yet. */
export function merge(base: ClipDocument, theirs: ClipDocument, mine: ClipDocument): Merged {
  const clashes: string[] = [];
  const fields = <T extends object>(name: string, of: (document: ClipDocument) => T) => record(of(base), of(theirs), of(mine), name, clashes);
  const { titles: _base, ...edit } = base.edit;
  const plain = fields("", ({ title, notes }) => ({ title, notes }));
  const settings = fields("edit.", ({ edit: { titles: _titles, ...rest } }): typeof edit => rest);
  const segments = rows<Shot>(base.segments, theirs.segments, mine.segments, "shot", clashes);
  const titles = rows<Title>(base.edit.titles, theirs.edit.titles, mine.edit.titles, "caption", clashes);
  return { document: { ...plain, segments, edit: { ...settings, titles } }, clashes };
}

/** Each field by itself: who alone changed it wins. */
function record<T extends object>(base: T, theirs: T, mine: T, name: string, clashes: string[]): T {
  const next = { ...mine } as Record<string, unknown>;
  for (const key of Object.keys(base)) {
    const [b, t, m] = [base, theirs, mine].map((each) => (each as Record<string, unknown>)[key]);
    if (same(m, b)) next[key] = t;
    else if (!same(t, b) && !same(t, m)) clashes.push(`${name}${key}`);
  }
  return next as T;
}

function rows<T extends { id: string }>(base: readonly T[], theirs: readonly T[], mine: readonly T[], kind: string, clashes: string[]): T[] {
  const [b, t, m] = [base, theirs, mine].map((list) => new Map(list.map((row) => [row.id, row]))) as [Map<string, T>, Map<string, T>, Map<string, T>];
  const kept = new Map<string, T>();
  for (const id of new Set([...m.keys(), ...t.keys()])) {
    const [before, other, own] = [b.get(id), t.get(id), m.get(id)];
    if (own && other && before) kept.set(id, record(before as Row, other as Row, own as Row, `${kind}:${id}.`, clashes) as unknown as T);
    else if (own && other) kept.set(id, own); // both made it: the same draft on two machines
    else if (own && (!before || !same(own, before))) {
      // New, or changed here and taken out there: nothing that was done here is lost.
      if (before) clashes.push(`${kind}:${id}`);
      kept.set(id, own);
    } else if (other && !own && (!before || !same(other, before))) {
      if (before) clashes.push(`${kind}:${id}`);
      kept.set(id, other);
    }
  }
  return order([...b.keys()], [...t.keys()], [...m.keys()], kept, kind, clashes);
}

/** The order of whoever changed it; the other's new rows come behind the row that they stood behind. */
function order<T extends { id: string }>(base: string[], theirs: string[], mine: string[], kept: Map<string, T>, kind: string, clashes: string[]): T[] {
  const common = (list: string[]) => list.filter((id) => base.includes(id) && theirs.includes(id) && mine.includes(id));
  const [b, t, m] = [common(base), common(theirs), common(mine)];
  const movedMine = !same(m, b);
  if (movedMine && !same(t, b) && !same(t, m)) clashes.push(`${kind}:order`);
  const [leading, other] = movedMine ? [mine, theirs] : [theirs, mine];
  const list = leading.filter((id) => kept.has(id));
  for (const [index, id] of other.entries()) {
    if (list.includes(id) || !kept.has(id)) continue;
    const before = other.slice(0, index).findLast((each) => list.includes(each));
    list.splice(before === undefined ? 0 : list.indexOf(before) + 1, 0, id);
  }
  return list.map((id) => kept.get(id)!);
}
