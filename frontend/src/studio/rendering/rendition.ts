/** A finished file as the server tells of it: rendition_json of curation/clips/selectors.py. */
import type { Offer, Wanted } from "./plan";
import { w } from "./words";

export interface Rendition {
  id: number;
  shape: string;
  language: string;
  preset: string;
  watermark: boolean;
  outdated: boolean;
  state: "queued" | "rendering" | "ready" | "failed" | "cancelled" | "expired";
  cancel: string;
  error: string;
  version: number;
  width: number | null;
  height: number | null;
  duration: number | null;
  size: number | null;
  checks: number;
  /** What its proof says, in sentences. */
  facts: string[];
  /** 0..1 of the job that makes it. */
  fraction: number;
  file: string;
  poster: string;
}

export const isOpen = (rendition: Rendition) => rendition.state === "queued" || rendition.state === "rendering";

/** "Douyin · 9:16 · 简体中文 captions". */
export function nameOf(wanted: Wanted, offers: readonly Offer[], languages: Record<string, string>): string {
  const label = offers.find((offer) => offer.name === wanted.preset)?.label ?? wanted.preset;
  return [label, wanted.shape, captionsOf(wanted.language, languages)].join(" · ");
}

export function captionsOf(language: string, languages: Record<string, string>): string {
  return language ? w("captions", { language: languages[language] ?? language }) : w("clean");
}

/** The newest version's files, and the finished ones of earlier versions. */
export function sorted(renditions: readonly Rendition[], version: number): { current: Rendition[]; earlier: Rendition[] } {
  const current = renditions.filter((each) => each.version === version);
  const earlier = renditions.filter((each) => each.version !== version && (each.state === "ready" || isOpen(each)));
  return { current, earlier };
}
