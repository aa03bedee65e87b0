/** What titles and captions say at a moment, in a language. */
import { language } from "../../shell/messages";
import type { ClipDocument, Texts, Title } from "../document";
import { shotsLength } from "../document";
import type { Brand, Track } from "../page";

// As lettering/movement.py has them: how titles come and go, in seconds.
const COMING = 0.45;
const GOING = 0.35;
const SHORTEST = 0.3;

/** The reader's language, as captions name it. */
export const ownLanguage = () => (language() === "en" ? "en" : "zh-Hans");

const base = (tag: string) => tag.split("-")[0]!;

/** The text in the language `tongue`; where nobody wrote it, as a render chooses: a relative of it, English, the clip's own, any. */
export function said(texts: Texts, tongue: string, source = ""): string {
  const written = Object.keys(texts).filter((tag) => texts[tag]!.trim());
  const found = [tongue, written.find((tag) => base(tag) === base(tongue)), "en", source, written[0]].find((tag) => tag && written.includes(tag));
  return found ? texts[found]!.trim() : "";
}

/** Whether somebody wrote it in the language `tongue` itself, or in another region's form of it. */
export function isWritten(texts: Texts, tongue: string): boolean {
  return Object.keys(texts).some((tag) => texts[tag]!.trim() && base(tag) === base(tongue));
}

export function signed(brand: Brand | undefined, tongue: string): string {
  return brand ? (brand.signs[base(tongue) === "zh" ? "zh-Hans" : "en"] ?? "") : "";
}

/** The kit that the clip is signed with: the chosen one, else the default. */
export function brandOf(brands: readonly Brand[], chosen: number | null): Brand | undefined {
  return brands.find((brand) => brand.id === chosen) ?? brands.find((brand) => brand.default) ?? brands[0];
}

export interface Standing {
  title: Title;
  /** 0..1: how far it has come, or not yet gone. */
  share: number;
}

/** The titles that stand at `time` of the clip. */
export function standing(document: ClipDocument, time: number): Standing[] {
  const end = shotsLength(document);
  return document.edit.titles.flatMap((title) => {
    const card = title.kind === "end_card";
    const at = card ? time - end : time;
    // The last moment of the clip belongs to what stands there.
    if (at < title.start - 0.0005 || at >= title.end + (card ? 0.001 : 0)) return [];
    const length = title.end - title.start;
    const [coming, going] = [Math.min(COMING, length * SHORTEST), Math.min(GOING, length * SHORTEST)];
    return [{ title, share: Math.max(0, Math.min(1, (at - title.start) / coming, (title.end - at) / going)) }];
  });
}

/** The caption at `time` of the clip as it was saved. */
export function cueAt(track: Track | undefined, time: number): string {
  return track?.cues.find(([start, end]) => time >= start && time < end)?.[2] ?? "";
}
