/** The captions of a clip as rows: a time, the source text, a text for each target language. No page in here. */
import { tidy } from "../shell/timecode";

export type CueState = "empty" | "machine" | "edited" | "checked" | "approved" | "stale";
export type Method = "person" | "memory" | "fuzzy" | "machine" | "rewritten" | "mended" | "import" | "speech" | "tags";

/** A word of the glossary in a translation, as the engine left it. */
export interface UsedTerm {
  key: string;
  source: string;
  target: string;
  ok: boolean;
}

export interface Alternative {
  text: string;
  confidence: number | null;
  method: string;
  match: number | null;
}

/** What the server knows of a text beside the text. */
export interface Facts {
  settings: string;
  state: CueState;
  confidence: number | null;
  abstained: string;
  engine: string;
  method: Method | "";
  match: number | null;
  terms: readonly UsedTerm[];
  alternatives: readonly Alternative[];
  approvedBy: string;
  checkedBy: string;
  /** Open comments. */
  remarks: number;
}

export interface ServerCue extends Partial<Facts> {
  id: number;
  source: number | null;
  start: number;
  end: number;
  text: string;
  state: CueState;
}

export interface Finding {
  cue: number;
  code: string;
  says: string;
  severity?: "error" | "warning";
  /** The text after a mend that changes no word; null where a person has to look. */
  mend?: string | null;
}

export interface Person {
  id: number;
  name: string;
}

export interface ServerTrack {
  id: number;
  language: string;
  name: string;
  direction: "ltr" | "rtl";
  source: number | null;
  state: string;
  revision: number;
  exports: Record<string, string>;
  cues: ServerCue[];
  findings: Finding[];
  assignee?: Person | null;
  /** A day: "2026-11-30". */
  due?: string | null;
  secondReview?: boolean;
}

export interface Cell extends Facts {
  id: number | null;
  text: string;
  /** What the server has; differs from `text` until saved. */
  stored: string;
  findings: readonly Finding[];
  /** A person looked at an out-of-date text and leaves it. */
  confirmed: boolean;
  /** What somebody else wrote here while this was being edited. */
  theirs: string | null;
}

export interface Row {
  readonly key: number;
  start: number;
  end: number;
  storedStart: number;
  storedEnd: number;
  cells: Map<string, Cell>;
}

let keys = 0;

const NOTHING: Facts = {
  settings: "", state: "empty", confidence: null, abstained: "", engine: "", method: "", match: null,
  terms: [], alternatives: [], approvedBy: "", checkedBy: "", remarks: 0,
};
const FACTS = Object.keys(NOTHING) as (keyof Facts)[];

export function emptyCell(): Cell {
  return { ...NOTHING, id: null, text: "", stored: "", findings: [], confirmed: false, theirs: null };
}

export function newRow(start: number, end: number): Row {
  keys += 1;
  return { key: keys, start: tidy(start), end: tidy(end), storedStart: Number.NaN, storedEnd: Number.NaN, cells: new Map() };
}

export function cell(row: Row, language: string): Cell {
  let found = row.cells.get(language);
  if (!found) {
    found = emptyCell();
    row.cells.set(language, found);
  }
  return found;
}

export const changed = (one: Cell) => one.text.trim() !== one.stored || one.confirmed;
export const moved = (row: Row) => row.start !== row.storedStart || row.end !== row.storedEnd;

/** Rows in the order of the server: by time, older before newer. */
export function sorted(rows: readonly Row[], language: string): Row[] {
  const id = (row: Row) => row.cells.get(language)?.id ?? Number.POSITIVE_INFINITY;
  return [...rows].sort((a, b) => a.start - b.start || (id(a) === id(b) ? a.key - b.key : id(a) - id(b)));
}

/** Take over what the server says, keeping what is being typed. Rows keep their keys. */
export function merge(rows: readonly Row[], tracks: readonly ServerTrack[], source: string): Row[] {
  const known = new Map<number, Row>();
  for (const row of rows) for (const one of row.cells.values()) if (one.id !== null) known.set(one.id, row);
  const result = new Set<Row>();
  const bySource = new Map<number, Row>();
  const main = tracks.find((track) => track.language === source);
  const told = main ? byCue(main) : null;
  for (const cue of main?.cues ?? []) {
    const row = known.get(cue.id) ?? newRow(cue.start, cue.end);
    place(row, cue);
    take(cell(row, source), cue, told!.get(cue.id));
    bySource.set(cue.id, row);
    result.add(row);
  }
  for (const track of tracks) if (track.language !== source) beside(track, result, known, bySource);
  // Rows that were added here and are not stored yet.
  for (const row of rows) {
    if (!result.has(row) && (row.cells.get(source)?.id ?? null) === null && [...row.cells.values()].every((one) => one.id === null)) result.add(row);
  }
  return sorted([...result], source);
}

