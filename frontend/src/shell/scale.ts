/** How the timeline lies on the screen: seconds to pixels and back. */
import { clamp } from "./timecode";

/** Pixels before the first moment, so that the playhead is whole there. */
export const MARGIN = 10;
/** Pixels behind the last moment, to drop something there. */
export const AFTER = 120;
const WIDEST_PICTURE = 24; // pixels of one picture at the largest zoom
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

export class Scale {
  /** Pixels a second. */
  zoom = 50;
  /** Pixels that are scrolled out on the left. */
  left = 0;
  length = 0;
  width = 800;
  rate = 25;

  get fitting(): number {
    return Math.max(0.01, (this.width - 2 * MARGIN - 4) / Math.max(this.length, 0.2));
  }

  get most(): number {
    return Math.max(this.fitting, this.rate * WIDEST_PICTURE);
  }

  get least(): number {
    return Math.min(this.fitting, 20);
  }

  /** Pixels from the beginning of the whole line. */
  x(seconds: number): number {
    return MARGIN + seconds * this.zoom;
  }

  /** Seconds at pixels from the beginning of the whole line. */
  time(x: number): number {
    return (x - MARGIN) / this.zoom;
  }

  /** The part that is seen, in seconds. */
  get seen(): [number, number] {
    return [Math.max(0, this.time(this.left)), this.time(this.left + this.width)];
  }

  get whole(): number {
    return Math.max(this.width, Math.ceil(this.x(this.length) + AFTER));
  }

  /** Another zoom, with the moment `around` staying where it is seen. */
  zoomTo(zoom: number, around: number): void {
    const place = this.x(around) - this.left;
    this.zoom = clamp(zoom, this.least, this.most);
    this.left = clamp(this.x(around) - place, 0, Math.max(0, this.whole - this.width));
  }

  fit(): void {
    this.zoom = this.fitting;
    this.left = 0;
  }
}

/** Seconds between two numbers of a ruler, which need `room` pixels each. */
export function rulerStep(zoom: number, room = 76): number {
  return STEPS.find((step) => step * zoom >= room) ?? 7200;
}

/** The nearest of `points` that is not further than `within`; else `time` itself. */
export function snapped(time: number, points: readonly number[], within: number): number {
  let best = time;
  let distance = within;
  for (const point of points) {
    const far = Math.abs(point - time);
    if (far <= distance) [best, distance] = [point, far];
  }
  return best;
}
