/** Which files are to be made of a clip, and what of a platform's limits they would break. Nothing of a page. */

export type Limit = "longest" | "shortest" | "largest" | "fastest" | "least";

/** What can be rendered for: curation/clips/offers.py. `name` is empty for a file for any use. */
export interface Offer extends Record<Limit, number | null> {
  name: string;
  label: string;
  kind: "any" | "platform" | "master";
  /** The best first. */
  shapes: string[];
  /** Captions have to be burnt in: the platform shows none of its own. */
  burnt: boolean;
  titles: boolean;
  watermark: boolean;
  loudness: number | null;
  rate: number;
  sizes: Record<string, [number, number]>;
  /** Bytes of a second, estimated, by shape. */
  bytes: Record<string, number>;
}

export interface Wanted {
  preset: string;
  shape: string;
  /** Of the captions burnt in; empty for none. */
  language: string;
}

/** What an editor chose; kept for the next time. */
export interface Chosen {
  /** Shapes by platform. */
  shapes: Record<string, string[]>;
  /** "" is: without captions. */
  languages: string[];
  /** Burn captions in also where the platform shows its own. */
  everywhere: boolean;
}

export interface Excess {
  limit: Limit;
  most: number;
  found: number;
  /** Not estimated: the platform will refuse the file. */
  sure: boolean;
}

export interface Planned extends Wanted {
  key: string;
  offer: Offer;
  width: number;
  height: number;
  seconds: number;
  bytes: number;
  excesses: Excess[];
}

export interface Lengths {
  shots: number;
  /** With end cards. */
  whole: number;
}

export const keyOf = (wanted: Wanted) => [wanted.preset, wanted.shape, wanted.language].join(" ");

/** The files that this choice makes, in the order of the offers. */
export function plan(offers: readonly Offer[], chosen: Chosen, lengths: Lengths): Planned[] {
  return offers.flatMap((offer) => {
    const wanted = chosen.shapes[offer.name] ?? [];
    const shapes = offer.shapes.filter((shape) => wanted.includes(shape));
    return shapes.flatMap((shape) => languagesOf(offer, chosen).map((language) => file(offer, shape, language, lengths)));
  });
}

/** Masters stay clean; platforms that show captions of their own get them beside the file. */
export function languagesOf(offer: Offer, chosen: Chosen): string[] {
  const burn = offer.kind !== "master" && (offer.burnt || chosen.everywhere);
  return burn && chosen.languages.length ? chosen.languages : [""];
}

function file(offer: Offer, shape: string, language: string, lengths: Lengths): Planned {
  const seconds = offer.titles ? lengths.whole : lengths.shots;
  const [width, height] = offer.sizes[shape] ?? [0, 0];
  const bytes = Math.round((offer.bytes[shape] ?? 0) * seconds);
  const wanted = { preset: offer.name, shape, language };
  return { ...wanted, key: keyOf(wanted), offer, width, height, seconds, bytes, excesses: excesses(offer, { seconds, bytes, width, height }) };
}

/** As `excesses` of curation/video/producing/presets.py. */
export function excesses(offer: Offer, file: { seconds: number; bytes: number; width: number; height: number }): Excess[] {
  const found: Excess[] = [];
  const above = (limit: Limit, value: number, sure = true) => {
    const most = offer[limit];
    if (most !== null && value > most + 1e-9) found.push({ limit, most, found: value, sure });
  };
  const below = (limit: Limit, value: number) => {
    const least = offer[limit];
    if (least !== null && value < least) found.push({ limit, most: least, found: value, sure: true });
  };
  above("longest", file.seconds);
  above("largest", file.bytes, false);
  above("fastest", offer.rate);
  below("shortest", file.seconds);
  below("least", Math.min(file.width, file.height));
  return found;
}

/** What was kept, as far as it still fits what is offered and which languages there are. */
export function fitting(kept: unknown, offers: readonly Offer[], languages: readonly string[]): Chosen {
  const given = (kept ?? {}) as Partial<Chosen>;
  const shapes: Record<string, string[]> = {};
  for (const offer of offers) {
    const wanted = given.shapes?.[offer.name];
    const known = Array.isArray(wanted) ? offer.shapes.filter((shape) => wanted.includes(shape)) : [];
    if (known.length) shapes[offer.name] = known;
  }
  const spoken = Array.isArray(given.languages) ? given.languages.filter((tag) => tag === "" || languages.includes(tag)) : [];
  return { shapes: Object.keys(shapes).length ? shapes : { "": ["16:9"] }, languages: spoken, everywhere: given.everywhere === true };
}
