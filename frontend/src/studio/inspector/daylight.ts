/**
 * The colour of the light in a shot, as curation/video/light.py finds it: what the day look takes away. It is read from
 * the sheet of small pictures, so it is near to what the render will measure, not the same.
 */
import type { Piece } from "../document";

const DARK = 0.12;
const BRIGHT = 0.95;
const EDGE = 0.12; // of the height: makers print coloured strips there
const GREYISH = 0.045;
const STEPS = 12;
const TRUST = 0.5;
const ALONG = 0.08;
const ACROSS = 0.03;
const PICTURES = 6;
const SIDE = 48; // pixels

type Light = readonly [number, number];
const NONE: Light = [0, 0];

export class LightMeter {
  private readonly sheets = new Map<string, HTMLImageElement>();
  private readonly known = new Map<string, Light>();

  constructor(private readonly onKnown: () => void) {}

  /** Blue and red chroma of a grey thing in full light; none until the sheet has come. */
  of(piece: Piece | undefined, start: number, end: number): Light {
    if (!piece?.sheet || !piece.scrub) return NONE;
    const key = `${piece.footage} ${start.toFixed(1)} ${end.toFixed(1)}`;
    const known = this.known.get(key);
    if (known) return known;
    const sheet = this.sheet(piece.sheet);
    if (!sheet.complete || !sheet.naturalWidth) return NONE;
    const found = lightOf(samples(sheet, piece, start, end));
    this.known.set(key, found);
    return found;
  }

  private sheet(source: string): HTMLImageElement {
    let sheet = this.sheets.get(source);
    if (!sheet) {
      sheet = new Image();
      sheet.addEventListener("load", this.onKnown);
      sheet.src = source;
      this.sheets.set(source, sheet);
    }
    return sheet;
  }
}

/** Red, green and blue (0..1) of some tiles between `start` and `end`. */
function samples(image: HTMLImageElement, piece: Piece, start: number, end: number): number[][] {
  const sheet = piece.scrub!;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SIDE, SIDE];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return [];
  const tiles = new Set(Array.from({ length: PICTURES }, (_none, index) => Math.min(sheet.count - 1, Math.max(0, Math.floor((start + ((index + 0.5) * (end - start)) / PICTURES) / Math.max(0.001, sheet.interval))))));
  const found: number[][] = [];
  const [wide, high] = [sheet.tile_width, sheet.tile_height];
  for (const tile of tiles) {
    context.drawImage(image, (tile % sheet.columns) * wide, (Math.floor(tile / sheet.columns) + EDGE) * high, wide, high * (1 - 2 * EDGE), 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    for (let at = 0; at < data.length; at += 4) found.push([data[at]! / 255, data[at + 1]! / 255, data[at + 2]! / 255]);
  }
  return found;
}

/** Mean shift from no colour towards where most of what is nearly grey lies, a short way at most. */
export function lightOf(pixels: readonly (readonly number[])[]): Light {
  const seen = pixels
    .map(([red, green, blue]) => ({ red: red!, blue: blue!, light: 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!, most: Math.max(red!, green!, blue!) }))
    .filter(({ light, most }) => light > DARK && most < BRIGHT)
    .map(({ red, blue, light }) => ({ light, blue: (blue - light) / 1.8556 / light, red: (red - light) / 1.5748 / light }));
  if (!pixels.length || seen.length < 0.02 * pixels.length) return NONE;
  let [blue, red] = [0, 0];
  for (let step = 0; step < STEPS; step += 1) {
    let [whole, blues, reds] = [0, 0, 0];
    for (const each of seen) {
      const weight = each.light * Math.exp(-0.5 * (((each.blue - blue) / GREYISH) ** 2 + ((each.red - red) / GREYISH) ** 2));
      whole += weight;
      blues += weight * each.blue;
      reds += weight * each.red;
    }
    if (whole < 1e-6) return NONE;
    [blue, red] = [blues / whole, reds / whole];
  }
  const bounded = (value: number, most: number) => TRUST * Math.max(-most, Math.min(most, value));
  const [along, across] = [bounded((blue - red) / 2, ALONG), bounded((blue + red) / 2, ACROSS)];
  return [along + across, across - along];
}
