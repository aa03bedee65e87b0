/** Hovering over a card moves through its time; so do Shift and the arrows. */
import { background, sheetOf, tileAt } from "./sheet";

const places = new WeakMap<HTMLElement, number>();

function show(card: HTMLElement, fraction: number): void {
  const sheet = sheetOf(card);
  const tile = card.querySelector<HTMLElement>(".pm-film__tile");
  const bar = card.querySelector<HTMLElement>(".pm-film__bar");
  const poster = card.querySelector<HTMLImageElement>("img");
  if (!sheet || !tile || !bar) return;
  const at = tileAt(fraction, sheet);
  const look = background(at, sheet);
  if (poster?.naturalWidth) {
    const ratio = poster.naturalWidth / poster.naturalHeight;
    tile.style.aspectRatio = String(ratio);
    tile.classList.toggle("pm-film__tile--tall", ratio < 16 / 9);
  }
  tile.style.backgroundImage = `url("${sheet.url}")`;
  tile.style.backgroundSize = look.size;
  tile.style.backgroundPosition = look.position;
  tile.hidden = bar.hidden = false;
  bar.style.insetInlineStart = `${((at.index + 0.5) / sheet.count) * 100}%`;
  places.set(card, at.index);
}

export function rest(card: HTMLElement): void {
  for (const part of card.querySelectorAll<HTMLElement>(".pm-film__tile, .pm-film__bar")) part.hidden = true;
  places.delete(card);
}

/** One tile forwards or backwards. */
export function step(card: HTMLElement, by: number): void {
  const sheet = sheetOf(card);
  if (!sheet) return;
  const next = (places.get(card) ?? (by > 0 ? -1 : sheet.count)) + by;
  show(card, (Math.min(sheet.count - 1, Math.max(0, next)) + 0.5) / sheet.count);
}

export function scrubbing(results: HTMLElement): void {
  results.addEventListener("pointermove", (event) => {
    const picture = (event.target as HTMLElement).closest<HTMLElement>(".pm-film__picture");
    const card = picture?.closest<HTMLElement>(".pm-film");
    if (!picture || !card || event.pointerType === "touch") return;
    const box = picture.getBoundingClientRect();
    show(card, (event.clientX - box.left) / box.width);
  });
  results.addEventListener("pointerout", (event) => {
    const picture = (event.target as HTMLElement).closest<HTMLElement>(".pm-film__picture");
    if (picture && !picture.contains(event.relatedTarget as Node | null)) rest(picture.closest<HTMLElement>(".pm-film")!);
  });
  results.addEventListener("focusout", (event) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>(".pm-film");
    if (card && !card.contains(event.relatedTarget as Node | null)) rest(card);
  });
}
