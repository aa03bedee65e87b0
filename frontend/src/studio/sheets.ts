/** The sheets of small pictures, fetched when their footage is first seen. */
import { clamp, type Piece, type Sheet } from "./document";

export class Sheets {
  private readonly known = new Map<string, HTMLImageElement>();

  constructor(private readonly arrived: () => void) {}

  of(piece: Piece): HTMLImageElement | null {
    if (!piece.sheet || !piece.scrub?.count) return null;
    let image = this.known.get(piece.sheet);
    if (!image) {
      image = new Image();
      image.decoding = "async";
      image.addEventListener("load", () => this.arrived());
      image.src = piece.sheet;
      this.known.set(piece.sheet, image);
    }
    return image.complete && image.naturalWidth ? image : null;
  }
}

/** The tile that shows `seconds`: its place in the sheet as pixels of the image `width` by `height`. */
export function tileAt(sheet: Sheet, seconds: number, width: number, height: number): [number, number, number, number] {
  const tile = clamp(Math.floor(seconds / sheet.interval), 0, sheet.count - 1);
  const [wide, high] = [width / sheet.columns, height / sheet.rows];
  return [(tile % sheet.columns) * wide, Math.floor(tile / sheet.columns) * high, wide, high];
}
