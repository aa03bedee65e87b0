/** What the platform would show, what it would not, and what is in the way. */
import { button, el } from "./dom";
import type { Editor } from "./editor";
import { lookOf, seen, shownLink, type Look } from "./looks";
import type { Channel, Obstacle, Outlook, Piece, Variant } from "./model";
import { p } from "./phrases";
import { frameOf } from "./thumbnail";
import { w } from "./words";

let unfolded = "";

export function drawPreview(host: HTMLElement, editor: Editor, outlook: Outlook | undefined): void {
  const at = editor.selected;
  const channel = at ? editor.channel(at.channel) : undefined;
  const variant = editor.variant();
  if (!at || !channel || !variant || !outlook) {
    host.replaceChildren();
    return;
  }
  const look = lookOf(channel.platform);
  const folded = seen(outlook.pieces.map((piece) => piece.text).join(""), look);
  const whole = outlook.pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  host.replaceChildren(el("h2", "", w("preview")), el("p", "pm-muted pe-small", w("previewAs", { platform: channel.platformName })), card(host, editor, channel, variant, outlook, look, folded));
  const lost = [...outlook.losses.map(item)];
  if (folded < whole) lost.push(el("li", "pe-obstacle", p("foldNote")));
  if (lost.length) host.append(el("h3", "", w("lost", { platform: channel.platformName })), el("ul", "pe-obstacles", ...lost));
  host.append(el("h3", "", w("problems")));
  host.append(outlook.problems.length ? el("ul", "pe-obstacles", ...outlook.problems.map(item)) : el("p", "pe-fine", w("fine")));
}

function card(host: HTMLElement, editor: Editor, channel: Channel, variant: Variant, outlook: Outlook, look: Look, folded: number): HTMLElement {
  const made = el("article", `pe-card pe-card--${channel.platform}`);
  const key = `${channel.id} ${variant.language}`;
  const parts: Record<Look["order"][number], () => HTMLElement | null> = {
    head: () => el("header", "pe-card__head", el("span", `pe-face pe-face--${channel.platform}`, channel.name.slice(0, 1)), el("span", "", el("strong", "", channel.name), el("small", "", channel.handle || channel.platformName))),
    title: () => {
      if (!channel.titles) return null;
      const title = el("h4", "pe-card__title", variant.title || editor.post.title);
      title.lang = variant.language;
      title.dir = "auto";
      return title;
    },
    text: () => {
      const all = unfolded === key;
      const text = el("div", "pe-card__text");
      text.lang = variant.language;
      text.dir = "auto";
      text.append(...written(outlook.pieces, channel, look, all ? Infinity : folded));
      const length = outlook.pieces.reduce((sum, piece) => sum + piece.text.length, 0);
      if (folded < length) {
        const toggle = button(all ? p("less") : p("more"), "pe-card__more", () => {
          unfolded = all ? "" : key;
          drawPreview(host, editor, outlook);
          host.querySelector<HTMLElement>(".pe-card__more")?.focus();
        });
        toggle.setAttribute("aria-expanded", String(all));
        text.append(" ", toggle);
      }
      const beside = channel.tagsApart ? variant.tags : [];
      if (beside.length) text.append(el("p", "pe-card__beside", beside.map((tag) => `#${tag}`).join(" ")));
      return text;
    },
    picture: () => picture(editor, channel, variant, look),
    actions: () => {
      const row = el("p", "pe-card__actions", ...look.actions.map((sign) => el("span", "", sign)));
      row.setAttribute("aria-hidden", "true");
      return look.actions.length ? row : null;
    },
  };
  for (const name of look.order) {
    const part = parts[name]();
    if (part) made.append(part);
  }
  return made;
}

function written(pieces: Piece[], channel: Channel, look: Look, limit: number): (Node | string)[] {
  let left = limit;
  const made: (Node | string)[] = [];
  for (const piece of pieces) {
    if (left <= 0) break;
    const text = piece.text.slice(0, left);
    left -= piece.text.length;
    if (piece.kind === "link") made.push(el("span", channel.links ? "pe-card__link" : "pe-card__dead", shownLink(text, look)));
    else if (piece.kind === "tag" && look.tags) made.push(el("span", "pe-card__link", text));
    else made.push(text);
  }
  return made;
}

function picture(editor: Editor, channel: Channel, variant: Variant, look: Look): HTMLElement {
  const box = el("div", "pe-card__picture");
  const [width = 16, height = 9] = variant.shape.split(":").map(Number);
  box.style.aspectRatio = String(1 / Math.min(height / width, look.tallest));
  const image = el("img");
  image.src = variant.thumbnailAt === null ? editor.post.clip.poster : frameOf(editor.post.clip, variant.thumbnailAt);
  image.alt = variant.altText;
  image.addEventListener("error", () => image.remove());
  box.append(image, el("span", "pe-card__play", "▶"));
  if (variant.altText && channel.altLimit) box.append(el("span", "pe-card__alt", "ALT"));
  if (variant.route !== "none") box.append(el("span", "pe-card__cc", variant.route === "track" ? "CC" : w("captionsShown")));
  return box;
}

function item(each: Obstacle): HTMLElement {
  const made = el("li", `pe-obstacle pe-obstacle--${each.severity}`, each.message);
  made.dataset.code = each.code;
  return made;
}
