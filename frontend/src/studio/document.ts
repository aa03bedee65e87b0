/**
 * The clip as the studio edits it: one plain document that is undone, kept, merged and saved as a whole.
 *
 * Times of shots and framing keys are seconds of their footage; titles lie at seconds of the clip, end cards at seconds
 * from the end of its shots. The server's side of it is curation/clips/edit.py.
 */
import { clamp, tidy } from "../shell/timecode";

export { clamp, tidy };

export interface Key {
  time: number;
  /** Centre of the frame, shares 0..1 of the footage's picture. */
  x: number;
  y: number;
  /** 1 is the largest box of the shape that fits. */
  zoom: number;
}

export interface Look {
  mode: "none" | "infrared" | "day";
  shadows: number;
  contrast: number;
  saturation: number;
  warmth: number;
  denoise: number;
  stabilise: number;
  strip: "keep" | "crop" | "blur";
  strip_top: number;
  strip_bottom: number;
}

export interface Shot {
  id: string;
  footage: number;
  start: number;
  end: number;
  speed: number;
  /** Decibels. */
  gain: number;
  mute: boolean;
  fade_in: number;
  fade_out: number;
  /** Keys by shape; a shape that is not there follows the animal. */
  framing: Record<string, Key[]>;
  /** null: the clip's own. */
  look: Look | null;
}

export type Texts = Record<string, string>;

export interface Title {
  id: string;
  kind: "title" | "lower_third" | "end_card";
  start: number;
  end: number;
  text: Texts;
  detail: Texts;
  place: "left" | "centre" | "right";
}

export interface Edit {
  look: Look;
  gain: number;
  titles: Title[];
  brand: number | null;
  watermark: boolean;
}

export interface ClipDocument {
  title: string;
  notes: string;
  segments: Shot[];
  edit: Edit;
}

export interface Sheet {
  columns: number;
  rows: number;
  count: number;
  interval: number;
  tile_width: number;
  tile_height: number;
}

export interface Motion {
  /** [seconds, x, y, w, h, confidence] of the leading animal, shares of the picture. */
  track: [number, number, number, number, number, number][];
  band: number[];
  moving: [number, number][];
  suggested: [number, number] | null;
  poster: number | null;
  blank: boolean | null;
}

/** Footage as the studio uses it; what cannot be used any more has neither file nor pictures. */
export interface Piece {
  footage: number;
  usable: boolean;
  title: string;
  duration: number;
  frame_rate: number | null;
  zone?: string;
  moment?: string;
  width?: number;
  height?: number;
  sound?: boolean;
  light?: string;
  url?: string;
  file?: string;
  poster?: string;
  /** Address of one picture of it with a look: `?time=&look=`. */
  still?: string;
  sheet?: string;
  scrub?: Sheet | null;
  waveform?: string;
  motion?: Motion | null;
  /** The keys that follow the animal, by shape. */
  framing?: Record<string, Key[]>;
  strip?: { top: number; bottom: number } | null;
  species?: { scientific: string; names: Texts }[];
}

/** The shortest shot, in seconds of the clip; the server refuses shorter clips. */
export const SHORTEST = 0.2;
export const SLOWEST = 0.1;
export const FASTEST = 8;
const USUAL_RATE = 25;

export const rateOf = (piece: Piece | undefined) => piece?.frame_rate || USUAL_RATE;

/** Seconds that a shot lasts in the clip. */
export function lengthOf(shot: Shot): number {
  return (shot.end - shot.start) / shot.speed;
}

/** Seconds of all shots, without end cards. */
export function shotsLength(document: ClipDocument): number {
  return document.segments.reduce((sum, shot) => sum + lengthOf(shot), 0);
}

/** Seconds of the clip as it plays. */
export function clipLength(document: ClipDocument): number {
  return shotsLength(document) + Math.max(0, ...document.edit.titles.map((title) => (title.kind === "end_card" ? title.end : 0)));
}

export interface Place {
  index: number;
  shot: Shot;
  /** Seconds of the clip at which the shot begins. */
  offset: number;
  /** Seconds of its footage. */
  at: number;
}

/** The shot that plays at `time` of the clip; the last one's end belongs to the last one. */
export function placeAt(document: ClipDocument, time: number): Place | null {
  let offset = 0;
  const last = document.segments.length - 1;
  for (const [index, shot] of document.segments.entries()) {
    const length = lengthOf(shot);
    if (time < offset + length || index === last) {
      const inside = clamp(time - offset, 0, length);
      return { index, shot, offset, at: shot.start + inside * shot.speed };
    }
    offset += length;
  }
  return null;
}

/** Seconds of the clip at which the shot `id` begins; 0 for one that is not there. */
export function offsetOf(document: ClipDocument, id: string): number {
  let offset = 0;
  for (const shot of document.segments) {
    if (shot.id === id) return offset;
    offset += lengthOf(shot);
  }
  return 0;
}

/** Where a moment of footage is seen in the clip: seconds of the clip, null where it was cut out. */
export function seenAt(document: ClipDocument, footage: number, seconds: number): number | null {
  let offset = 0;
  for (const shot of document.segments) {
    if (shot.footage === footage && seconds >= shot.start - 0.001 && seconds < shot.end) return offset + (seconds - shot.start) / shot.speed;
    offset += lengthOf(shot);
  }
  return null;
}

/** A name that no other shot or title of anybody has. */
export function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

export function plainShot(footage: number, start: number, end: number): Shot {
  return { id: freshId(), footage, start: tidy(start), end: tidy(end), speed: 1, gain: 0, mute: false, fade_in: 0, fade_out: 0, framing: {}, look: null };
}
