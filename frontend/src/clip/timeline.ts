/** The arithmetic of a cut: pictures, in and out points, stretches. Seconds unless said otherwise. */

export interface Stretch {
  footage: number;
  start: number;
  end: number;
}

/** A sheet of small pictures as the server describes it; `interval` in seconds, sizes in pixels. */
export interface Sheet {
  columns: number;
  rows: number;
  count: number;
  interval: number;
  tile_width: number;
  tile_height: number;
}

/** The least that a stretch may last; the server refuses clips shorter than 0.2 s. */
export const SHORTEST = 0.2;

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
const tidy = (seconds: number) => Math.round(seconds * 1000) / 1000;

/** The beginning of the picture that is shown at `time`. */
export function snap(time: number, rate: number): number {
  return tidy(Math.round(time * rate) / rate);
}

/** `pictures` further (or back), inside the footage. */
export function step(time: number, pictures: number, rate: number, duration: number): number {
  const last = Math.max(0, Math.ceil(duration * rate - 0.01) - 1);
  return tidy(clamp(Math.round(time * rate) + pictures, 0, last) / rate);
}

/** The stretch with its in point at `time`; an out point that would lie before it moves to the end of the footage. */
export function withIn<S extends Stretch>(stretch: S, time: number, rate: number, duration: number): S {
  const start = clamp(snap(time, rate), 0, Math.max(0, tidy(duration - SHORTEST)));
  return { ...stretch, start, end: stretch.end - start < SHORTEST ? tidy(duration) : stretch.end };
}

/** The stretch with its out point at `time`; an in point that would lie behind it moves to the beginning. */
export function withOut<S extends Stretch>(stretch: S, time: number, rate: number, duration: number): S {
  const end = clamp(snap(time, rate), Math.min(SHORTEST, duration), tidy(duration));
  return { ...stretch, end, start: end - stretch.start < SHORTEST ? 0 : stretch.start };
}

/** The stretch dragged by one of its ends, never through the other one. */
export function dragged<S extends Stretch>(stretch: S, side: "start" | "end", time: number, rate: number, duration: number): S {
  if (side === "start") return { ...stretch, start: clamp(snap(time, rate), 0, tidy(stretch.end - SHORTEST)) };
  return { ...stretch, end: clamp(snap(time, rate), tidy(stretch.start + SHORTEST), tidy(duration)) };
}

export function total(stretches: readonly Stretch[]): number {
  return tidy(stretches.reduce((sum, each) => sum + each.end - each.start, 0));
}

export function same(one: readonly Stretch[], other: readonly Stretch[]): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 0.0005;
  return one.length === other.length && one.every((each, at) => each.footage === other[at]!.footage && near(each.start, other[at]!.start) && near(each.end, other[at]!.end));
}

/** "0:04:12": minutes, seconds, pictures; with hours in front where there are any. */
export function timecode(time: number, rate: number): string {
  const whole = Math.max(1, Math.round(rate));
  const pictures = Math.max(0, Math.round(time * rate));
  const rest = String(pictures % whole).padStart(2, "0");
  const seconds = Math.floor(pictures / whole);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:` : ""}${hours ? two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${two(seconds % 60)}:${rest}`;
}

/** Which tiles of the sheet fill a strip of `width` by `height` pixels, as numbers of tiles from the left. */
export function tilesFor(sheet: Sheet, width: number, height: number): number[] {
  const tile = (sheet.tile_width / sheet.tile_height) * height;
  const places = Math.max(1, Math.ceil(width / tile));
  return Array.from({ length: places }, (_none, place) => clamp(Math.floor(((place + 0.5) / places) * sheet.count), 0, sheet.count - 1));
}

/** The tile shown at `time`. */
export function tileAt(sheet: Sheet, time: number): number {
  return clamp(Math.floor(time / sheet.interval), 0, sheet.count - 1);
}

/** Where a tile lies in the sheet, as CSS background values that fit any size of the element. */
export function tilePlace(sheet: Sheet, tile: number): { size: string; position: string } {
  const across = sheet.columns > 1 ? ((tile % sheet.columns) / (sheet.columns - 1)) * 100 : 0;
  const down = sheet.rows > 1 ? (Math.floor(tile / sheet.columns) / (sheet.rows - 1)) * 100 : 0;
  return { size: `${sheet.columns * 100}% ${sheet.rows * 100}%`, position: `${across}% ${down}%` };
}

/** Seconds between two marks of a ruler so that about `places` of them fit. */
export function rulerStep(duration: number, places: number): number {
  const steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
  return steps.find((each) => duration / each <= places) ?? 7200;
}
