/** The glossary's words in a text and in its translation. */
import type { Marked } from "./cellview";

/** As the server finds it in the source text. */
export interface Term {
  key: string;
  source: string;
  start: number;
  end: number;
  /** Accepted forms in the target language, the preferred one first. */
  forms: readonly string[];
  forbidden: readonly string[];
  note: string;
}

const SPACED = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;
const LETTER = /[\p{L}\p{M}\p{N}]/u;

/** Where a form stands in a text as a word of its own; null where it does not. Case does not matter. */
export function place(text: string, form: string): { start: number; end: number } | null {
  const [whole, wanted] = [text.toLowerCase(), form.toLowerCase()];
  if (!wanted || whole.length !== text.length) return null; // letters that change their length with their case: leave them alone
  for (let start = whole.indexOf(wanted); start >= 0; start = whole.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    if (!SPACED.test(wanted) || !(LETTER.test(text[start - 1] ?? "") || LETTER.test(text[end] ?? ""))) return { start, end };
  }
  return null;
}

export interface Found {
  term: Term;
  /** The form that the translation has; empty where it has none. */
  form: string;
}

/** For each term whether the translation says it. */
export function check(terms: readonly Term[], target: string): Found[] {
  return terms.map((term) => ({ term, form: [...term.forms].sort((a, b) => b.length - a.length).find((form) => place(target, form)) ?? "" }));
}

/** What to mark in the source: terms, and those that the translation lacks. An empty translation lacks nothing yet. */
export function inSource(terms: readonly Term[], target: string, missing: (forms: string) => string): Marked[] {
  return check(terms, target).map(({ term, form }) => {
    const lacks = Boolean(target.trim()) && term.forms.length > 0 && !form;
    return { start: term.start, end: term.end, kind: lacks ? "missing" : "term", title: lacks ? missing(term.forms.join(", ")) : [term.forms.join(", "), term.note].filter(Boolean).join(" · ") };
  });
}

/** What to mark in the translation: the terms' forms, and words that must not be used. */
export function inTarget(terms: readonly Term[], target: string, forbidden: (better: string) => string): Marked[] {
  const marks: Marked[] = [];
  const free = (at: { start: number; end: number }) => marks.every((mark) => at.end <= mark.start || at.start >= mark.end);
  for (const { term, form } of check(terms, target)) {
    const at = form ? place(target, form) : null;
    if (at && free(at)) marks.push({ ...at, kind: "term", title: term.source });
  }
  for (const term of terms) {
    for (const word of term.forbidden) {
      const at = place(target, word);
      if (at && free(at)) marks.push({ ...at, kind: "forbidden", title: forbidden(term.forms.join(", ")) });
    }
  }
  return marks.sort((a, b) => a.start - b.start);
}
