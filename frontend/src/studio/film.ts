/** One of the two videos of the viewer: which footage it holds, and which moment of it is to be shown. */
import type { Piece } from "./document";

// A hair behind a picture's beginning: rounding in the decoder must not show the one before.
const HAIR = 0.0005;

export class Film {
  readonly video = document.createElement("video");
  footage = 0;
  /** Seconds that it shall show; asked for when the last seek has come. */
  private wanted: number | null = null;

  constructor() {
    this.video.playsInline = true;
    this.video.preload = "auto";
    this.video.tabIndex = -1;
    this.video.className = "pm-viewer__film";
    this.video.addEventListener("seeked", () => this.reached());
  }

  /** Whether another moment is still being sought. */
  get seeking(): boolean {
    return this.wanted !== null || (this.video.seeking && this.video.readyState > 0);
  }

  load(piece: Piece): void {
    if (this.footage === piece.footage || !piece.file) return;
    this.footage = piece.footage;
    this.wanted = null;
    this.video.src = piece.file;
  }

  aim(at: number): void {
    const target = at + HAIR;
    if (this.video.seeking && this.video.readyState > 0) this.wanted = at;
    else if (Math.abs(this.video.currentTime - target) > 0.0001) this.video.currentTime = target;
  }

  private reached(): void {
    if (this.wanted === null) return;
    const { wanted } = this;
    this.wanted = null;
    this.aim(wanted);
  }
}
