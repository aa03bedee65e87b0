/** Where the edges of captions may come to lie: on pictures, on shots, a little away from their neighbours. Seconds. */
import { tidy } from "../shell/timecode";
import { snapped } from "../shell/scale";
import type { Row } from "./rows";

/** Pictures between two captions, so that viewers see that they change. */
export const GAP = 2;

/** The nearest beginning of a picture. */
export const toPicture = (time: number, rate: number) => tidy(Math.round(time * rate) / rate);

export interface Surroundings {
  shots: readonly number[];
  playhead: number;
  /** Pictures a second. */
  rate: number;
}

/** Moments that draw an edge of a caption to them. */
export function points(rows: readonly Row[], row: Row, side: "start" | "end", { shots, playhead, rate }: Surroundings): number[] {
  const gap = GAP / rate;
  const others = rows.filter((each) => each !== row);
  const edges = side === "start" ? others.map((each) => each.end + gap) : others.map((each) => each.start - gap);
  return [...shots, playhead, ...edges];
}

/** The moment on what draws it, no further than `within` away, else on a picture. */
export function drawn(time: number, near: readonly number[], within: number, rate: number): number {
  const found = snapped(time, near, within);
  return found === time ? toPicture(time, rate) : tidy(found);
}

/** A caption moved as a whole: whichever edge is drawn more strongly decides. */
export function drawnSpan(span: { start: number; end: number }, starts: readonly number[], ends: readonly number[], within: number, rate: number): number {
  const byStart = snapped(span.start, starts, within) - span.start;
  const byEnd = snapped(span.end, ends, within) - span.end;
  if (byStart && (!byEnd || Math.abs(byStart) <= Math.abs(byEnd))) return tidy(span.start + byStart);
  if (byEnd) return tidy(span.start + byEnd);
  return toPicture(span.start, rate);
}

/** Begin and end on the shots next to them, where there are any within `within` seconds. */
export function onShots(row: Row, shots: readonly number[], within: number): { start: number; end: number } {
  const start = snapped(row.start, shots, within);
  const end = snapped(row.end, shots.filter((shot) => shot > start), within);
  return { start: tidy(start), end: tidy(end) };
}
