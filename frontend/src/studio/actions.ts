/** What can be done to a clip: each makes the next document of the last one. Seconds of footage unless said otherwise. */
import { clamp, type ClipDocument, type Edit, FASTEST, freshId, lengthOf, offsetOf, placeAt, rateOf, SHORTEST, type Shot, SLOWEST, tidy, type Title } from "./document";
import type { Action } from "./store";

type Side = "start" | "end";

const withShots = (document: ClipDocument, segments: Shot[]): ClipDocument => ({ ...document, segments });
const snapped = (time: number, rate: number) => tidy(Math.round(time * rate) / rate);

/** Put shots in at a place of the order (0 is before the first). */
export function insert(shots: readonly Shot[], place: number): Action {
  return (document) => (shots.length ? withShots(document, document.segments.toSpliced(clamp(place, 0, document.segments.length), 0, ...shots)) : document);
}

/** Put shots in at `time` of the clip; a shot that plays there is split. */
export function insertAt(shots: readonly Shot[], time: number): Action {
  return (document, pieces) => {
    const parted = split(time)(document, pieces);
    const place = parted.segments.findIndex((shot) => offsetOf(parted, shot.id) >= time - 0.0005);
    return insert(shots, place < 0 ? parted.segments.length : place)(parted, pieces);
  };
}

/** Take shots out; what follows moves up. */
export function remove(ids: readonly string[]): Action {
  return (document) => {
    const left = document.segments.filter((shot) => !ids.includes(shot.id));
    return left.length === document.segments.length ? document : withShots(document, left);
  };
}

/** Copies of these shots, right behind the last of them. */
export function duplicate(ids: readonly string[]): Action {
  return (document, pieces) => {
    const copies = document.segments.filter((shot) => ids.includes(shot.id)).map((shot) => ({ ...shot, id: freshId() }));
    const last = document.segments.findLastIndex((shot) => ids.includes(shot.id));
    return insert(copies, last + 1)(document, pieces);
  };
}

/** Move shots, in their order, so that they begin at `place` among the others. */
export function move(ids: readonly string[], place: number): Action {
  return (document) => {
    const moved = document.segments.filter((shot) => ids.includes(shot.id));
    const others = document.segments.filter((shot) => !ids.includes(shot.id));
    const next = others.toSpliced(clamp(place, 0, others.length), 0, ...moved);
    return next.every((shot, index) => shot === document.segments[index]) ? document : withShots(document, next);
  };
}

/** Cut the shot that plays at `time` of the clip in two, on a picture; too near to an end nothing happens. */
export function split(time: number): Action {
  return (document, pieces) => {
    const place = placeAt(document, time);
    if (!place) return document;
    const { shot, index } = place;
    const at = snapped(place.at, rateOf(pieces.get(shot.footage)));
    if ((at - shot.start) / shot.speed < SHORTEST || (shot.end - at) / shot.speed < SHORTEST) return document;
    const first = { ...shot, end: at, fade_out: 0 };
    const second = { ...shot, id: freshId(), start: at, fade_in: 0 };
    return withShots(document, document.segments.toSpliced(index, 1, first, second));
  };
}

/** Join a shot with the next where the footage runs through. */
export function join(id: string): Action {
  return (document) => {
    const index = document.segments.findIndex((shot) => shot.id === id);
    const [first, second] = document.segments.slice(index, index + 2);
    if (index < 0 || !first || !second || first.footage !== second.footage || first.speed !== second.speed || Math.abs(first.end - second.start) > 0.001) return document;
    const keys = Object.fromEntries(Object.entries({ ...second.framing, ...first.framing }));
    return withShots(document, document.segments.toSpliced(index, 2, { ...first, end: second.end, fade_out: second.fade_out, framing: keys }));
  };
}

/** Move an end of a shot to `time` of its footage, on a picture; what follows moves along (ripple). */
export function trim(id: string, side: Side, time: number): Action {
  return (document, pieces) => changed(document, id, (shot) => trimmed(shot, side, time, pieces.get(shot.footage)?.duration ?? shot.end, rateOf(pieces.get(shot.footage))));
}

function trimmed(shot: Shot, side: Side, time: number, duration: number, rate: number): Shot {
  const least = SHORTEST * shot.speed;
  const at = side === "start" ? clamp(snapped(time, rate), 0, tidy(shot.end - least)) : clamp(snapped(time, rate), tidy(shot.start + least), tidy(duration));
  return at === shot[side] ? shot : faded({ ...shot, [side]: at });
}

