/** What lies on the timeline: the shots of the clip, or one piece of footage by itself. */
import { type ClipDocument, lengthOf, type Piece, placeAt, plainShot, seenAt, type Shot } from "./document";
import type { Store } from "./store";

export interface Item {
  shot: Shot;
  piece: Piece | undefined;
  /** Seconds of the timeline. */
  from: number;
  to: number;
}

export function items(store: Store): Item[] {
  const { source } = store.view;
  if (source !== null) {
    const piece = store.pieces.get(source);
    return piece ? [{ shot: { ...plainShot(source, 0, piece.duration), id: "source" }, piece, from: 0, to: piece.duration }] : [];
  }
  let from = 0;
  return store.document.segments.map((shot) => {
    const item = { shot, piece: store.pieces.get(shot.footage), from, to: from + lengthOf(shot) };
    from = item.to;
    return item;
  });
}

/** Seconds of the timeline at which a moment of the item's footage is seen. */
export const placed = (item: Item, seconds: number) => item.from + (seconds - item.shot.start) / item.shot.speed;
export const footageTime = (item: Item, time: number) => item.shot.start + (time - item.from) * item.shot.speed;

/**
 * Where what was at `time` of the clip `before` is in the clip `after`; null where it was cut out. Captions belong to
 * what is seen, so they stay with their pictures when shots move.
 */
export function carried(before: ClipDocument, after: ClipDocument, time: number): number | null {
  if (before.segments === after.segments) return time;
  const place = placeAt(before, time);
  if (!place) return null;
  const same = after.segments.find((shot) => shot.id === place.shot.id);
  if (!same) return seenAt(after, place.shot.footage, place.at);
  if (place.at < same.start - 0.001 || place.at > same.end + 0.001) return seenAt(after, place.shot.footage, place.at);
  let offset = 0;
  for (const shot of after.segments) {
    if (shot.id === same.id) break;
    offset += lengthOf(shot);
  }
  return offset + (place.at - same.start) / same.speed;
}

/** Where something between two shots would be dropped: 0 is before the first. */
export function gapAt(all: readonly Item[], time: number): number {
  const index = all.findIndex((item) => time < (item.from + item.to) / 2);
  return index < 0 ? all.length : index;
}
