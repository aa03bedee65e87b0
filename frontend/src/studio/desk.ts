/** What every panel of the studio is given. A panel's module in panels/ exports `mount(desk, place)`. */
import type { ClipDocument } from "./document";
import type { StudioData, Urls } from "./page";
import type { Player } from "./player";
import type { Store } from "./store";

/** A place on the timeline that somebody marked, seconds of footage. */
export interface Mark {
  id: string;
  footage: number;
  seconds: number;
  text: string;
  settled: boolean;
}

export interface Saved {
  clip: number;
  version: number;
  urls: Urls;
}

export interface Desk {
  readonly store: Store;
  readonly data: StudioData;
  readonly player: Player;
  /** The clip as it is saved; null before the first time. */
  readonly saved: Saved | null;
  /** The clip that the captions in `data.tracks` lie on: as it was opened, saved, or put together with another's. */
  readonly captioned: ClipDocument;
  /** Save now; false where it did not work (the person was told). */
  save(): Promise<boolean>;
  /** Whether there is something that is not saved. */
  readonly dirty: boolean;
  /** Calls `run` after each save, with what is saved. */
  onSaved(run: (saved: Saved) => void): void;
  /** Tell people who listen to the page instead of looking at it. */
  say(text: string): void;
  /** The marks that the timeline draws; a panel sets all of its own at once. */
  marks: readonly Mark[];
  /** A mark on the timeline was chosen. */
  onMark(run: (mark: Mark) => void): void;
}

export type Mount = (desk: Desk, place: HTMLElement) => void;