/** Move the cut between a shot and the next by `seconds` of the clip: one grows as the other shrinks (roll). */
export function roll(id: string, seconds: number): Action {
  return (document, pieces) => {
    const index = document.segments.findIndex((shot) => shot.id === id);
    const [first, second] = document.segments.slice(index, index + 2);
    if (index < 0 || !first || !second) return document;
    const longest = ((pieces.get(first.footage)?.duration ?? first.end) - first.end) / first.speed;
    const [least, most] = [Math.max(SHORTEST - lengthOf(first), -second.start / second.speed), Math.min(longest, lengthOf(second) - SHORTEST)];
    const by = clamp(seconds, least, most);
    if (least > most || Math.abs(by) < 0.0005) return document;
    const one = faded({ ...first, end: tidy(first.end + by * first.speed) });
    const other = faded({ ...second, start: tidy(second.start + by * second.speed) });
    return withShots(document, document.segments.toSpliced(index, 2, one, other));
  };
}

/** Show another part of the footage for the same time (slip), `seconds` of footage later. */
export function slip(id: string, seconds: number): Action {
  return (document, pieces) =>
    changed(document, id, (shot) => {
      const room = (pieces.get(shot.footage)?.duration ?? shot.end) - shot.end;
      const by = tidy(clamp(seconds, -shot.start, Math.max(0, room)));
      return by ? { ...shot, start: tidy(shot.start + by), end: tidy(shot.end + by) } : shot;
    });
}

/** Change settings of shots: speed, sound, fades, framing, look. */
export function set(ids: readonly string[], settings: Partial<Omit<Shot, "id" | "footage" | "start" | "end">>): Action {
  return (document) => {
    const next = document.segments.map((shot) => (ids.includes(shot.id) ? faded({ ...shot, ...settings, speed: paced(shot, settings.speed ?? shot.speed) }) : shot));
    return next.every((shot, index) => same(shot, document.segments[index])) ? document : withShots(document, next);
  };
}

/** Change settings of the whole clip. */
export function setEdit(settings: Partial<Omit<Edit, "titles">>): Action {
  return (document) => (same({ ...document.edit, ...settings }, document.edit) ? document : { ...document, edit: { ...document.edit, ...settings } });
}

export function name(title: string): Action {
  return (document) => (title === document.title ? document : { ...document, title });
}

export function note(notes: string): Action {
  return (document) => (notes === document.notes ? document : { ...document, notes });
}

export function addTitle(title: Title): Action {
  return (document) => withTitles(document, [...document.edit.titles, title]);
}

export function setTitle(id: string, settings: Partial<Omit<Title, "id">>): Action {
  return (document) => {
    const next = document.edit.titles.map((title) => (title.id === id ? ordered({ ...title, ...settings }) : title));
    return same(next, document.edit.titles) ? document : withTitles(document, next);
  };
}

export function removeTitle(id: string): Action {
  return (document) => {
    const left = document.edit.titles.filter((title) => title.id !== id);
    return left.length === document.edit.titles.length ? document : withTitles(document, left);
  };
}

function withTitles(document: ClipDocument, titles: Title[]): ClipDocument {
  return { ...document, edit: { ...document.edit, titles } };
}

function ordered(title: Title): Title {
  const start = tidy(Math.max(0, title.start));
  return { ...title, start, end: tidy(Math.max(title.end, start + SHORTEST)) };
}

/** The speed that a shot can have without becoming too short to be seen. */
function paced(shot: Shot, speed: number): number {
  return clamp(speed, SLOWEST, Math.max(SLOWEST, Math.min(FASTEST, (shot.end - shot.start) / SHORTEST)));
}

/** Fades never last longer than their shot. */
function faded(shot: Shot): Shot {
  const length = lengthOf(shot);
  if (shot.fade_in + shot.fade_out <= length) return shot;
  const share = length / (shot.fade_in + shot.fade_out);
  return { ...shot, fade_in: Math.floor(shot.fade_in * share * 100) / 100, fade_out: Math.floor(shot.fade_out * share * 100) / 100 };
}

function changed(document: ClipDocument, id: string, change: (shot: Shot) => Shot): ClipDocument {
  const index = document.segments.findIndex((shot) => shot.id === id);
  const before = document.segments[index];
  if (!before) return document;
  const after = change(before);
  return after === before ? document : withShots(document, document.segments.with(index, after));
}

/** Whether two values of the document say the same. */
export function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
