/** The timeline: zoom, scrolling, the playhead, what is drawn and what can be gripped. */
import { el } from "../post/dom";
import { clipLength, rateOf } from "./document";
import { Grips } from "./grips";
import { carried, gapAt, type Item, items } from "./lane";
import { MarkRow } from "./markrow";
import { type Cue, HEIGHT, LANES, paint } from "./painting";
import { Waveforms } from "./peaks";
import { follow } from "../shell/pointer";
import { Scale, snapped } from "../shell/scale";
import { Sheets } from "./sheets";
import { Shots } from "./shots";
import type { Store } from "./store";
import { TitleRow } from "./titlerow";
import type { Desk, Mark } from "./desk";

export const FOOTAGE_TYPE = "application/x-pugmark-footage";
const SNAP = 8; // pixels
const BIT = 1.4;

export interface TimelineHooks {
  /** Captions in seconds of the clip as it is saved. */
  cues(): readonly Cue[];
  marked(): readonly [number, number] | null;
  open(item: Item): void;
  drop(footage: number, place: number): void;
}

export class Timeline {
  readonly scale = new Scale();
  readonly grips: Grips;
  private readonly scroll = el("div", "pm-time__scroll");
  private readonly space = el("div", "pm-time__space");
  private readonly canvas = el("canvas", "pm-time__canvas");
  private readonly head = el("div", "pm-time__head");
  private readonly gap = el("div", "pm-time__gap");
  private readonly pen = this.canvas.getContext("2d")!;
  private readonly sheets = new Sheets(() => this.later());
  private readonly waveforms = new Waveforms(() => this.later());
  private readonly shots: Shots;
  private readonly titles: TitleRow;
  private readonly marks: MarkRow;
  private fitted = true;
  private wanted = 0;
  private shownSource: number | null;
  private shownShape = "";
  snapping = true;
  all: Item[] = [];

  constructor(
    root: HTMLElement,
    private readonly desk: Desk,
    private readonly hooks: TimelineHooks,
  ) {
    const { store } = desk;
    this.shownSource = store.view.source;
    this.grips = new Grips(this, desk);
    const list = el("ol");
    this.shots = new Shots(list, { ...this.grips.hands, open: (item) => hooks.open(item) }, store.editable);
    this.titles = new TitleRow(desk, this);
    this.marks = new MarkRow(desk, this);
    this.canvas.setAttribute("aria-hidden", "true");
    this.gap.hidden = true;
    list.style.insetBlockStart = `${LANES.films[0]}px`;
    list.style.blockSize = `${LANES.films[1]}px`;
    this.space.style.blockSize = `${HEIGHT}px`;
    this.space.append(this.canvas, list, this.titles.row, this.marks.row, this.gap, this.head);
    this.scroll.append(this.space);
    root.append(this.scroll);
    this.connect();
    // Captions are drawn, not laid out: nobody else draws them again when the font that has their signs arrives.
    document.fonts.addEventListener("loadingdone", () => this.later());
    this.layout();
  }

  get store(): Store {
    return this.desk.store;
  }

  /** In and out of the source view. */
  get marked(): readonly [number, number] | null {
    return this.hooks.marked();
  }

  /** Set the marks that lie over the ruler. */
  showMarks(marks: readonly Mark[]): void {
    this.marks.show(marks);
  }

  onMark(run: (mark: Mark) => void): void {
    this.marks.onMark(run);
  }

  /** Lay everything out anew; drawn with the next picture of the screen. */
  layout(): void {
    const { scale, store } = this;
    this.all = items(store);
    const last = this.all.at(-1)?.to ?? 0;
    scale.length = store.view.source === null ? Math.max(last, clipLength(store.document)) : last;
    scale.rate = rateOf(this.all[0]?.piece);
    scale.width = this.scroll.clientWidth || 800;
    if (this.fitted) scale.fit();
    this.space.style.inlineSize = this.fitted ? "100%" : `${scale.whole}px`;
    this.titles.draw();
    this.marks.draw();
    this.shots.draw(this.all, scale, store.view.selected);
    this.movePlayhead();
    this.later();
  }

  /** Fit the whole into the window. */
  fit(): void {
    this.fitted = true;
    this.layout();
    this.scroll.scrollLeft = 0;
  }

  zoom(factor: number, around = this.store.view.playhead): void {
    this.fitted = false;
    this.scale.left = this.scroll.scrollLeft;
    this.scale.zoomTo(this.scale.zoom * factor, around);
    if (this.scale.zoom <= this.scale.fitting) return this.fit();
    const { left } = this.scale;
    this.layout();
    this.scroll.scrollLeft = left;
    this.scale.left = this.scroll.scrollLeft;
    this.draw();
  }

  zoomIn(): void {
    this.zoom(BIT);
  }

  zoomOut(): void {
    this.zoom(1 / BIT);
  }

  focus(id: string): void {
    this.shots.focus(id);
  }