/** Lay a translation's texts beside their source. */
function beside(track: ServerTrack, result: Set<Row>, known: ReadonlyMap<number, Row>, bySource: ReadonlyMap<number, Row>): void {
  const present = new Set<Row>();
  const told = byCue(track);
  for (const cue of track.cues) {
    let row = cue.source === null ? (known.get(cue.id) ?? [...result].find((each) => Math.abs(each.start - cue.start) < 0.05)) : bySource.get(cue.source);
    if (!row) {
      row = newRow(cue.start, cue.end);
      place(row, cue);
    }
    result.add(row);
    take(cell(row, track.language), cue, told.get(cue.id));
    present.add(row);
  }
  // What the server has no longer, and nobody is typing in, is gone.
  for (const row of result) {
    const one = row.cells.get(track.language);
    if (one && one.id !== null && !present.has(row)) row.cells.set(track.language, changed(one) ? { ...one, id: null, stored: "" } : emptyCell());
  }
}

const NONE: readonly Finding[] = [];

function byCue(track: ServerTrack): Map<number, Finding[]> {
  const told = new Map<number, Finding[]>();
  for (const finding of track.findings) {
    const list = told.get(finding.cue);
    if (list) list.push(finding);
    else told.set(finding.cue, [finding]);
  }
  return told;
}

function place(row: Row, cue: ServerCue): void {
  if (!moved(row) || Number.isNaN(row.storedStart)) Object.assign(row, { start: cue.start, end: cue.end });
  Object.assign(row, { storedStart: cue.start, storedEnd: cue.end });
}

function take(one: Cell, cue: ServerCue, findings: readonly Finding[] = NONE): void {
  const typed = one.text.trim() !== one.stored;
  if (typed && cue.text !== one.stored && cue.text !== one.text.trim()) one.theirs = cue.text;
  if (!typed || cue.text === one.text.trim()) {
    if (one.text.trim() !== cue.text) one.text = cue.text; // spaces that are being typed stay
    if (one.theirs === cue.text) one.theirs = null; // else a person still has to choose
  }
  const facts = one as unknown as Record<string, unknown>;
  for (const fact of FACTS) facts[fact] = cue[fact] ?? NOTHING[fact];
  one.id = cue.id;
  one.stored = cue.text;
  one.confirmed = false;
  one.findings = findings;
}

/** A row that the server no longer has: with its texts, as if it had just been written here. */
export function forget(row: Row): void {
  Object.assign(row, { storedStart: Number.NaN, storedEnd: Number.NaN });
  for (const one of row.cells.values()) Object.assign(one, { id: null, stored: "", findings: NONE, remarks: 0, approvedBy: "", checkedBy: "" });
}

/** The server's ids for rows that were sent in this order and are now stored. */
export function adopt(sent: readonly Row[], language: string, cues: readonly ServerCue[]): void {
  if (sent.length !== cues.length) return;
  sent.forEach((row, index) => {
    const one = cell(row, language);
    if (one.id === null) one.id = cues[index]!.id;
  });
}

/** What a language's rows are sent as. Targets without a stored source cannot be sent yet. */
export function payload(rows: readonly Row[], language: string, source: string): { rows: Row[]; cues: object[] } {
  const sent = sorted(rows, language).filter((row) => {
    const one = row.cells.get(language);
    if (language === source) return true;
    return Boolean(one && (one.id !== null || one.text.trim()));
  });
  const cues = sent.map((row) => {
    const one = cell(row, language);
    return {
      id: one.id, source: language === source ? null : (row.cells.get(source)?.id ?? null),
      start: row.start, end: row.end, text: one.text, settings: one.settings, confirmed: one.confirmed,
    };
  });
  return { rows: sent, cues };
}

/** The state as it looks now: what is being typed is edited, whatever it was. */
export function look(one: Cell): CueState {
  if (!one.text.trim()) return "empty";
  return changed(one) ? "edited" : one.state;
}
