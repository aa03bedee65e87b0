/** What the server says about a post, and what follows from it. */
import type { Review } from "./review";

export interface Obstacle {
  code: string;
  severity: "error" | "warning";
  message: string;
  variant: number | null;
  where: string;
}
export interface Count {
  field: "text" | "alt_text" | "title";
  length: number;
  limit: number;
  rule: string;
}
export interface Piece {
  kind: "text" | "link" | "tag";
  text: string;
}
export interface Outlook {
  counts: Count[];
  problems: Obstacle[];
  losses: Obstacle[];
  pieces: Piece[];
  tracked?: Tracked | null;
}
/** The link as it goes out: with what tells where a reader came from, as it is seen, and what it counts. */
export interface Tracked {
  error?: string;
  long?: string;
  short?: string;
  counts?: number;
}
/** What a template makes. */
export interface Derived {
  title: string;
  text: string;
  tags: string[];
  link: string;
}
export interface Master {
  language: string;
  title: string;
  text: string;
  link: string;
  stored: boolean;
  stale: boolean;
}
export interface Campaign {
  id: number;
  name: string;
  colour: string;
  link: string;
}
export interface Option {
  name: string;
  label: string;
  help: string;
  usual: string;
  choices: { value: string; text: string }[];
}
export interface Variant extends Outlook, Derived {
  id: number;
  channel: number;
  language: string;
  text: string;
  altText: string;
  shape: string;
  route: string;
  thumbnailAt: number | null;
  options: Record<string, string>;
  template: Derived;
  follows: boolean;
  delivery: { state: string; label: string; url: string; remote: string } | null;
}
export interface Channel {
  id: number;
  name: string;
  platform: string;
  platformName: string;
  handle: string;
  state: string;
  zone: string;
  languages: string[];
  routes: string[];
  altLimit: boolean;
  titles: boolean;
  tagsApart: boolean;
  maxTags: number;
  maxHashtags: number;
  links: boolean;
  options: Option[];
}
export interface Clip {
  id: number;
  title: string;
  seconds: number;
  poster: string;
  video: string;
  tracks: { language: string; name: string; state: string; label: string }[];
  sourceLanguage: string;
}
export interface Post {
  id: number;
  title: string;
  state: "draft" | "in_review" | "approved" | "scheduled" | "closed";
  stateLabel: string;
  local: string;
  zone: string;
  tolerance: number;
  approvedBy: string;
  review?: Review;
  clip: Clip;
  variants: Variant[];
  obstacles: Obstacle[];
  campaign: Campaign | null;
  masters: Master[];
  hashtags: Record<string, { tag: string; source: "species" | "house" }[]>;
  alternatives: Record<string, string>;
  may: { edit: boolean; approve: boolean; schedule: boolean };
}
export interface PageData {
  post: Post;
  channels: Channel[];
  campaigns: Campaign[];
  languages: { tag: string; name: string; direction: "ltr" | "rtl" }[];
  states: Record<string, string>;
  shapes: string[];
  zones: string[];
}
export interface HourOutlook {
  error?: string;
  instead?: string;
  twice?: [string, string];
  due_at?: string;
  offset?: string;
  past?: boolean;
  audiences?: { channel: number; name: string; zone: string; local: string; asleep: boolean }[];
}

const OUT = new Set(["publishing", "waiting", "by_hand", "published", "unconfirmed", "taking_down", "taken_down"]);

/** Whether a variant can still be changed. */
export const isOut = (variant: Variant | undefined) => Boolean(variant?.delivery && OUT.has(variant.delivery.state));

/** Whether anything of the post can still go out. */
export const isOpen = (post: Post) => post.state !== "closed" || post.variants.some((variant) => !isOut(variant));

/** What a cell of the matrix shows: the delivery's state once it is scheduled, else how ready the words are. */
export function cellState(variant: Variant | undefined, postState: Post["state"]): string {
  if (!variant) return "empty";
  const planned = postState === "scheduled" || postState === "closed";
  if (variant.delivery && (planned || isOut(variant))) return variant.delivery.state;
  if (variant.problems.some((each) => each.severity === "error")) return "error";
  return variant.problems.length ? "warning" : "ready";
}

