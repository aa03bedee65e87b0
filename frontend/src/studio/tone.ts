/** How a look changes brightness: the same curve as curation/video/looks/look.py, for an SVG filter over the player. */
import type { Look } from "./document";

const POINTS = 33;
const INFRARED_SHADOWS = 0.45;
const LIFT = 2.3;
const TOE = 0.1;
const BEND = 0.55;

/** How far shadows are lifted, 0..1, mode and slider together. */
export function lift(look: Look): number {
  const base = look.mode === "infrared" ? INFRARED_SHADOWS : 0;
  return base + (1 - base) * look.shadows;
}

/** 33 brightnesses 0..1 for the evenly spaced brightnesses 0, 1/32 … 1: a `feFuncX type="table"`. */
export function curve(look: Look): number[] {
  return Array.from({ length: POINTS }, (_none, index) => tone(index / (POINTS - 1), look));
}

function tone(brightness: number, look: Look): number {
  const [toe, rise] = [TOE * lift(look), LIFT * lift(look)];
  let level = (Math.hypot(brightness, toe) - toe) / (Math.hypot(1, toe) - toe);
  level = (level * (1 + rise)) / (1 + rise * level);
  return level + BEND * look.contrast * (level * level * (3 - 2 * level) - level);
}
