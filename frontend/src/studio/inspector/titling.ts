/** New titles, as the panel offers them. */
import { clamp, freshId, type Piece, shotsLength, type ClipDocument, type Texts, tidy, type Title } from "../document";
import type { Brand } from "../page";

/** Seconds that a new title stands. */
const LENGTH: Record<Title["kind"], number> = { title: 4, lower_third: 5, end_card: 4 };
const LATIN = "la";

export type Species = NonNullable<Piece["species"]>[number];

/** A title that begins at `time` of the clip, or as near before the end as it fits. */
export function newTitle(kind: Title["kind"], document: ClipDocument, time: number, text: Texts = {}, detail: Texts = {}): Title {
  const end = shotsLength(document);
  const length = kind === "end_card" ? LENGTH.end_card : Math.min(LENGTH[kind], Math.max(1, end));
  const start = kind === "end_card" ? 0 : tidy(clamp(time, 0, Math.max(0, end - length)));
  return { id: freshId(), kind, start, end: tidy(start + length), text, detail, place: kind === "lower_third" ? "left" : "centre" };
}

/** A lower third that names an animal in every language that has a name for it. */
export function naming(species: Species, document: ClipDocument, time: number): Title {
  const names = Object.fromEntries(Object.entries(species.names).filter(([, name]) => name.trim()));
  const text = Object.keys(names).length ? names : { [LATIN]: species.scientific };
  return newTitle("lower_third", document, time, text, Object.keys(names).length ? { [LATIN]: species.scientific } : {});
}

/** An end card with the brand kit's last line. */
export function ending(brand: Brand | undefined, document: ClipDocument): Title {
  return newTitle("end_card", document, 0, Object.fromEntries(Object.entries(brand?.call ?? {}).filter(([, call]) => call.trim())));
}

/** The species of all footage in the clip, each once, those of `first` before the others. */
export function speciesOf(document: ClipDocument, pieces: ReadonlyMap<number, Piece>, first: number | null): Species[] {
  const footage = document.segments.map((shot) => shot.footage);
  const found = new Map<string, Species>();
  for (const key of new Set(first === null ? footage : [first, ...footage])) for (const each of pieces.get(key)?.species ?? []) if (!found.has(each.scientific)) found.set(each.scientific, each);
  return [...found.values()];
}