/** Languages that get a row: what is written, what the clip has captions in, what the channels speak. In the page's order. */
export function rowsOf(data: PageData, added: readonly string[] = []): string[] {
  const wanted = new Set([
    ...added,
    ...data.post.variants.map((variant) => variant.language),
    ...data.post.clip.tracks.map((track) => track.language),
  ]);
  if (wanted.size === 0) for (const channel of data.channels) for (const tag of channel.languages) wanted.add(tag);
  if (wanted.size === 0) wanted.add(data.post.clip.sourceLanguage);
  return data.languages.map((language) => language.tag).filter((tag) => wanted.has(tag));
}

/** Everything that forbids scheduling, each sentence once, what concerns the whole post first. */
export function reasonsAgainst(post: Post, hour: HourOutlook | null, words: { notApproved: string; noHour: string; nothing: string; past: string; named: (variant: Variant, message: string) => string }): string[] {
  const reasons = post.obstacles.filter((each) => each.severity === "error").map((each) => each.message);
  if (post.variants.length === 0) reasons.push(words.nothing);
  for (const variant of post.variants) {
    if (isOut(variant)) continue;
    for (const problem of variant.problems) if (problem.severity === "error") reasons.push(words.named(variant, problem.message));
  }
  if (post.state === "draft" || post.state === "in_review") reasons.push(words.notApproved);
  if (!hour) reasons.push(words.noHour);
  else if (hour.error) reasons.push(hour.error);
  else if (hour.past) reasons.push(words.past);
  return [...new Set(reasons)];
}

/** "near" from nine tenths of the limit on, "over" beyond it. */
export function fill(count: Count): "fits" | "near" | "over" {
  if (count.length > count.limit) return "over";
  return count.length >= count.limit * 0.9 ? "near" : "fits";
}

/** The fields of a version that are not as its template makes them. */
export function differing(words: Derived, template: Derived): (keyof Derived)[] {
  const same = { title: words.title === template.title, text: words.text === template.text, link: words.link === template.link, tags: words.tags.join(" ") === template.tags.join(" ") };
  return (["title", "text", "tags", "link"] as const).filter((field) => !same[field]);
}

// As the server reads them: publishing/posts/wording/hashtags.py.
const TAG = /(?<![\p{L}\p{M}\p{N}_&/])[#＃]([\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*)/gu;
const WHOLE = /^[\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*$/u;

/** The hashtags within a text, without #. */
export const tagsWithin = (text: string): string[] => [...new Set([...text.matchAll(TAG)].map((match) => match[1]!))];

/** A hashtag as somebody typed it, without #; null where platforms would not read it as one. */
export function cleanTag(typed: string): string | null {
  const tag = typed.trim().normalize("NFC").replace(/^[#＃]+/, "");
  return WHOLE.test(tag) && tag.length <= 100 ? tag : null;
}

/** The text with a hashtag more: beside the last ones, else on a line of its own. */
export function withTag(text: string, tag: string): string {
  const body = text.trimEnd();
  if (!body) return `#${tag}`;
  const last = body.slice(body.lastIndexOf("\n") + 1);
  const onlyTags = /^([#＃]\S+\s*)+$/u.test(last);
  return `${body}${onlyTags ? " " : "\n\n"}#${tag}`;
}

/** The text without a hashtag, and without the blank that stood before it. */
export function withoutTag(text: string, tag: string): string {
  const sign = tag.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`[ \\t]*[#＃]${sign}(?![\\p{L}\\p{M}\\p{N}_])`, "giu"), "").replace(/^[ \t]+(?=[#＃])/gmu, "").replace(/\n{3,}/g, "\n\n").trimEnd();
}

/** Why a cell is as it is, in a sentence: what blocks it, else what is to be known; for an empty one how its captions stand. */
export function cellReason(variant: Variant | undefined, captions: string): string {
  if (!variant) return captions;
  const worst = variant.problems.find((each) => each.severity === "error") ?? variant.problems[0];
  return worst?.message ?? "";
}
