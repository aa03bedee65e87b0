/** How loud the films play. */
const SILENT = -60; // decibels and below

export const amplitude = (decibels: number) => (decibels <= SILENT ? 0 : 10 ** (decibels / 20));

export class Sound {
  private context: AudioContext | null = null;
  private gains: GainNode[] = [];
  private meter: AnalyserNode | null = null;
  on = true;

  constructor(private readonly films: readonly HTMLVideoElement[]) {}

  /**
   * What plays, for a level meter. The first call leads the sound through Web Audio, which also lets it be louder than
   * it was recorded; browsers want a click or a key before. Null where there is no Web Audio.
   */
  analyse(): AnalyserNode | null {
    if (!this.context) {
      try {
        this.context = new AudioContext();
      } catch {
        return null;
      }
      this.meter = this.context.createAnalyser();
      this.meter.connect(this.context.destination);
      this.gains = this.films.map((film) => {
        const gain = this.context!.createGain();
        this.context!.createMediaElementSource(film).connect(gain);
        gain.connect(this.meter!);
        film.volume = 1;
        return gain;
      });
    }
    void this.context.resume();
    return this.meter;
  }

  /** `share` 0..1 is what a fade leaves of it. */
  set(film: number, decibels: number, muted: boolean, share = 1): void {
    if (decibels > 0.1 && !muted && this.on && !this.context && navigator.userActivation?.hasBeenActive) this.analyse();
    const loud = this.on && !muted ? amplitude(decibels) * share : 0;
    const gain = this.gains[film];
    if (gain) gain.gain.value = loud;
    else this.films[film]!.volume = Math.min(1, loud);
    this.films[film]!.muted = !this.on || muted;
  }
}
