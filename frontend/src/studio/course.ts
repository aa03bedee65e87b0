/**
 * Where the frame of a shape lies at each moment: the same smooth course through its keys that a render follows
 * (curation/video/producing/framing.py; parity.json holds both to the same numbers).
 */
import { clamp, type Key, type Shot } from "./document";

export const CENTRE: Key = { time: 0, x: 0.5, y: 0.5, zoom: 1 };

/** The shares of a picture's width and height that the largest box of `ratio` inside it takes. */
export function shares(width: number, height: number, ratio: number): [number, number] {
  return [Math.min(1, (height * ratio) / width), Math.min(1, width / ratio / height)];
}

/** A smooth line through points that never overshoots them (Fritsch and Carlson 1980), at rest at both ends. */
export function through(points: readonly (readonly [number, number])[]): (place: number) => number {
  const [knots, values] = [points.map((point) => point[0]), points.map((point) => point[1])];
  const widths = knots.slice(1).map((knot, index) => knot - knots[index]!);
  const rises = widths.map((width, index) => (values[index + 1]! - values[index]!) / width);
  const slopes = knots.map((_knot, index) => {
    const [left, right] = [rises[index - 1], rises[index]];
    if (left === undefined || right === undefined || left * right <= 0) return 0;
    const [one, two] = [2 * widths[index]! + widths[index - 1]!, widths[index]! + 2 * widths[index - 1]!];
    return (one + two) / (one / left + two / right);
  });
  return (place) => {
    if (place <= knots[0]!) return values[0]!;
    if (place >= knots.at(-1)!) return values.at(-1)!;
    const first = knots.findLastIndex((knot) => knot <= place);
    const [width, rise, start, end] = [widths[first]!, rises[first]!, slopes[first]!, slopes[first + 1]!];
    const u = place - knots[first]!;
    return values[first]! + u * (start + u * ((3 * rise - 2 * start - end) / width + (u * (start + end - 2 * rise)) / width ** 2));
  };
}

/**
 * The frame at `seconds` of the footage of a shot; `wide` and `high` are the shares that the largest box takes. The
 * box always lies inside the picture.
 */
export function course(keys: readonly Key[], shot: Pick<Shot, "start" | "end">, wide: number, high: number): (seconds: number) => Key {
  const inside = near(
    keys.toSorted((one, other) => one.time - other.time),
    shot,
  );
  if (!inside.length) return (time) => ({ ...CENTRE, time });
  const kept = (value: number, share: number) => clamp(value, share / 2, 1 - share / 2);
  const x = through(inside.map((key) => [key.time, kept(key.x, wide / key.zoom)]));
  const y = through(inside.map((key) => [key.time, kept(key.y, high / key.zoom)]));
  const zoom = through(inside.map((key) => [key.time, key.zoom]));
  return (time) => ({ time, x: x(time), y: y(time), zoom: zoom(time) });
}

/** Those inside the shot, and two on either side, which decide how the course enters and leaves. */
function near(keys: readonly Key[], shot: Pick<Shot, "start" | "end">): Key[] {
  const found = (test: (key: Key) => boolean) => {
    const index = keys.findIndex(test);
    return index < 0 ? keys.length - 1 : index;
  };
  const chosen = keys.slice(Math.max(0, found((key) => key.time > shot.start) - 2), found((key) => key.time >= shot.end) + 2);
  return chosen.filter((key, index) => key.time !== chosen[index + 1]?.time); // of two keys at one time the later counts
}
