/** Degrees to pixels: an equidistant projection around the middle of what is shown; enough for a reserve. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface View {
  /** The middle, in degrees. */
  longitude: number;
  latitude: number;
  /** Pixels for one degree of latitude. */
  scale: number;
}

export function around(boxes: Box[]): Box | undefined {
  if (!boxes.length) return undefined;
  return {
    west: Math.min(...boxes.map((box) => box.west)),
    south: Math.min(...boxes.map((box) => box.south)),
    east: Math.max(...boxes.map((box) => box.east)),
    north: Math.max(...boxes.map((box) => box.north)),
  };
}

const squeeze = (latitude: number) => Math.cos((Math.min(85, Math.abs(latitude)) * Math.PI) / 180);

/** The view that shows all of `box` in `width` x `height` pixels, with a margin. A single point gets a tenth of a degree. */
export function fit(box: Box, width: number, height: number, margin = 40): View {
  const latitude = (box.south + box.north) / 2;
  const tall = Math.max(0.1, box.north - box.south);
  const wide = Math.max(0.1, box.east - box.west) * squeeze(latitude);
  const scale = Math.min(Math.max(1, width - 2 * margin) / wide, Math.max(1, height - 2 * margin) / tall);
  return { longitude: (box.west + box.east) / 2, latitude, scale };
}

export function toPixels(view: View, longitude: number, latitude: number, width: number, height: number): [number, number] {
  return [width / 2 + (longitude - view.longitude) * squeeze(view.latitude) * view.scale, height / 2 - (latitude - view.latitude) * view.scale];
}

export function toDegrees(view: View, x: number, y: number, width: number, height: number): [number, number] {
  return [view.longitude + (x - width / 2) / (squeeze(view.latitude) * view.scale), view.latitude - (y - height / 2) / view.scale];
}

/** The view after a zoom that keeps the place under (x, y) where it is. */
export function zoomed(view: View, by: number, x: number, y: number, width: number, height: number): View {
  const [longitude, latitude] = toDegrees(view, x, y, width, height);
  const scale = Math.min(2e5, Math.max(20, view.scale * by));
  const middle = latitude + (y - height / 2) / scale;
  return { longitude: longitude - (x - width / 2) / (squeeze(middle) * scale), latitude: middle, scale };
}

/** A step of the grid in degrees that gives lines at least `apart` pixels from each other. */
export function gridStep(scale: number, apart = 90): number {
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5].find((step) => step * scale >= apart) ?? 10;
}
