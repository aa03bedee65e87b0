/** Which rows are shown, and where the next one with a problem is. */
import { type Cell, type CueState, type Finding, look, type Row } from "./rows";

export interface Filter {
  /** Words that a text or its source has to have. */
  text: string;
  state: CueState | "";
  /** A finding's code, "any" for rows with any, "remarks" for rows with open comments. */
  problem: string;
  /** Only this language is looked at; empty for all that are shown. */
  language: string;
}

export const EVERYTHING: Filter = { text: "", state: "", problem: "", language: "" };
export const filtering = (filter: Filter) => Boolean(filter.text.trim() || filter.state || filter.problem);

export function shown(rows: readonly Row[], filter: Filter, languages: readonly string[]): readonly Row[] {
  if (!filtering(filter)) return rows;
  const looked = filter.language ? [filter.language] : languages;
  const words = filter.text.trim().toLocaleLowerCase();
  return rows.filter((row) => {
    if (words && !languages.some((language) => row.cells.get(language)?.text.toLocaleLowerCase().includes(words))) return false;
    if (!filter.state && !filter.problem) return true;
    return looked.some((language) => passes(row.cells.get(language), filter));
  });
}

function passes(one: Cell | undefined, { state, problem }: Filter): boolean {
  if (state && (one ? look(one) : "empty") !== state) return false;
  if (!problem) return true;
  if (!one) return false;
  if (problem === "remarks") return one.remarks > 0;
  return problem === "any" ? one.findings.length > 0 : one.findings.some((finding) => finding.code === problem);
}

export interface Problem {
  code: string;
  count: number;
  severity: "error" | "warning";
}

/** What the checks have found in these languages, the most frequent first. */
export function problems(rows: readonly Row[], languages: readonly string[]): Problem[] {
  const found = new Map<string, Problem>();
  for (const row of rows) {
    for (const language of languages) {
      for (const finding of row.cells.get(language)?.findings ?? []) {
        const known = found.get(finding.code);
        if (known) known.count += 1;
        else found.set(finding.code, { code: finding.code, count: 1, severity: finding.severity ?? "warning" });
      }
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

/** The next text with a finding or that is out of date, around the end back to the beginning. */
export function nextProblem(rows: readonly Row[], languages: readonly string[], from: Row | null, language: string, by: 1 | -1): { row: Row; language: string } | null {
  const wide = languages.length;
  if (!rows.length || !wide) return null;
  const begin = from ? rows.indexOf(from) * wide + Math.max(0, languages.indexOf(language)) : by > 0 ? -1 : 0;
  const all = rows.length * wide;
  for (let step = 1; step <= all; step += 1) {
    const at = (((begin + by * step) % all) + all) % all;
    const row = rows[Math.floor(at / wide)]!;
    const tag = languages[at % wide]!;
    const one = row.cells.get(tag);
    if (one && (one.findings.length || look(one) === "stale")) return { row, language: tag };
  }
  return null;
}

/** Findings that are told in words; speed is told by its own figure. */
export const told = (findings: readonly Finding[]) => findings.filter((finding) => finding.code !== "too_fast");
