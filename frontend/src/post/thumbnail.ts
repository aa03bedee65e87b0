/** The picture that stands for the video: a strip of the clip, a slider for the exact moment, or the desk's own choice. */
import { button, el } from "./dom";
import type { Clip } from "./model";
import { p } from "./phrases";

const FRAMES = 8;
let opened = false;

/** Where the picture of a moment is. */
export const frameOf = (clip: Clip, at: number) => `${clip.poster.replace(/poster\.jpg.*$/, "frame.jpg")}?at=${at.toFixed(2)}`;

export function makeThumbnail(words: { thumbnailAt: number | null }, clip: Clip, editable: boolean, changed: () => void): HTMLElement {
  const box = el("details", "pe-thumb");
  box.open = opened;
  const said = el("span", "pm-muted");
  box.append(el("summary", "", `${p("thumbnail")} `, said));
  const body = el("div", "pe-thumb__body");
  box.append(body);
  const last = Math.max(0, clip.seconds - 0.05);
  const moments = Array.from({ length: FRAMES }, (_, index) => (last * (index + 0.5)) / FRAMES);
  const strip = el("div", "pe-strip");
  strip.setAttribute("role", "radiogroup");
  strip.setAttribute("aria-label", p("thumbnail"));
  const slider = el("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = last.toFixed(2);
  slider.step = "0.04";
  slider.setAttribute("aria-label", p("moment"));
  slider.disabled = !editable;
  const large = el("img", "pe-thumb__large");
  large.alt = "";
  const choose = (at: number | null) => {
    words.thumbnailAt = at === null ? null : Math.round(at * 100) / 100;
    changed();
    show();
  };
  const tiles = moments.map((at, index) => {
    const image = el("img");
    image.alt = "";
    image.loading = "lazy";
    image.addEventListener("error", () => image.replaceWith(el("span", "pe-strip__missing", p("frameMissing"))));
    const tile = button("", "pe-strip__tile", () => choose(at));
    tile.append(image);
    tile.setAttribute("role", "radio");
    tile.setAttribute("aria-label", p("momentAt", { seconds: at.toFixed(1) }));
    tile.disabled = !editable;
    tile.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = tiles[(index + step + FRAMES) % FRAMES]!;
      choose(moments[(index + step + FRAMES) % FRAMES]!);
      next.tile.focus();
    });
    return { tile, image, at };
  });
  const nearest = () => (words.thumbnailAt === null ? -1 : moments.reduce((best, at, index) => (Math.abs(at - words.thumbnailAt!) < Math.abs(moments[best]! - words.thumbnailAt!) ? index : best), 0));
  const load = () => tiles.forEach(({ image, at }) => image.src || (image.src = frameOf(clip, at)));
  slider.addEventListener("change", () => choose(slider.valueAsNumber));
  const automatic = button(p("automatic"), "pm-button pm-button--quiet", () => choose(null));
  automatic.disabled = !editable;
  strip.append(...tiles.map(({ tile }) => tile));
  body.append(strip, el("div", "pe-thumb__exact", slider, automatic), large);
  const show = () => {
    const at = words.thumbnailAt;
    said.textContent = at === null ? p("automatic") : p("momentAt", { seconds: at.toFixed(2) });
    const here = nearest();
    tiles.forEach(({ tile }, index) => {
      tile.setAttribute("aria-checked", String(index === here));
      tile.tabIndex = index === Math.max(0, here) ? 0 : -1;
    });
    slider.value = String(at ?? 0);
    large.hidden = at === null || !box.open;
    if (at !== null && box.open) large.src = frameOf(clip, at);
  };
  box.addEventListener("toggle", () => {
    opened = box.open;
    if (box.open) load();
    show();
  });
  if (opened) load();
  show();
  return box;
}
