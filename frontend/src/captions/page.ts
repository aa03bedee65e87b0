/** What the server tells the workbench when it opens. */
import type { Spoken } from "./cellview";
import type { Part } from "./reel";
import type { StoreUrls } from "./store";

/** Features whose address is missing are not shown. */
export type Feature =
  | "accept" | "assign" | "people" | "captionRemarks" | "captionRemarkAdd" | "mend" | "captionDraft" | "speech" | "import" | "sounds"
  | "waveform" | "shots" | "burnt" | "replace" | "collections";

export interface Page {
  clip: number;
  duration: number;
  sourceLanguage: string;
  languages: Spoken[];
  /** Languages that a model reaches from the source. */
  targets: string[];
  master: string;
  segments: Part[];
  mayWrite: boolean;
  mayApprove: boolean;
  mayAssign?: boolean;
  shapes?: string[];
  suggest?: string;
  urls: StoreUrls & { language: string; translate: string } & Partial<Record<Feature, string>>;
}
