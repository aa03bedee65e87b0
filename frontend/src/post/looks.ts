/** How each platform lays a post out, as far as a preview can tell: what comes first, where a text is folded, how links look.
    Written from memory; letters, lines, links and shapes are estimates. */
export interface Look {
  /** What stands above what. */
  order: ("head" | "title" | "text" | "picture" | "actions")[];
  /** Letters that are seen before "… more"; 0: all. An estimate, compared with no page: platforms tell no number and change it. */
  fold: number;
  /** Lines that are seen before "… more"; 0: all. */
  lines: number;
  /** How many letters of a link are seen; 0: the whole of it. */
  linkLetters: number;
  /** Whether hashtags are coloured like links. */
  tags: boolean;
  /** The shape that the feed shows at most, height to width; what is taller is cut in the feed. */
  tallest: number;
  /** Signs for what readers can do there; only such as every machine has. */
  actions: string[];
}

const USUAL: Look = { order: ["head", "text", "picture", "actions"], fold: 0, lines: 0, linkLetters: 0, tags: true, tallest: 16 / 9, actions: [] };

const LOOKS: Record<string, Partial<Look>> = {
  x: { linkLetters: 30, actions: ["❝", "↻", "♡", "≡"] },
  mastodon: { linkLetters: 30, actions: ["↩", "↻", "☆", "⚑"] },
  bluesky: { linkLetters: 27, actions: ["❝", "↻", "♡"] },
  threads: { linkLetters: 25, actions: ["♡", "❝", "↻", "➤"] },
  facebook: { fold: 477, lines: 5, actions: ["▲", "❝", "↗"] },
  linkedin: { fold: 210, lines: 3, linkLetters: 0, actions: ["▲", "❝", "↻", "➤"] },
  vk: { fold: 400, lines: 6, order: ["head", "text", "picture", "actions"], actions: ["♡", "❝", "↗"] },
  instagram: { order: ["head", "picture", "actions", "text"], fold: 125, lines: 2, tallest: 5 / 4, actions: ["♡", "❝", "➤"] },
  tiktok: { order: ["picture", "head", "text"], fold: 80, lines: 2 },
  youtube: { order: ["picture", "title", "head", "actions", "text"], fold: 160, lines: 3, tallest: 9 / 16, actions: ["▲", "▼", "↗"] },
  bilibili: { order: ["picture", "title", "head", "actions", "text"], fold: 100, lines: 2, tallest: 9 / 16, actions: ["▲", "◎", "☆", "↗"] },
  telegram: { order: ["picture", "text", "actions"], actions: [] },
  sandbox: { order: ["head", "title", "text", "picture"] },
  webhook: { order: ["title", "text", "picture"] },
};

export const lookOf = (platform: string): Look => ({ ...USUAL, ...LOOKS[platform] });

/** How many letters (code units) of a text are seen before it is folded; its whole length where it is not. */
export function seen(text: string, look: Pick<Look, "fold" | "lines">): number {
  let end = text.length;
  if (look.fold) {
    const letters = [...text];
    if (letters.length > look.fold) end = letters.slice(0, look.fold).join("").length;
  }
  if (look.lines) {
    let at = -1;
    for (let line = 0; line < look.lines; line++) {
      at = text.indexOf("\n", at + 1);
      if (at < 0) break;
    }
    if (at >= 0 && text.slice(at).trim()) end = Math.min(end, at);
  }
  return end;
}

/** A link as the platform shows it. */
export function shownLink(link: string, look: Pick<Look, "linkLetters">): string {
  if (!look.linkLetters) return link;
  const bare = link.replace(/^https?:\/\/(www\.)?/, "");
  return bare.length > look.linkLetters ? `${bare.slice(0, look.linkLetters)}…` : bare;
}
