/** A scrub sheet: tiles evenly spaced in time, left to right and down. */
export interface Sheet {
  columns: number;
  rows: number;
  count: number;
  interval: number;
}

export interface Tile {
  index: number;
  column: number;
  row: number;
  /** Seconds from the beginning: the middle of the stretch that the tile shows. */
  seconds: number;
}

/** The tile at a fraction (0..1) of the time; anything outside is the first or the last one. */
export function tileAt(fraction: number, sheet: Sheet): Tile {
  const safe = Number.isFinite(fraction) ? fraction : 0;
  const index = Math.min(sheet.count - 1, Math.max(0, Math.floor(safe * sheet.count)));
  return { index, column: index % sheet.columns, row: Math.floor(index / sheet.columns), seconds: (index + 0.5) * sheet.interval };
}

/** CSS background size and position that show one tile in a box of the tile's shape. */
export function background(tile: Tile, sheet: Sheet): { size: string; position: string } {
  const share = (place: number, places: number) => (places > 1 ? (place / (places - 1)) * 100 : 0);
  return {
    size: `${sheet.columns * 100}% ${sheet.rows * 100}%`,
    position: `${share(tile.column, sheet.columns)}% ${share(tile.row, sheet.rows)}%`,
  };
}

/** Evenly chosen tiles, `wanted` at most, in order. */
export function selectionOf(sheet: Sheet, wanted: number): Tile[] {
  const many = Math.max(1, Math.min(wanted, sheet.count));
  return Array.from({ length: many }, (_, place) => tileAt((place + 0.5) / many, sheet));
}

/** Read the sheet that a card carries in its data attributes; undefined where it has none. */
export function sheetOf(card: HTMLElement): (Sheet & { url: string }) | undefined {
  const { scrub, columns, rows, count, interval } = card.dataset;
  if (!scrub || !Number(count)) return undefined;
  return { url: scrub, columns: Number(columns), rows: Number(rows), count: Number(count), interval: Number(interval) };
}
