/**
 * The viewer: plays the cut over all its footage without gaps, or one piece by itself, forwards and backwards. Two films
 * lie on each other: while one plays, the other waits at the beginning of the next shot.
 */
import { step } from "../shell/timecode";
import { clamp, clipLength, lengthOf, type Piece, type Place, placeAt, plainShot, rateOf, type Shot, shotsLength } from "./document";
import { Film } from "./film";
import { Sound } from "./sound";
import type { Store } from "./store";

const FASTEST = 8;
// What browsers can play; faster or slower ones refuse.
const SLOWEST_FILM = 0.0625;
const FASTEST_FILM = 16;
export interface Range {
  from: number;
  to: number;
}

export class Player {
  readonly videos: HTMLVideoElement[];
  readonly sound: Sound;
  private readonly films: Film[];
  private readonly dark = document.createElement("div");
  private readonly hearers = new Set<(time: number) => void>();
  private front = 0;
  /** What the films show; null without shots and behind the last one. */
  private now: Place | null = null;
  private told = 0;
  private source: number | null;
  private pace = 0;
  private range: Range | null = null;
  private before = 0;
  private ticking = 0;
  loop = false;
  /** Playing began, stopped or changed its speed. */
  onPace: (pace: number) => void = () => {};
  /** There is nothing to see: footage that may not be used, or does not play. Null: there is. */
  onMissing: (piece: Piece | null | undefined) => void = () => {};

  constructor(
    readonly store: Store,
    /** As large as the footage's picture is shown. */
    readonly picture: HTMLElement,
    place: HTMLElement,
  ) {
    this.films = [0, 1].map((index) => this.film(index));
    this.videos = this.films.map((film) => film.video);
    this.sound = new Sound(this.videos);
    this.dark.className = "pm-viewer__dark";
    place.append(...this.videos, this.dark);
    this.source = store.view.source;
    store.subscribe((changed) => this.follow(changed));
    new ResizeObserver(() => this.fit()).observe(picture.parentElement!);
    this.seek(store.view.playhead);
  }

  /** The video that is seen. */
  get video(): HTMLVideoElement {
    return this.videos[this.front]!;
  }

  get showing(): Place | null {
    return this.now;
  }

  get piece(): Piece | undefined {
    return this.now ? this.store.pieces.get(this.now.shot.footage) : undefined;
  }

  /** Pictures a second of what is shown. */
  get rate(): number {
    return rateOf(this.piece);
  }

  /** Seconds of the clip, or of the footage in the source view. */
  get time(): number {
    return this.store.view.playhead;
  }

  get length(): number {
    return this.source === null ? clipLength(this.store.document) : (this.store.pieces.get(this.source)?.duration ?? 0);
  }

  get playing(): boolean {
    return this.pace !== 0;
  }

  /** Calls `run` whenever another moment is shown. */
  onTime(run: (time: number) => void): void {
    this.hearers.add(run);
    run(this.time);
  }

  seek(time: number): void {
    const at = clamp(time, 0, this.length);
    this.show(at);
    this.tell(at);
  }

  stop(): void {
    this.range = null;
    this.halt();
  }

  toggle(): void {
    if (this.playing) this.stop();
    else this.play();
  }

  /** Play on from here; from the beginning when at the end. */
  play(pace = 1): void {
    const at = this.time;
    const last = this.length - 1.5 / this.rate;
    if (pace > 0 && at >= (this.range?.to ?? last)) this.seek(this.range?.from ?? 0);
    this.go(pace);
  }

  playRange(range: Range): void {
    this.halt();
    this.range = range;
    this.seek(range.from);
    this.go(1);
  }

  /** L: forwards, each time twice as fast. */
  forward(): void {
    this.play(this.pace > 0 ? Math.min(FASTEST, this.pace * 2) : 1);
  }

  /** J: backwards, each time twice as fast. */
  backward(): void {
    this.range = null;
    this.go(this.pace < 0 ? Math.max(-FASTEST, this.pace * 2) : -1);
  }

  /** Play with any pace between -8 and 8; near 0 it stops. */
  shuttle(pace: number): void {
    if (Math.abs(pace) < 0.1) this.stop();
    else this.go(clamp(pace, -FASTEST, FASTEST));
  }

  byPictures(count: number): void {
    this.stop();
    if (!this.now || count === 0) return;
    const { shot, offset, at } = this.now;
    if (this.source !== null) return this.seek(step(at, count, this.rate, this.length));
    const next = step(at, count, this.rate, shot.end);
    const inside = (next - shot.start) / shot.speed;
    // Before or behind the shot it goes on in the neighbour, one picture over the cut.
    const over = count < 0 ? offset - 0.5 / this.rate : offset + lengthOf(shot);
    const within = count < 0 ? inside > -0.001 && next < at - 0.0001 : next < shot.end - 0.0005 && next > at;
    this.seek(within ? offset + inside : over);
  }

