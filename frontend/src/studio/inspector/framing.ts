/** What a shape shows of a shot, and the keys that say so. Boxes are shares of the footage's picture, times its seconds. */
import { CENTRE, course, shares } from "../course";
import { clamp, type ClipDocument, type Key, type Look, type Piece, rateOf, type Shot, tidy } from "../document";
import type { Action } from "../store";

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export const WHOLE: Box = { x: 0, y: 0, w: 1, h: 1 };
export const MOST_ZOOM = 8;
// The server keeps 60 of a shape in a shot; a person moves far fewer, so that is what is made of a track.
const MOST_KEYS = 60;
const HANDFUL = 20;
/** Seconds around a key set by hand in which the animal's own keys give way to it. */
const SWAY = 0.8;

export const lookOf = (document: ClipDocument, shot: Shot): Look => shot.look ?? document.edit.look;

/** What a look's cropping of the maker's strip leaves of the picture, as `look.window` of the engine. */
export function windowOf(look: Look): Box {
  const share = 1 - look.strip_top - look.strip_bottom;
  return look.strip === "crop" && share < 1 ? { x: (1 - share) / 2, y: look.strip_top, w: share, h: share } : WHOLE;
}

/** Whether somebody framed the shot by hand in this shape. */
export function framedByHand(shot: Shot, shape: string): boolean {
  return Boolean(shot.framing[shape]?.length);
}

/** The keys that count: those set by hand, else those that follow the animal. */
export function keysOf(shot: Shot, piece: Piece | undefined, shape: string): readonly Key[] {
  return (framedByHand(shot, shape) ? shot.framing[shape] : piece?.framing?.[shape]) ?? [];
}

/** How a shot is framed, as a word of words.ts. */
export function framedHow(shot: Shot, piece: Piece | undefined, shape: string, ratio: number): "byHand" | "wholePicture" | "follows" | "centred" {
  if (framedByHand(shot, shape)) return "byHand";
  if (largest(piece, ratio).every((share) => share > 0.98)) return "wholePicture";
  return piece?.framing?.[shape]?.length ? "follows" : "centred";
}

/** The shares of the picture that the largest box of `ratio` takes. */
export function largest(piece: Piece | undefined, ratio: number): [number, number] {
  return shares(piece?.width || 16, piece?.height || 9, ratio);
}

/** Where the frame's centre is and how far it is zoomed at `seconds`, in shares of the footage's picture. */
export function frameAt(shot: Shot, piece: Piece | undefined, look: Look, shape: string, ratio: number, seconds: number): Key {
  const [wide, high] = largest(piece, ratio);
  const left = windowOf(look);
  const keys = keysOf(shot, piece, shape).map((key) => ({ ...key, x: (key.x - left.x) / left.w, y: (key.y - left.y) / left.h }));
  const found = keys.length ? course(keys, shot, wide, high)(seconds) : CENTRE;
  return { time: seconds, x: left.x + found.x * left.w, y: left.y + found.y * left.h, zoom: found.zoom };
}

/** The box around a frame's centre. */
export function boxOf(key: Key, piece: Piece | undefined, look: Look, ratio: number): Box {
  const [wide, high] = largest(piece, ratio);
  const left = windowOf(look);
  const [w, h] = [(wide / key.zoom) * left.w, (high / key.zoom) * left.h];
  return { x: clamp(key.x - w / 2, left.x, left.x + left.w - w), y: clamp(key.y - h / 2, left.y, left.y + left.h - h), w, h };
}

/** The key nearest to `seconds` that lies on the same picture; -1 where there is none. */
export function keyAt(keys: readonly Key[], seconds: number, rate: number): number {
  const found = keys.map((key, index) => [Math.abs(key.time - seconds), index] as const).sort((one, other) => one[0] - other[0])[0];
  return found && found[0] <= 0.6 / rate ? found[1] : -1;
}

/** The key before (-1) or behind (1) `seconds`. */
export function neighbour(keys: readonly Key[], seconds: number, way: 1 | -1, rate: number): Key | undefined {
  const slack = 0.6 / rate;
  return way > 0 ? keys.find((key) => key.time > seconds + slack) : keys.findLast((key) => key.time < seconds - slack);
}

/** Set a key; a shot that followed the animal goes on doing so before and behind, with keys that can be moved now. */
export function setKey(id: string, shape: string, key: Key): Action {
  return changing(id, shape, (shot, piece) => {
    const rate = rateOf(piece);
    const own = framedByHand(shot, shape);
    const keys = own ? [...shot.framing[shape]!] : followed(shot, piece, shape).filter((each) => Math.abs(each.time - key.time) > SWAY);
    const at = keyAt(keys, key.time, rate);
    const made = rounded(key);
    return at < 0 ? [...keys, made] : keys.with(at, { ...made, time: keys[at]!.time });
  });
}

