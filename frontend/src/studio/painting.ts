/** Draws what is seen of the timeline: ruler, filmstrip, motion, waveform, captions. */
import { clock } from "../shell/format";
import { footageTime, type Item, placed } from "./lane";
import { between, type Waveforms } from "./peaks";
import { rulerStep, type Scale } from "../shell/scale";
import { type Sheets, tileAt } from "./sheets";

/** Where each lane lies, in pixels from above. */
export const LANES = { ruler: [0, 20], films: [22, 56], motion: [72, 6], sound: [80, 34], captions: [116, 17], titles: [135, 18] } as const;
export const HEIGHT = 155;
const LINE = "#2e3b35";
const SOFT = "#a9b7af";
const INK = "#eef3ef";
const GREEN = "#7fd0a2";
const TIGER = "#d9772b";

export interface Cue {
  from: number;
  to: number;
  text: string;
}

export interface Scene {
  items: readonly Item[];
  cues: readonly Cue[];
  scale: Scale;
  sheets: Sheets;
  waveforms: Waveforms;
  /** In and out of the source view. */
  marked: readonly [number, number] | null;
  /** The shape whose keys are drawn. */
  shape: string;
}

export function paint(pen: CanvasRenderingContext2D, scene: Scene): void {
  const { scale } = scene;
  pen.clearRect(0, 0, scale.width, HEIGHT);
  ruler(pen, scale);
  const [first, last] = scale.seen;
  for (const item of scene.items) {
    if (item.to < first || item.from > last) continue;
    pen.save();
    pen.beginPath();
    const left = scale.x(item.from) - scale.left;
    pen.rect(left, 0, Math.max(1, (item.to - item.from) * scale.zoom - 1), HEIGHT);
    pen.clip();
    filmstrip(pen, item, scene);
    motion(pen, item, scale);
    wave(pen, item, scene);
    keys(pen, item, scene);
    pen.restore();
  }
  for (const cue of scene.cues) if (cue.to > first && cue.from < last) caption(pen, cue, scale);
  if (scene.marked) shade(pen, scene.marked, scale);
}

function ruler(pen: CanvasRenderingContext2D, scale: Scale): void {
  const every = rulerStep(scale.zoom);
  const [first, last] = scale.seen;
  const [top, height] = LANES.ruler;
  pen.font = "11px ui-monospace, Menlo, monospace";
  pen.textBaseline = "middle";
  const small = every / 5;
  for (let step = Math.floor(first / small); step * small <= Math.min(last, scale.length + every); step++) {
    const x = Math.round(scale.x(step * small) - scale.left) + 0.5;
    const whole = step % 5 === 0;
    pen.fillStyle = LINE;
    pen.fillRect(x, top + (whole ? 0 : height - 5), 1, whole ? height : 5);
    if (!whole) continue;
    pen.fillStyle = SOFT;
    pen.fillText(clock(step * small, every < 1), x + 4, top + height / 2);
  }
}

function filmstrip(pen: CanvasRenderingContext2D, item: Item, scene: Scene): void {
  const { scale } = scene;
  const [top, height] = LANES.films;
  const left = scale.x(item.from) - scale.left;
  const wide = (item.to - item.from) * scale.zoom;
  pen.fillStyle = "#1b2621";
  pen.fillRect(left, top, wide, height);
  const { piece } = item;
  const sheet = piece?.scrub;
  const image = piece ? scene.sheets.of(piece) : null;
  if (!sheet?.count || !image) return;
  const tile = (sheet.tile_width / sheet.tile_height) * height;
  const from = Math.max(0, Math.floor(-left / tile));
  const to = Math.min(Math.ceil(wide / tile), Math.ceil((scale.width - left) / tile));
  for (let index = from; index < to; index++) {
    const seconds = footageTime(item, item.from + ((index + 0.5) * tile) / scale.zoom);
    const [x, y, w, h] = tileAt(sheet, Math.min(seconds, item.shot.end), image.naturalWidth, image.naturalHeight);
    pen.drawImage(image, x, y, w, h, left + index * tile, top, tile, height);
  }
}