  private film(index: number): Film {
    const film = new Film();
    film.video.classList.toggle("pm-viewer__film--front", index === this.front);
    film.video.addEventListener("click", () => this.toggle());
    film.video.addEventListener("loadedmetadata", () => this.fit());
    return film;
  }

  private follow(changed: ReadonlySet<string>): void {
    const { source, playhead } = this.store.view;
    if (source !== this.source) {
      this.halt();
      this.source = source;
      this.range = null;
      this.seek(playhead);
    } else if (changed.has("document") || changed.has("pieces")) this.refresh();
    else if (playhead !== this.told) {
      const pace = this.pace;
      this.seek(playhead);
      if (pace) this.go(pace);
    }
  }

  /** The clip was changed under what is shown. */
  private refresh(): void {
    const place = this.placeOf(this.store.view.playhead);
    const same = place && this.now && place.shot.id === this.now.shot.id && Math.abs(place.offset - this.now.offset) < 0.001 && place.shot.start === this.now.shot.start;
    if (this.playing && same) {
      this.now = { ...place, at: this.now!.at };
      this.apply();
      return;
    }
    const pace = this.pace;
    this.halt();
    this.seek(this.store.view.playhead);
    if (pace) this.go(pace);
  }

  private placeOf(time: number): Place | null {
    if (this.source === null) return placeAt(this.store.document, time);
    const piece = this.store.pieces.get(this.source);
    return piece ? { index: 0, shot: { ...plainShot(this.source, 0, piece.duration), id: "source" }, offset: 0, at: time } : null;
  }

  private show(time: number): void {
    const place = this.placeOf(time);
    this.now = place;
    const piece = place ? this.store.pieces.get(place.shot.footage) : undefined;
    this.onMissing(place && piece?.file ? null : piece);
    if (!place || !piece?.file) return this.fit();
    const back = this.films[1 - this.front]!;
    if (this.films[this.front]!.footage !== piece.footage && back.footage === piece.footage) this.swap();
    const film = this.films[this.front]!;
    film.load(piece);
    // The last moment of a shot belongs to its last picture.
    const last = place.shot.end - 1 / rateOf(piece);
    film.aim(clamp(place.at, 0, Math.max(place.shot.start, last)));
    this.apply();
    this.fit();
  }

  private swap(): void {
    this.films[this.front]!.video.pause();
    this.front = 1 - this.front;
    this.videos.forEach((video, index) => video.classList.toggle("pm-viewer__film--front", index === this.front));
  }

  /** Speed, sound and fades of the moment. */
  private apply(): void {
    if (!this.now) return;
    const { shot, offset } = this.now;
    const inside = clamp(this.told - offset, 0, lengthOf(shot));
    const share = Math.min(shot.fade_in ? inside / shot.fade_in : 1, shot.fade_out ? (lengthOf(shot) - inside) / shot.fade_out : 1, 1);
    const film = this.films[this.front]!.video;
    if (this.pace > 0) film.playbackRate = clamp(shot.speed * this.pace, SLOWEST_FILM, FASTEST_FILM);
    const gain = this.source === null ? shot.gain + this.store.document.edit.gain : 0;
    this.sound.set(this.front, gain, shot.mute, clamp(share, 0, 1));
    this.dark.style.opacity = share < 1 ? String(1 - clamp(share, 0, 1)) : "0";
  }

  private go(pace: number): void {
    const began = this.pace === 0;
    this.pace = pace;
    if (pace > 0) {
      this.apply();
      if (this.time < this.shots || this.source !== null) this.roll();
      this.prepare();
    } else this.video.pause();
    this.onPace(pace);
    this.before = performance.now();
    if (began) this.ticking = requestAnimationFrame((now) => this.tick(now));
  }

  private get shots(): number {
    return this.source === null ? shotsLength(this.store.document) : this.length;
  }

  private roll(): void {
    const video = this.video;
    video.play().catch((problem: unknown) => {
      // Without a click or a key before, browsers play only what is silent.
      if (!(problem instanceof DOMException) || problem.name !== "NotAllowedError") return;
      video.muted = true;
      video.play().catch(() => this.stop());
    });
  }

