/**
 * Plays a clip: its rendered file, or, before there is one, the stretches of footage one after another. Forwards and
 * backwards at several speeds, by single pictures, and a stretch again and again.
 */
import { step } from "../shell/timecode";

export interface Part {
  file: string;
  start: number;
  end: number;
}

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;
const FASTEST = 8;
const BACKWARDS = 60; // milliseconds between two pictures that are played backwards

export class Reel {
  private at = -1;
  private range: { from: number; to: number } | null = null;
  private backwards = 0;
  private pace = 0;
  private usual = 1;
  /** Another file or direction: the film's pause is none. */
  private changing = false;
  /** Pictures a second. */
  rate = 25;
  /** Play a range again and again. */
  loop = false;
  onTime: (time: number) => void = () => {};
  /** Playing began (its pace), or stopped (0). */
  onPace: (pace: number) => void = () => {};

  constructor(
    readonly video: HTMLVideoElement,
    private readonly parts: readonly Part[],
  ) {
    video.addEventListener("play", () => this.frame());
    video.addEventListener("pause", () => {
      if (!video.ended && this.pace > 0 && !this.changing) this.tell(0);
    });
    video.addEventListener("seeked", () => this.onTime(this.time));
    video.addEventListener("ended", () => this.next());
    video.addEventListener("click", () => this.toggle());
    if (parts.length) this.load(0, parts[0]!.start, false);
  }

  get duration(): number {
    return this.parts.reduce((sum, part) => sum + part.end - part.start, 0);
  }

  /** Seconds from the beginning of the clip. */
  get time(): number {
    const part = this.parts[this.at];
    return part ? Math.max(0, this.before(this.at) + this.video.currentTime - part.start) : 0;
  }

  get playing(): boolean {
    return this.pace !== 0;
  }

  /** How fast it plays when nothing else is said. */
  get speed(): number {
    return this.usual;
  }

  set speed(speed: number) {
    this.usual = speed;
    if (this.pace > 0) this.go(speed);
  }

  seek(time: number): void {
    const wanted = Math.min(Math.max(0, time), Math.max(0, this.duration - 0.01));
    let index = this.parts.findIndex((part, place) => wanted < this.before(place) + part.end - part.start);
    if (index < 0) index = this.parts.length - 1;
    const part = this.parts[index];
    if (!part) return;
    const place = part.start + wanted - this.before(index);
    if (index === this.at) this.video.currentTime = place;
    else this.load(index, place, this.pace > 0);
    this.onTime(wanted);
  }

  /** So many pictures on or back. */
  byPictures(pictures: number): void {
    this.stop();
    this.seek(step(this.time, pictures, this.rate, this.duration) + 0.001);
  }

  toggle(): void {
    if (this.playing) this.stop();
    else this.play();
  }

  stop(): void {
    this.range = null;
    this.halt();
  }

  play(): void {
    this.range = null;
    this.go(this.usual);
  }

  playRange(from: number, to: number): void {
    this.halt();
    this.seek(from);
    this.range = { from, to };
    this.go(this.usual);
  }

  /** L: forwards, each time twice as fast. */
  forward(): void {
    this.range = null;
    this.go(this.pace > 0 ? Math.min(FASTEST, this.pace * 2) : this.usual);
  }

  /** J: backwards, each time twice as fast. */
  backward(): void {
    this.range = null;
    this.go(this.pace < 0 ? Math.max(-FASTEST, this.pace * 2) : -1);
  }

  private halt(): void {
    window.clearInterval(this.backwards);
    this.backwards = 0;
    this.tell(0);
    this.video.pause();
  }

  private go(pace: number): void {
    window.clearInterval(this.backwards);
    this.backwards = 0;
    if (pace < 0) {
      this.changing = true;
      this.video.pause();
      this.changing = false;
      let last = performance.now();
      this.backwards = window.setInterval(() => {
        const now = performance.now();
        this.seek(this.time + (pace * (now - last)) / 1000);
        last = now;
        if (this.time <= 0.01) this.stop();
      }, BACKWARDS);
    } else {
      if (this.time >= this.duration - 0.05) this.seek(0);
      this.video.playbackRate = pace;
      void this.video.play().catch(() => this.tell(0));
    }
    this.tell(pace);
  }

  private tell(pace: number): void {
    if (pace === this.pace) return;
    this.pace = pace;
    this.onPace(pace);
  }

  private before(index: number): number {
    let sum = 0;
    for (let place = 0; place < index; place += 1) sum += this.parts[place]!.end - this.parts[place]!.start;
    return sum;
  }

  private load(index: number, place: number, playing: boolean): void {
    const part = this.parts[index]!;
    const same = this.parts[this.at]?.file === part.file;
    this.at = index;
    if (same) this.video.currentTime = place;
    else {
      this.changing = true;
      this.video.src = part.file;
      this.video.addEventListener("loadedmetadata", () => {
        this.video.currentTime = place;
        this.video.playbackRate = Math.max(0.25, this.pace || this.usual);
        this.changing = false;
      }, { once: true });
    }
    if (playing) void this.video.play().catch(() => undefined);
  }

  private next(): void {
    const following = this.parts[this.at + 1];
    if (following) this.load(this.at + 1, following.start, true);
    else if (this.range && this.loop) {
      this.seek(this.range.from);
      void this.video.play().catch(() => this.tell(0));
    } else this.halt();
  }

  private frame(): void {
    if (this.video.paused) return;
    const part = this.parts[this.at];
    if (this.range && this.time >= this.range.to - 0.02) {
      if (this.loop) this.seek(this.range.from);
      else this.stop();
    } else if (part && this.video.currentTime >= part.end && this.at + 1 < this.parts.length) this.next();
    this.onTime(this.time);
    requestAnimationFrame(() => this.frame());
  }
}
