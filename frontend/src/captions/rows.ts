/** The captions of a clip as rows: a time, the source text, a text for each target language. No page in here. */

export type CueState = "empty" | "machine" | "edited" | "approved" | "stale";

export interface ServerCue {
  id: number;
  source: number | null;
  start: number;
  end: number;
  text: string;
  settings: string;
  state: CueState;
  confidence: number | null;
  abstained: string;
  engine: string;
}

export interface Finding {
  cue: number;
  code: string;
  says: string;
}

export interface ServerTrack {
  id: number;
  language: string;
  name: string;
  direction: "ltr" | "rtl";
  source: number | null;
  state: string;
  revision: number;
  exports: { vtt: string; srt: string };
  cues: ServerCue[];
  findings: Finding[];
}

export interface Cell {
  id: number | null;
  text: string;
  /** What the server has; differs from `text` until saved. */
  stored: string;
  state: CueState;
  settings: string;
  abstained: string;
  engine: string;
  findings: Finding[];
  /** A person looked at an out-of-date text and leaves it. */
  confirmed: boolean;
  /** What somebody else wrote here while this was being edited. */
  theirs: string | null;
}

export interface Row {
  key: number;
  start: number;
  end: number;
  storedStart: number;
  storedEnd: number;
  cells: Map<string, Cell>;
}

export const SHORTEST = 0.2;
const LONGEST_NEW = 3;
const tidy = (seconds: number) => Math.round(seconds * 1000) / 1000;
const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

let keys = 0;

export function emptyCell(): Cell {
  return { id: null, text: "", stored: "", state: "empty", settings: "", abstained: "", engine: "", findings: [], confirmed: false, theirs: null };
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
  const result: Row[] = [];
  const bySource = new Map<number, Row>();
  const main = tracks.find((track) => track.language === source);
  for (const cue of main?.cues ?? []) {
    const row = known.get(cue.id) ?? newRow(cue.start, cue.end);
    place(row, cue);
    take(cell(row, source), cue, main!.findings);
    bySource.set(cue.id, row);
    result.push(row);
  }
  for (const track of tracks) {
    if (track.language === source) continue;
    const present = new Set<Row>();
    for (const cue of track.cues) {
      let row = cue.source === null ? known.get(cue.id) ?? result.find((each) => Math.abs(each.start - cue.start) < 0.05) : bySource.get(cue.source);
      if (!row) {
        row = newRow(cue.start, cue.end);
        place(row, cue);
        result.push(row);
      }
      take(cell(row, track.language), cue, track.findings);
      present.add(row);
    }
    // What the server has no longer, and nobody is typing in, is gone.
    for (const row of result) {
      const one = row.cells.get(track.language);
      if (one && one.id !== null && !present.has(row)) row.cells.set(track.language, changed(one) ? { ...one, id: null, stored: "" } : emptyCell());
    }
  }
  // Rows that were added here and are not stored yet.
  for (const row of rows) {
    if (!result.includes(row) && (row.cells.get(source)?.id ?? null) === null && [...row.cells.values()].every((one) => one.id === null)) result.push(row);
  }
  return sorted(result, source);
}

function place(row: Row, cue: ServerCue): void {
  if (!moved(row) || Number.isNaN(row.storedStart)) Object.assign(row, { start: cue.start, end: cue.end });
  Object.assign(row, { storedStart: cue.start, storedEnd: cue.end });
}

function take(one: Cell, cue: ServerCue, findings: readonly Finding[]): void {
  const typed = one.text.trim() !== one.stored;
  if (typed && cue.text !== one.stored && cue.text !== one.text.trim()) one.theirs = cue.text;
  if (!typed || cue.text === one.text.trim()) {
    if (one.text.trim() !== cue.text) one.text = cue.text; // spaces that are being typed stay
    if (one.theirs === cue.text) one.theirs = null; // else a person still has to choose
  }
  Object.assign(one, {
    id: cue.id, stored: cue.text, state: cue.state, settings: cue.settings, abstained: cue.abstained, engine: cue.engine, confirmed: false,
    findings: findings.filter((finding) => finding.cue === cue.id),
  });
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
export function split(row: Row, at: number): [Row, Row] | null {
  if (at - row.start < SHORTEST || row.end - at < SHORTEST) return null;
  const second = newRow(at, row.end);
  const share = (at - row.start) / (row.end - row.start);
  for (const [language, one] of row.cells) {
    const [head, tail] = divided(one.text, share);
    one.text = head;
    Object.assign(cell(second, language), { text: tail, state: tail ? one.state : "empty" });
  }
  row.end = tidy(at);
  return [row, second];
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

/** Put the next row's texts behind this one's. The caller drops the next row. */
export function joinRows(row: Row, next: Row, spaced: (language: string) => boolean): void {
  row.end = next.end;
  for (const [language, other] of next.cells) {
    const one = cell(row, language);
    one.text = [one.text.trim(), other.text.trim()].filter(Boolean).join(spaced(language) ? " " : "");
  }
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

/** Characters a second as a viewer reads them; narrow letters count half where the language says so. */
export function readingSpeed(text: string, seconds: number, half: boolean): number {
  const plain = text.replace(/<[^>]*>/g, "").replace(/[\p{M}\p{C}]/gu, "");
  let length = 0;
  for (const letter of plain) length += half && letter.codePointAt(0)! < 0x1100 ? 0.5 : 1;
  return seconds > 0 ? length / seconds : 0;
}

export interface Progress {
  total: number;
  approved: number;
  machine: number;
  stale: number;
  empty: number;
}

/** How far a language is, over the rows that have something to say. */
export function progress(rows: readonly Row[], language: string, source: string): Progress {
  const told: Progress = { total: 0, approved: 0, machine: 0, stale: 0, empty: 0 };
  for (const row of rows) {
    const one = row.cells.get(language);
    if (!row.cells.get(source)?.text.trim() && !one?.text.trim()) continue;
    told.total += 1;
    const state = one ? look(one) : "empty";
    if (state === "approved" || state === "machine" || state === "stale" || state === "empty") told[state] += 1;
  }
  return told;
}

/** The state as it looks now: what is being typed is edited, whatever it was. */
export function look(one: Cell): CueState {
  if (!one.text.trim()) return "empty";
  return changed(one) ? "edited" : one.state;
}