/** Move all keys of a shot by the same way: the course stays, its place changes. */
export function shiftKeys(id: string, shape: string, x: number, y: number): Action {
  return changing(id, shape, (shot, piece) => {
    const keys = framedByHand(shot, shape) ? shot.framing[shape]! : followed(shot, piece, shape);
    const base = keys.length ? keys : [{ ...CENTRE, time: shot.start }];
    return base.map((key) => rounded({ ...key, x: key.x + x, y: key.y + y }));
  });
}

/** Move a key to another time, not past its neighbours. */
export function moveKey(id: string, shape: string, index: number, time: number): Action {
  return changing(id, shape, (shot, piece) => {
    const keys = framedByHand(shot, shape) ? [...shot.framing[shape]!] : followed(shot, piece, shape);
    const picture = 1 / rateOf(piece);
    const [before, key, after] = [keys[index - 1], keys[index], keys[index + 1]];
    if (!key) return keys;
    const least = before ? before.time + picture : 0;
    const most = after ? after.time - picture : (piece?.duration ?? shot.end);
    return keys.with(index, rounded({ ...key, time: clamp(time, least, Math.max(least, most)) }));
  });
}

/** Take a key away; without any the shot follows the animal again. */
export function removeKey(id: string, shape: string, index: number): Action {
  return changing(id, shape, (shot, piece) => (framedByHand(shot, shape) ? shot.framing[shape]! : followed(shot, piece, shape)).toSpliced(index, 1));
}

/** One frame that does not move, for all of the shot. */
export function holdStill(id: string, shape: string, key: Key): Action {
  return changing(id, shape, () => [rounded(key)]);
}

/** Follow the animal again. */
export function followAgain(ids: readonly string[], shape: string): Action {
  return (document) => {
    if (!document.segments.some((shot) => ids.includes(shot.id) && framedByHand(shot, shape))) return document;
    return { ...document, segments: document.segments.map((shot) => (ids.includes(shot.id) ? withKeys(shot, shape, []) : shot)) };
  };
}

function changing(id: string, shape: string, keysFor: (shot: Shot, piece: Piece | undefined) => Key[]): Action {
  return (document, pieces) => {
    const index = document.segments.findIndex((shot) => shot.id === id);
    const shot = document.segments[index];
    if (!shot) return document;
    const keys = keysFor(shot, pieces.get(shot.footage)).toSorted((one, other) => one.time - other.time);
    if (keys.length > MOST_KEYS || JSON.stringify(keys) === JSON.stringify(shot.framing[shape] ?? [])) return document;
    return { ...document, segments: document.segments.with(index, withKeys(shot, shape, keys)) };
  };
}

function withKeys(shot: Shot, shape: string, keys: Key[]): Shot {
  const { [shape]: _before, ...others } = shot.framing;
  return { ...shot, framing: keys.length ? { ...others, [shape]: keys } : others };
}

/** The animal's keys in and around the shot, a handful of them. */
function followed(shot: Shot, piece: Piece | undefined, shape: string): Key[] {
  const all = piece?.framing?.[shape] ?? [];
  const first = all.findLastIndex((key) => key.time <= shot.start);
  const last = all.findIndex((key) => key.time >= shot.end);
  return simplify(all.slice(Math.max(0, first), last < 0 ? undefined : last + 1), HANDFUL).map(rounded);
}

/** At most `most` keys such that straight lines between them stay near all (Douglas and Peucker 1973). */
export function simplify(keys: readonly Key[], most: number): Key[] {
  if (keys.length <= 2) return [...keys];
  const chosen = new Set([0, keys.length - 1]);
  while (chosen.size < most) {
    const places = [...chosen].sort((one, other) => one - other);
    let worst = { off: 0.004, at: -1 };
    for (const [number, first] of places.slice(0, -1).entries()) worst = furthest(keys, first, places[number + 1]!, worst);
    if (worst.at < 0) break;
    chosen.add(worst.at);
  }
  return keys.filter((_key, index) => chosen.has(index));
}

function furthest(keys: readonly Key[], first: number, last: number, least: { off: number; at: number }): { off: number; at: number } {
  const [one, two] = [keys[first]!, keys[last]!];
  for (let at = first + 1; at < last; at += 1) {
    const key = keys[at]!;
    const share = (key.time - one.time) / Math.max(0.001, two.time - one.time);
    const off = Math.max(...(["x", "y", "zoom"] as const).map((axis) => Math.abs(one[axis] + (two[axis] - one[axis]) * share - key[axis])));
    if (off > least.off) least = { off, at };
  }
  return least;
}

function rounded(key: Key): Key {
  const share = (value: number) => Math.round(clamp(value, 0, 1) * 1e5) / 1e5;
  return { time: tidy(Math.max(0, key.time)), x: share(key.x), y: share(key.y), zoom: Math.round(clamp(key.zoom, 1, MOST_ZOOM) * 1000) / 1000 };
}