/** A band of how much moves, the stretches with an animal, and the stretch that is suggested. */
function motion(pen: CanvasRenderingContext2D, item: Item, scale: Scale): void {
  const found = item.piece?.motion;
  if (!found) return;
  const [top, height] = LANES.motion;
  const x = (seconds: number) => scale.x(placed(item, seconds)) - scale.left;
  pen.fillStyle = "rgb(8 14 11 / 0.75)";
  pen.fillRect(scale.x(item.from) - scale.left, top, (item.to - item.from) * scale.zoom, height);
  const step = Math.max(1, Math.floor(item.shot.speed / scale.zoom));
  const last = Math.min(found.band.length, Math.ceil(item.shot.end));
  const begin = Math.max(Math.floor(item.shot.start), Math.floor(footageTime(item, scale.seen[0])));
  const end = Math.min(last, Math.ceil(footageTime(item, scale.seen[1])));
  for (let second = begin; second < end; second += step) {
    const value = found.band[second] ?? 0;
    pen.fillStyle = `rgb(217 119 43 / ${0.15 + 0.85 * value})`;
    if (value > 0.01) pen.fillRect(x(second), top, Math.max(1, x(second + step) - x(second)), height);
  }
  pen.fillStyle = GREEN;
  for (const [from, to] of found.moving) pen.fillRect(x(from), top - 2, Math.max(2, x(to) - x(from)), 2);
  if (!found.suggested) return;
  const [from, to] = found.suggested;
  pen.strokeStyle = GREEN;
  pen.setLineDash([4, 3]);
  pen.strokeRect(x(from) + 0.5, LANES.films[0] + 0.5, x(to) - x(from) - 1, LANES.films[1] - 1);
  pen.setLineDash([]);
}

/** A diamond for each key that somebody set for the shape that is shown. */
function keys(pen: CanvasRenderingContext2D, item: Item, { scale, shape }: Scene): void {
  const [top, height] = LANES.motion;
  const middle = top + height / 2;
  const size = 5; // pixels from the middle to a corner
  for (const { time } of item.shot.framing[shape] ?? []) {
    const x = scale.x(placed(item, time)) - scale.left;
    pen.beginPath();
    pen.moveTo(x - size, middle);
    pen.lineTo(x, middle - size);
    pen.lineTo(x + size, middle);
    pen.lineTo(x, middle + size);
    pen.closePath();
    pen.fillStyle = "#ffb066";
    pen.fill();
    pen.strokeStyle = "#0c1a13";
    pen.stroke();
  }
}

function wave(pen: CanvasRenderingContext2D, item: Item, scene: Scene): void {
  const { scale } = scene;
  const peaks = item.piece ? scene.waveforms.of(item.piece) : null;
  const [top, height] = LANES.sound;
  const middle = top + height / 2;
  const first = Math.max(0, Math.floor(scale.x(item.from) - scale.left));
  const last = Math.min(scale.width, Math.ceil(scale.x(item.to) - scale.left));
  pen.fillStyle = "#1a2420";
  pen.fillRect(first, top, last - first, height);
  if (!peaks) return;
  pen.fillStyle = item.shot.mute ? "#44544b" : "#6fa98c";
  const loud = Math.min(1.6, 10 ** (item.shot.gain / 20));
  for (let x = first; x < last; x++) {
    const [from, to] = [scale.time(x + scale.left), scale.time(x + 1 + scale.left)];
    const [low, high] = between(peaks, footageTime(item, from), footageTime(item, to));
    const above = Math.min(1, high * loud) * (height / 2);
    pen.fillRect(x, middle - above, 1, Math.max(1, above + Math.min(1, -low * loud) * (height / 2)));
  }
}

function caption(pen: CanvasRenderingContext2D, cue: Cue, scale: Scale): void {
  const [top, height] = LANES.captions;
  const left = scale.x(cue.from) - scale.left;
  const wide = Math.max(3, (cue.to - cue.from) * scale.zoom - 1);
  pen.fillStyle = "#2b4a63";
  pen.fillRect(left, top, wide, height);
  if (wide < 14) return;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, wide - 4, height);
  pen.clip();
  pen.fillStyle = INK;
  pen.font = "12px system-ui, 'Noto Sans SC Variable', sans-serif";
  pen.textBaseline = "middle";
  pen.fillText(cue.text.replaceAll("\n", " "), Math.max(left, 0) + 5, top + height / 2 + 0.5);
  pen.restore();
}

/** What lies outside in and out is dark. */
function shade(pen: CanvasRenderingContext2D, [from, to]: readonly [number, number], scale: Scale): void {
  const [left, right] = [scale.x(from) - scale.left, scale.x(to) - scale.left];
  pen.fillStyle = "rgb(8 14 11 / 0.66)";
  const [begin, end] = [scale.x(0) - scale.left, scale.x(scale.length) - scale.left];
  const top = LANES.films[0];
  pen.fillRect(begin, top, left - begin, LANES.sound[0] + LANES.sound[1] - top);
  pen.fillRect(right, top, end - right, LANES.sound[0] + LANES.sound[1] - top);
  pen.fillStyle = TIGER;
  pen.fillRect(left - 2, top, 3, LANES.films[1]);
  pen.fillRect(right - 1, top, 3, LANES.films[1]);
}