  private halt(): void {
    cancelAnimationFrame(this.ticking);
    const was = this.pace;
    this.pace = 0;
    for (const video of this.videos) video.pause();
    if (!was) return;
    // What stands still is a whole picture, and the playhead lies at its beginning.
    if (was > 0 && this.now && this.told < this.shots) {
      const at = step(this.video.currentTime, 0, this.rate, this.now.shot.end);
      const time = this.now.offset + Math.max(0, at - this.now.shot.start) / this.now.shot.speed;
      this.seek(time);
    }
    this.onPace(0);
  }

  private tick(now: number): void {
    const passed = ((now - this.before) / 1000) * this.pace;
    this.before = now;
    if (this.pace < 0) this.rewind(passed);
    else if (this.source === null && this.told >= this.shots) this.card(passed);
    else this.advance();
    if (this.pace) this.ticking = requestAnimationFrame((next) => this.tick(next));
  }

  /** Browsers play no video backwards: pictures are sought instead, as fast as they come. */
  private rewind(passed: number): void {
    const at = Math.max(0, this.told + passed);
    this.show(at);
    this.tell(at);
    if (at <= 0) this.stop();
  }

  /** Behind the last shot only end cards are seen. */
  private card(passed: number): void {
    const at = this.told + passed;
    if (at >= Math.min(this.length, this.range?.to ?? Infinity)) this.ended();
    else this.tell(at);
  }

  private advance(): void {
    const place = this.now;
    if (!place) return this.stop();
    const { video } = this;
    if (this.films[this.front]!.seeking) return;
    const at = clamp(video.currentTime, place.shot.start, place.shot.end);
    const time = place.offset + (at - place.shot.start) / place.shot.speed;
    this.now = { ...place, at };
    this.tell(time);
    this.apply();
    const stop = this.range?.to ?? Infinity;
    if (time >= stop - 0.25 / this.rate) return this.ended();
    // Half a frame of the screen before the end, or a picture of what was cut off would flash.
    if (video.ended || at >= place.shot.end - 0.008 * place.shot.speed) this.next(place);
  }

  private next(place: Place): void {
    const following = this.source === null ? this.store.document.segments[place.index + 1] : undefined;
    if (!following) {
      if (this.source === null && this.length > this.shots + 0.01) {
        this.video.pause();
        this.tell(this.shots);
      } else this.ended();
      return;
    }
    const offset = place.offset + lengthOf(place.shot);
    this.now = { index: place.index + 1, shot: following, offset, at: following.start };
    this.onMissing(this.piece?.file ? null : this.piece);
    this.tell(offset);
    if (!runsOn(place.shot, following)) this.change(following);
    this.apply();
    this.fit();
    this.prepare();
  }

  private change(shot: Shot): void {
    const back = this.films[1 - this.front]!;
    const piece = this.store.pieces.get(shot.footage);
    if (piece) back.load(piece);
    if (Math.abs(back.video.currentTime - shot.start) > 0.05) back.aim(shot.start);
    this.swap();
    this.apply();
    this.roll();
  }

  /** Have the next shot wait on the other film. */
  private prepare(): void {
    if (this.source !== null || !this.now) return;
    const following = this.store.document.segments[this.now.index + 1];
    const piece = following && this.store.pieces.get(following.footage);
    if (!following || !piece?.file || runsOn(this.now.shot, following)) return;
    const back = this.films[1 - this.front]!;
    back.load(piece);
    back.aim(following.start);
  }

  private ended(): void {
    const range = this.range;
    if (this.loop) {
      const pace = this.pace;
      this.halt();
      this.range = range;
      this.seek(range?.from ?? 0);
      this.go(pace);
      return;
    }
    const end = range ? range.to - 1 / this.rate : this.length;
    this.stop();
    this.seek(Math.max(0, end));
  }

  private tell(time: number): void {
    this.told = time;
    this.store.look({ playhead: time });
    for (const hear of this.hearers) hear(time);
  }

  /** The picture as large as it fits. */
  private fit(): void {
    const room = this.picture.parentElement!;
    const { piece } = this;
    const width = piece?.width || this.video.videoWidth || 16;
    const height = piece?.height || this.video.videoHeight || 9;
    const scale = Math.min(room.clientWidth / width, room.clientHeight / height);
    this.picture.style.inlineSize = `${Math.floor(width * scale)}px`;
    this.picture.style.blockSize = `${Math.floor(height * scale)}px`;
  }
}

/** Whether the footage goes on through the cut. */
function runsOn(shot: Shot, next: Shot): boolean {
  return shot.footage === next.footage && Math.abs(shot.end - next.start) < 0.002 && shot.speed === next.speed;
}
