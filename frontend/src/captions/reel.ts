/** Plays a clip: its rendered file, or, before there is one, the stretches of footage one after another. */

export interface Part {
  file: string;
  start: number;
  end: number;
}

export class Reel {
  private at = -1;
  private until: number | undefined;
  onTime: (time: number) => void = () => {};
  onPlay: (playing: boolean) => void = () => {};

  constructor(
    readonly video: HTMLVideoElement,
    private readonly parts: readonly Part[],
  ) {
    video.addEventListener("play", () => this.frame());
    for (const event of ["play", "pause", "ended"]) video.addEventListener(event, () => this.onPlay(!video.paused));
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

  seek(time: number): void {
    const wanted = Math.min(Math.max(0, time), Math.max(0, this.duration - 0.01));
    let index = this.parts.findIndex((part, place) => wanted < this.before(place) + part.end - part.start);
    if (index < 0) index = this.parts.length - 1;
    const part = this.parts[index];
    if (!part) return;
    const place = part.start + wanted - this.before(index);
    if (index === this.at) this.video.currentTime = place;
    else this.load(index, place, !this.video.paused);
    this.onTime(wanted);
  }

  toggle(): void {
    this.until = undefined;
    if (this.video.paused) this.play();
    else this.video.pause();
  }

  playRange(start: number, end: number): void {
    this.seek(start);
    this.until = end;
    this.play();
  }

  private play(): void {
    if (this.time >= this.duration - 0.05) this.seek(0);
    void this.video.play().catch(() => undefined);
  }

  private before(index: number): number {
    return this.parts.slice(0, index).reduce((sum, part) => sum + part.end - part.start, 0);
  }

  private load(index: number, place: number, playing: boolean): void {
    const part = this.parts[index]!;
    const same = this.parts[this.at]?.file === part.file;
    this.at = index;
    if (same) this.video.currentTime = place;
    else {
      this.video.src = part.file;
      this.video.addEventListener("loadedmetadata", () => { this.video.currentTime = place; }, { once: true });
    }
    if (playing) void this.video.play().catch(() => undefined);
  }

  private next(): void {
    const following = this.parts[this.at + 1];
    if (following) this.load(this.at + 1, following.start, true);
    else this.video.pause();
  }

  private frame(): void {
    if (this.video.paused) return;
    const part = this.parts[this.at];
    if (this.until !== undefined && this.time >= this.until - 0.02) {
      this.until = undefined;
      this.video.pause();
    } else if (part && this.video.currentTime >= part.end && this.at + 1 < this.parts.length) this.next();
    this.onTime(this.time);
    requestAnimationFrame(() => this.frame());
  }
}
