/** What the platform would show, what it would not, and what is in the way. */
import { el } from "./dom";
import type { Editor } from "./editor";
import type { Obstacle, Outlook } from "./model";
import { w } from "./words";

export function drawPreview(host: HTMLElement, editor: Editor, outlook: Outlook | undefined): void {
  const at = editor.selected;
  const channel = at ? editor.channel(at.channel) : undefined;
  const variant = editor.variant();
  if (!at || !channel || !variant || !outlook) {
    host.replaceChildren();
    return;
  }
  const card = el("article", `pe-card pe-card--${channel.platform}`);
  card.append(el("header", "pe-card__head", el("span", `pe-face pe-face--${channel.platform}`, channel.name.slice(0, 1)), el("span", "", el("strong", "", channel.name), el("small", "", channel.handle || channel.platformName))));
  const text = el("p", "pe-card__text");
  text.lang = at.language;
  text.dir = "auto";
  for (const piece of outlook.pieces) text.append(piece.kind === "text" ? piece.text : el("span", "pe-card__link", piece.text));
  const picture = el("div", "pe-card__picture");
  picture.style.aspectRatio = variant.shape.replace(":", " / ");
  const image = el("img");
  image.src = editor.post.clip.poster;
  image.alt = variant.altText;
  image.addEventListener("error", () => image.remove());
  picture.append(image, el("span", "pe-card__play", "▶"));
  if (variant.altText) picture.append(el("span", "pe-card__alt", "ALT"));
  if (variant.route !== "none") picture.append(el("span", "pe-card__cc", variant.route === "track" ? "CC" : w("captionsShown")));
  if (channel.platform === "sandbox" || channel.platform === "mastodon" || channel.platform === "bluesky") card.append(text, picture);
  else card.append(picture, text);
  host.replaceChildren(el("h2", "", w("preview")), el("p", "pm-muted pe-small", w("previewAs", { platform: channel.platformName })), card);
  if (outlook.losses.length) host.append(el("h3", "", w("lost", { platform: channel.platformName })), list(outlook.losses));
  host.append(el("h3", "", w("problems")));
  host.append(outlook.problems.length ? list(outlook.problems) : el("p", "pe-fine", w("fine")));
}

function list(obstacles: Obstacle[]): HTMLElement {
  const made = el("ul", "pe-obstacles");
  for (const each of obstacles) {
    const item = el("li", `pe-obstacle pe-obstacle--${each.severity}`, each.message);
    item.dataset.code = each.code;
    made.append(item);
  }
  return made;
}
