/** The viewer: plays a piece of footage, forwards and backwards, picture by picture. */
import { step, timecode } from "./timeline";
import { w } from "./words";

export interface Piece {
  footage: number;
  file: string;
  sheet: string;
  duration: number;
  frame_rate: number | null;
}

const FASTEST = 8;

export class Player {
  /** Seconds at which playing stops, for playing a cut. */
  private until: number | undefined;
  private reverse = 0;
  private timer = 0;
  private piece!: Piece;
  onTime: (time: number) => void = () => {};

  constructor(
    readonly video: HTMLVideoElement,
    private readonly clock: HTMLElement,
    private readonly toggle: HTMLButtonElement,
  ) {
    video.addEventListener("timeupdate", () => this.tell());
    video.addEventListener("seeked", () => this.tell());
    video.addEventListener("loadedmetadata", () => this.tell());
    video.addEventListener("play", () => this.frame());
    for (const event of ["play", "pause", "ended"]) video.addEventListener(event, () => this.show());
    video.addEventListener("click", () => this.playOrPause());
  }

  get rate(): number {
    return this.piece?.frame_rate || 25;
  }

  get duration(): number {
    return this.piece?.duration ?? 0;
  }

  get time(): number {
    return this.video.currentTime;
  }

  load(piece: Piece, at: number): void {
    const other = this.piece?.footage !== piece.footage;
    this.piece = piece;
    if (other) {
      this.stop();
      this.video.src = piece.file;
      this.video.load();
    }
    this.seek(at);
  }

  seek(time: number): void {
    // A hair behind the picture's beginning: rounding in the decoder must not show the one before.
    this.video.currentTime = Math.min(Math.max(0, time), Math.max(0, this.duration - 0.001)) + 0.0005;
    this.tell();
  }

  stop(): void {
    this.until = undefined;
    this.still();
    this.video.pause();
    this.video.playbackRate = 1;
    this.show();
  }

  playOrPause(): void {
    if (!this.video.paused || this.reverse) this.stop();
    else void this.forward(1);
  }

  /** Play from `start` to `end` and stop there. */
  async playRange(start: number, end: number): Promise<void> {
    this.stop();
    this.seek(start);
    this.until = end;
    await this.video.play().catch(() => undefined);
  }

  async forward(speed?: number): Promise<void> {
    const next = speed ?? (this.video.paused ? 1 : Math.min(FASTEST, this.video.playbackRate * 2));
    this.still();
    this.until = undefined;
    if (this.video.ended) this.seek(0);
    this.video.playbackRate = next;
    await this.video.play().catch(() => undefined);
    this.show();
  }

  /** Browsers play no video backwards: pictures are stepped instead. */
  backward(): void {
    const speed = this.reverse ? Math.min(FASTEST, this.reverse * 2) : 1;
    this.stop();
    this.reverse = speed;
    this.timer = window.setInterval(() => {
      if (this.time <= 0.001) this.stop();
      else if (!this.video.seeking) this.seek(Math.max(0, this.time - 0.1 * speed));
    }, 100);
    this.show();
  }

  byPictures(count: number): void {
    this.stop();
    this.seek(step(this.time - 0.0005, count, this.rate, this.duration));
  }

  private still(): void {
    window.clearInterval(this.timer);
    this.reverse = 0;
  }

  private frame(): void {
    if (this.video.paused) return;
    if (this.until !== undefined && this.time >= this.until - 0.5 / this.rate) {
      const end = this.until;
      this.stop();
      this.seek(Math.max(0, end - 1 / this.rate));
      return;
    }
    this.tell();
    requestAnimationFrame(() => this.frame());
  }

  private tell(): void {
    this.clock.textContent = `${timecode(this.time, this.rate)} / ${timecode(this.duration, this.rate)}`;
    this.onTime(this.time);
  }

  private show(): void {
    const playing = !this.video.paused || this.reverse > 0;
    this.toggle.dataset.playing = String(playing);
    const speed = this.reverse || this.video.playbackRate;
    this.clock.dataset.speed = playing && (this.reverse || speed !== 1) ? `${this.reverse ? `${w("backwards")} ` : ""}${speed}×` : "";
  }
}
