/** Over the picture: its look, the frame, what stands in it. Drawn with every picture that plays. */
import "../inspector/overlay.css";
import { shotsLength } from "../document";
import type { Desk } from "../desk";
import { Cards } from "../inspector/cards";
import { LookFilter } from "../inspector/filter";
import { FrameBox } from "../inspector/framebox";
import { type Box, lookOf } from "../inspector/framing";
import { LightMeter } from "../inspector/daylight";

/** Smallest change of the frame that is worth drawing, as a share of the picture. */
const FINEST = 1e-5;

class Overlay {
  private readonly filter: LookFilter;
  private readonly cards: Cards;
  private readonly frame: FrameBox;
  private readonly light = new LightMeter(() => this.draw());
  private before = "";

  constructor(
    private readonly desk: Desk,
    private readonly place: HTMLElement,
  ) {
    const { player, store } = desk;
    this.filter = new LookFilter(player.videos);
    this.cards = new Cards(desk, place);
    this.frame = new FrameBox(desk, place, this.cards.element);
    player.onTime(() => this.draw());
    store.subscribe(() => this.draw());
    new ResizeObserver(() => this.draw()).observe(player.picture);
    new ResizeObserver(() => this.draw()).observe(player.picture.parentElement!);
  }

  draw(): void {
    const { player, store } = this.desk;
    const { view, document } = store;
    const alone = view.source !== null;
    const shown = player.showing;
    const shot = shown && document.segments.find((each) => each.id === shown.shot.id);
    const look = shot && !alone && !view.plain ? lookOf(document, shot) : null;
    const piece = shot ? store.pieceOf(shot) : undefined;
    this.filter.show(look, look?.mode === "day" ? this.light.of(piece, shot!.start, shot!.end) : [0, 0]);
    const blurs = look?.strip === "blur";
    this.cards.blur(blurs ? look.strip_top : 0, blurs ? look.strip_bottom : 0);
    const behind = !alone && document.segments.length > 0 && view.playhead >= shotsLength(document) - 0.0005 && document.edit.titles.some((title) => title.kind === "end_card");
    const box = behind ? this.middle() : this.frame.box();
    this.place.classList.toggle("pm-overlay--alone", alone || !shown);
    this.place.classList.toggle("pm-overlay--framing", view.panel === "frame");
    this.frame.draw(alone ? { x: 0, y: 0, w: 1, h: 1 } : box);
    this.crop(view.framed && !alone ? box : null);
    this.cards.draw(view.playhead);
  }

  /** Where nothing is filmed any more: the largest frame in the middle. */
  private middle(): Box {
    const bounds = this.desk.player.picture;
    const ratio = bounds.clientWidth / Math.max(1, bounds.clientHeight);
    const [w, h] = [Math.min(1, this.frame.ratio / ratio), Math.min(1, ratio / this.frame.ratio)];
    return { x: (1 - w) / 2, y: (1 - h) / 2, w, h };
  }

  /** Show only `box`, as large as it fits; null: all of the picture. */
  private crop(box: Box | null): void {
    const { picture } = this.desk.player;
    const room = picture.parentElement!;
    const size = [picture.clientWidth, picture.clientHeight] as const;
    const key = box ? JSON.stringify([Object.values(box).map((value) => Math.round(value / FINEST)), size, room.clientWidth, room.clientHeight]) : "";
    if (key === this.before) return;
    this.before = key;
    this.place.classList.toggle("pm-overlay--framed", Boolean(box));
    if (!box) {
      picture.style.transform = picture.style.clipPath = "";
      return;
    }
    const scale = Math.min(room.clientWidth / (box.w * size[0]), room.clientHeight / (box.h * size[1]));
    const [x, y] = [(0.5 - box.x - box.w / 2) * size[0] * scale, (0.5 - box.y - box.h / 2) * size[1] * scale];
    picture.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px) scale(${scale.toFixed(5)})`;
    const inset = [box.y, 1 - box.x - box.w, 1 - box.y - box.h, box.x].map((share) => `${(Math.max(0, share) * 100).toFixed(4)}%`);
    picture.style.clipPath = `inset(${inset.join(" ")})`;
  }
}

export function mount(desk: Desk, place: HTMLElement): void {
  new Overlay(desk, place).draw();
}
