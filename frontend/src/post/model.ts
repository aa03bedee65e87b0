/** What the server says about a post, and what follows from it. */
export interface Obstacle {
  code: string;
  severity: "error" | "warning";
  message: string;
  variant: number | null;
  where: string;
}
export interface Count {
  field: "text" | "alt_text";
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
}
export interface Variant extends Outlook {
  id: number;
  channel: number;
  language: string;
  text: string;
  altText: string;
  shape: string;
  route: string;
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
  clip: Clip;
  variants: Variant[];
  obstacles: Obstacle[];
  may: { edit: boolean; approve: boolean; schedule: boolean };
}
export interface PageData {
  post: Post;
  channels: Channel[];
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
