/** An unsaved cut, kept in this browser so that a closed window loses nothing. */
import type { Stretch } from "./timeline";

export interface Draft {
  title: string;
  stretches: Stretch[];
  version: number | null;
  at: string;
}

const key = (name: string) => `pm-clip-draft:${name}`;

export function read(name: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key(name)) ?? "null") as Draft | null;
    return draft && Array.isArray(draft.stretches) && draft.stretches.length ? draft : null;
  } catch {
    return null; // private windows have no store, and a broken draft is none
  }
}

export function keep(name: string, draft: Draft): void {
  try {
    localStorage.setItem(key(name), JSON.stringify(draft));
  } catch {
    // nothing to keep it in
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(key(name));
  } catch {
    // nothing was kept
  }
}
