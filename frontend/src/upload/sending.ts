/** One file on its way: what the page needs to know of it, whichever way it takes. */
import type { Chosen } from "./chosen";
import { Direct } from "./direct";
import { Tus } from "./tus";

export interface Settings {
  uploadsUrl: string;
  directUrl: string;
  mineUrl: string;
  largest: number;
  footageUrl: string;
  person: number;
}

/** What the server knows of an unfinished upload. */
export interface Known {
  url: string;
  direct: boolean;
  name: string;
  folder: string;
  size: number;
  received: number;
  touched: string;
  expires: string;
}

export interface Events {
  /** `sent` of `size` bytes are there; `moved` of them were sent since the page was opened. */
  onProgress: (sent: number, size: number, moved: number) => void;
  /** The connection is gone; the next try comes in so many seconds. */
  onWaiting: (seconds: number) => void;
  onFailed: (reason: string) => void;
  onReceived: (job: number) => void;
}

export interface Sending {
  /** Begin, or go on where it stopped. */
  start(): Promise<void>;
  pause(): Promise<void>;
  /** Give up; what the server has of it is thrown away. */
  cancel(): Promise<void>;
}

/** Straight to the store where browsers reach it, else through the web server. */
export function sendingOf(chosen: Chosen, station: string, settings: Settings, events: Events, known?: Known): Sending {
  return settings.directUrl ? new Direct(chosen, station, settings, events, known) : new Tus(chosen, station, settings, events);
}