  timeAt(clientX: number): number {
    return this.scale.time(clientX - this.space.getBoundingClientRect().left);
  }

  /** The moment, or the nearest edge, mark or key near it. `without`: points that must not hold it. */
  snap(time: number, more: readonly number[] = []): number {
    if (!this.snapping) return time;
    const edges = this.all.flatMap((item) => [item.from, item.to]);
    const titles = this.store.document.edit.titles.flatMap((title) => (title.kind === "end_card" ? [] : [title.start, title.end]));
    return snapped(time, [...edges, ...(this.store.view.source === null ? titles : []), ...this.marks.times, ...more], SNAP / this.scale.zoom);
  }

  /** Shows between which shots something would be dropped; null: nothing is dragged. */
  showGap(place: number | null): void {
    this.gap.hidden = place === null;
    if (place === null) return;
    const at = place === 0 ? 0 : (this.all[place - 1]?.to ?? 0);
    this.gap.style.insetInlineStart = `${this.scale.x(at)}px`;
  }

  private connect(): void {
    new ResizeObserver(() => this.layout()).observe(this.scroll);
    this.scroll.addEventListener("scroll", () => this.later(), { passive: true });
    this.scroll.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.space.addEventListener("pointerdown", (event) => this.scrub(event));
    this.scroll.addEventListener("dragover", (event) => this.over(event));
    this.scroll.addEventListener("dragleave", () => this.showGap(null));
    this.scroll.addEventListener("drop", (event) => this.dropped(event));
    this.store.subscribe((changed) => {
      const { source, selected, shape } = this.store.view;
      if (source !== this.shownSource) {
        this.shownSource = source;
        this.fitted = true;
        this.layout();
      } else if (changed.has("document") || changed.has("pieces") || shape !== this.shownShape) this.layout();
      else {
        this.shots.draw(this.all, this.scale, selected);
        this.titles.draw();
      }
      this.shownShape = shape;
    });
    this.desk.player.onTime(() => this.movePlayhead());
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.timeAt(event.clientX));
    } else if (!event.deltaX && !this.fitted) {
      event.preventDefault();
      this.scroll.scrollLeft += event.deltaY;
    }
  }

  /** The ruler, and wherever no shot lies: the playhead follows the pointer. */
  scrub(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as Element).closest("button, [role=slider]")) return;
    this.seekWith(event);
  }

  seekWith(event: PointerEvent): void {
    const { player } = this.desk;
    player.stop();
    const seek = (to: PointerEvent) => player.seek(this.snap(this.timeAt(to.clientX)));
    seek(event);
    follow(event, { move: (_dx, to) => seek(to) }, 0);
  }

  private over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes(FOOTAGE_TYPE) || !this.store.editable) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    if (this.store.view.source === null) this.showGap(gapAt(this.all, this.timeAt(event.clientX)));
  }

  private dropped(event: DragEvent): void {
    const footage = Number(event.dataTransfer?.getData(FOOTAGE_TYPE));
    this.showGap(null);
    if (!footage) return;
    event.preventDefault();
    this.hooks.drop(footage, this.store.view.source === null ? gapAt(this.all, this.timeAt(event.clientX)) : this.store.document.segments.length);
  }

  private movePlayhead(): void {
    const x = this.scale.x(this.store.view.playhead);
    this.head.style.transform = `translateX(${x}px)`;
    if (this.fitted || !this.desk.player.playing) return;
    const { scrollLeft, clientWidth } = this.scroll;
    if (x < scrollLeft || x > scrollLeft + clientWidth - 30) this.scroll.scrollLeft = x - clientWidth * 0.1;
  }

  /** Have `time` in sight. */
  reveal(time: number): void {
    const x = this.scale.x(time);
    const { scrollLeft, clientWidth } = this.scroll;
    if (!this.fitted && (x < scrollLeft || x > scrollLeft + clientWidth)) this.scroll.scrollLeft = x - clientWidth / 2;
  }

  private later(): void {
    if (this.wanted) return;
    this.wanted = requestAnimationFrame(() => {
      this.wanted = 0;
      this.draw();
    });
  }

  private draw(): void {
    const { scale, canvas, pen } = this;
    scale.left = this.fitted ? 0 : this.scroll.scrollLeft;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(scale.width * ratio), Math.round(HEIGHT * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      canvas.style.inlineSize = `${scale.width}px`;
      canvas.style.blockSize = `${HEIGHT}px`;
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(pen, { items: this.all, cues: this.cues(), scale, sheets: this.sheets, waveforms: this.waveforms, marked: this.marked, shape: this.store.view.shape });
    this.canvas.dataset.drawn = "true";
  }

  private cues(): Cue[] {
    if (this.store.view.source !== null) return [];
    const [base, now] = [this.desk.captioned, this.store.document];
    return this.hooks.cues().flatMap((cue) => {
      const from = carried(base, now, cue.from);
      return from === null ? [] : [{ ...cue, from, to: from + cue.to - cue.from }];
    });
  }
}
