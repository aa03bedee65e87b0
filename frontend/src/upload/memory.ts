/** What this browser began and has not finished: which file belongs to which upload of the server. */
import type { Chosen } from "./chosen";

/** What makes a file the same file after a reload, for this person. */
export function key(chosen: Chosen, person: number): string {
  return ["pugmark", person, chosen.folder, chosen.file.name, chosen.file.size, chosen.file.lastModified].join("|");
}

const place = (chosen: Chosen, person: number) => `direct:${key(chosen, person)}`;

export function remember(chosen: Chosen, person: number, url: string): void {
  try {
    localStorage.setItem(place(chosen, person), url);
  } catch {
    // A browser without memory still finds its uploads in the server's list.
  }
}

export function remembered(chosen: Chosen, person: number): string {
  return localStorage.getItem(place(chosen, person)) ?? "";
}

export function forget(chosen: Chosen, person: number): void {
  localStorage.removeItem(place(chosen, person));
}
