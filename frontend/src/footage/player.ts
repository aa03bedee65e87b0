/** The player of a footage page: keys, and a strip of pictures that seeks. */
import { background, selectionOf, type Sheet } from "../library/sheet";
import { clock } from "../shell/format";
import { register } from "../shell/shortcuts";
import { w } from "./words";

const TILE = 96; // pixels of width that a picture of the strip needs at least
const noButton = (event: KeyboardEvent) => !(event.target as HTMLElement).closest("button, a, summary, video, .sidebar") && !document.querySelector("dialog[open]");

export function player(video: HTMLVideoElement, frameRate: number | null): void {
  const seek = (by: number) => {
    video.pause();
    video.currentTime = Math.min(video.duration || 0, Math.max(0, video.currentTime + by));
  };
  const frame = 1 / (frameRate || 25);
  register(
    { keys: [" ", "k"], says: w("keyPlay"), when: noButton, run: () => void (video.paused ? video.play() : video.pause()) },
    { keys: ["ArrowLeft", "ArrowRight"], says: w("keyStep"), when: noButton, run: (event) => seek(event.key === "ArrowLeft" ? -frame : frame) },
    { keys: ["Shift+ArrowLeft", "Shift+ArrowRight", "j", "l"], says: w("keySecond"), run: (event) => seek(/Left|j/i.test(event.key) ? -1 : 1) },
  );
}

export function strip(place: HTMLElement, video: HTMLVideoElement, sheet: Sheet & { url: string; tile_width?: number; tile_height?: number }): void {
  const draw = () => {
    const tiles = selectionOf(sheet, Math.max(4, Math.floor(place.clientWidth / TILE)));
    place.replaceChildren(
      ...tiles.map((tile) => {
        const look = background(tile, sheet);
        const made = document.createElement("button");
        made.type = "button";
        made.className = "pm-strip__tile";
        made.setAttribute("aria-label", w("seek", { time: clock(tile.seconds) }));
        Object.assign(made.style, { backgroundImage: `url("${sheet.url}")`, backgroundSize: look.size, backgroundPosition: look.position, aspectRatio: `${sheet.tile_width ?? 16} / ${sheet.tile_height ?? 9}` });
        made.onclick = () => {
          video.currentTime = tile.seconds;
        };
        return made;
      }),
    );
    const head = document.createElement("span");
    head.className = "pm-strip__head";
    place.append(head);
    move();
  };
  const move = () => {
    const head = place.querySelector<HTMLElement>(".pm-strip__head");
    if (head && video.duration) head.style.insetInlineStart = `${(video.currentTime / video.duration) * 100}%`;
  };
  place.hidden = false;
  new ResizeObserver(draw).observe(place);
  const follow = () => {
    move();
    if (!video.paused) requestAnimationFrame(follow);
  };
  video.addEventListener("play", follow);
  video.addEventListener("seeked", move);
  video.addEventListener("loadedmetadata", move);
}
