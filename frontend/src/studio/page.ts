/** What the server hands the studio when it opens: curation/clips/desk.py. */
import type { ClipDocument, Edit, Look, Piece, Shot, Texts } from "./document";
import type { Offer } from "./rendering/plan";

/** A version as history.document gives it, or a beginning that has no version yet (`id` and `number` null). */
export interface VersionData {
  id: number | null;
  number: number | null;
  segments: Shot[];
  edit: Edit;
  pieces: Piece[];
}

export interface Track {
  language: string;
  name: string;
  state: string;
  total: number;
  approved: number;
  /** [start, end, text]: seconds of the saved clip. */
  cues: [number, number, string][];
}

export interface Brand {
  id: number;
  title: string;
  colour: string;
  accent: string;
  default: boolean;
  corner: string;
  opacity: number;
  signs: Texts;
  call: Texts;
  logo: string;
  watermark: string;
}

/** Addresses of a saved clip: selectors.clip_urls. */
export type Urls = Record<"edit" | "workbench" | "save" | "renditions" | "render" | "draft" | "versions" | "remarks" | "remark" | "tracks", string>;

export interface StudioData extends VersionData {
  clip: number | null;
  title: string;
  notes: string;
  sourceLanguage: string;
  me: string;
  draftKey: string;
  draft: { document: ClipDocument; base: number | null; at: string } | null;
  shapes: { name: string; width: number; height: number }[];
  plainLook: Look;
  /** Languages by their own names. */
  names: Record<string, string>;
  tracks: Track[];
  brands: Brand[];
  presets: Offer[];
  /** Platforms, and the LUFS that their files are levelled to; null: as it is. */
  loudness: [string, number | null][];
  mayRender: boolean;
  maySave: boolean;
  mayRemark: boolean;
  /** The number of an older version that is only looked at; 0 for the newest. */
  looking?: number;
  urls: Urls | null;
  newUrls: Record<"save" | "draft" | "media" | "pieces", string>;
}

export function documentOf(data: Pick<StudioData, "title" | "notes" | "segments" | "edit">): ClipDocument {
  return { title: data.title, notes: data.notes, segments: data.segments, edit: data.edit };
}
