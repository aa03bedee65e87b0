/** Draws the stretch of the clip that is seen: ruler, sound, shots, and the captions of one language upon it. */
import { clock } from "../shell/format";
import { rulerStep, type Scale } from "../shell/scale";
import { type CueState, look, type Row } from "./rows";

export const RULER = 18;
const LABEL = 17;
const LINE = "#2e3b35";
const SOFT = "#a9b7af";
const INK = "#eef3ef";
const TIGER = "#d9772b";
const FILLS: Record<CueState, string> = { empty: "rgb(255 255 255 / 0.03)", machine: "rgb(150 165 157 / 0.16)", edited: "rgb(141 180 216 / 0.24)", checked: "rgb(127 208 162 / 0.2)", approved: "rgb(63 160 104 / 0.42)", stale: "rgb(240 192 96 / 0.2)" };
const EDGES: Record<CueState, string> = { empty: "#55625b", machine: "#93a199", edited: "#8db4d8", checked: "#7fd0a2", approved: "#7fd0a2", stale: "#f0c060" };

/** The loudness of the clip: 0..1, `rate` of them a second. */
export interface Peaks {
  peaks: readonly number[];
  rate: number;
}

export interface Scene {
  rows: readonly Row[];
  language: string;
  active: Row | null;
  scale: Scale;
  height: number;
  sound: Peaks | null;
  shots: readonly number[];
}

export function paint(pen: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, height } = scene;
  pen.clearRect(0, 0, scale.width, height);
  pen.fillStyle = "#0c1310";
  pen.fillRect(0, RULER, scale.width, height - RULER);
  const begin = Math.max(0, scale.x(0) - scale.left);
  const end = Math.min(scale.width, scale.x(scale.length) - scale.left);
  pen.fillStyle = "#131c18";
  pen.fillRect(begin, RULER, end - begin, height - RULER);
  ruler(pen, scale);
  if (scene.sound) wave(pen, scene, begin, end);
  shots(pen, scene);
  const [first, last] = scale.seen;
  let behind = -1;
  scene.rows.forEach((row, place) => {
    if (row.end >= first && row.start <= last) caption(pen, row, place + 1, scene, row.start < behind - 0.0005);
    behind = Math.max(behind, row.end);
  });
}

function ruler(pen: CanvasRenderingContext2D, scale: Scale): void {
  const every = rulerStep(scale.zoom);
  const [first, last] = scale.seen;
  pen.font = "11px ui-monospace, Menlo, monospace";
  pen.textBaseline = "middle";
  const small = every / 5;
  for (let step = Math.floor(first / small); step * small <= Math.min(last, scale.length + every); step += 1) {
    const x = Math.round(scale.x(step * small) - scale.left) + 0.5;
    const whole = step % 5 === 0;
    pen.fillStyle = LINE;
    pen.fillRect(x, whole ? 0 : RULER - 5, 1, whole ? RULER : 5);
    if (!whole) continue;
    pen.fillStyle = SOFT;
    pen.fillText(clock(step * small, every < 1), x + 4, RULER / 2);
  }
}

function wave(pen: CanvasRenderingContext2D, { scale, sound, height }: Scene, begin: number, end: number): void {
  const { peaks, rate } = sound!;
  const middle = RULER + (height - RULER) / 2;
  pen.fillStyle = "#4f7d68";
  for (let x = Math.floor(begin); x < end; x += 1) {
    const from = Math.max(0, Math.floor(scale.time(x + scale.left) * rate));
    const to = Math.min(peaks.length, Math.max(from + 1, Math.ceil(scale.time(x + 1 + scale.left) * rate)));
    let loud = 0;
    for (let at = from; at < to; at += 1) loud = Math.max(loud, peaks[at]!);
    const high = Math.max(0.5, loud * (height - RULER - 6) * 0.5);
    pen.fillRect(x, middle - high, 1, high * 2);
  }
}

function shots(pen: CanvasRenderingContext2D, { scale, shots, height }: Scene): void {
  pen.strokeStyle = "#c9a3ff";
  pen.setLineDash([3, 3]);
  for (const shot of shots) {
    const x = Math.round(scale.x(shot) - scale.left) + 0.5;
    if (x < -1 || x > scale.width) continue;
    pen.beginPath();
    pen.moveTo(x, RULER);
    pen.lineTo(x, height);
    pen.stroke();
  }
  pen.setLineDash([]);
}

function caption(pen: CanvasRenderingContext2D, row: Row, number: number, { scale, language, active, height }: Scene, overlapping: boolean): void {
  const left = scale.x(row.start) - scale.left;
  const wide = Math.max(2, (row.end - row.start) * scale.zoom);
  const one = row.cells.get(language);
  const state = one ? look(one) : "empty";
  const [top, high] = [RULER + 1, height - RULER - 2];
  pen.fillStyle = overlapping ? "rgb(255 120 110 / 0.28)" : FILLS[state];
  pen.fillRect(left, top, wide, high);
  if (state === "machine" && wide > 6) hatch(pen, left, top, wide, high);
  pen.fillStyle = overlapping ? "#ff9a92" : EDGES[state];
  pen.fillRect(left, top, 2, high);
  pen.fillRect(left + wide - 2, top, 2, high);
  if (row === active) {
    pen.strokeStyle = TIGER;
    pen.lineWidth = 2;
    pen.strokeRect(left + 1, top + 1, Math.max(1, wide - 2), high - 2);
    pen.lineWidth = 1;
  }
  if (wide > 22) label(pen, one?.text ?? "", number, { left, wide, top, high, struck: state === "stale", length: row.end - row.start });
}

function hatch(pen: CanvasRenderingContext2D, left: number, top: number, wide: number, high: number): void {
  pen.save();
  pen.beginPath();
  pen.rect(left, top, wide, high);
  pen.clip();
  pen.strokeStyle = "rgb(169 183 175 / 0.22)";
  pen.beginPath();
  const from = Math.max(left, -high);
  for (let x = from - (from % 9) - high; x < Math.min(left + wide, pen.canvas.width); x += 9) {
    pen.moveTo(x, top + high);
    pen.lineTo(x + high, top);
  }
  pen.stroke();
  pen.restore();
}

function label(pen: CanvasRenderingContext2D, text: string, number: number, at: { left: number; wide: number; top: number; high: number; struck: boolean; length: number }): void {
  pen.save();
  pen.beginPath();
  pen.rect(at.left + 3, at.top, at.wide - 7, at.high);
  pen.clip();
  pen.fillStyle = INK;
  pen.font = "12px system-ui, 'Noto Sans SC Variable', sans-serif";
  pen.textBaseline = "middle";
  const x = Math.max(at.left, 0) + 6;
  pen.fillText(text.replaceAll("\n", " "), x, at.top + LABEL / 2 + 1);
  pen.fillStyle = SOFT;
  pen.font = "10px ui-monospace, Menlo, monospace";
  pen.fillText(`#${number}  ${at.length.toFixed(2)} s`, x, at.top + at.high - 8);
  pen.restore();
}
