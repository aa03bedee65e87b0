/** How fast bytes have gone lately, and how long the rest will take. */
const WINDOW = 15_000; // milliseconds

export class Pace {
  private samples: { at: number; moved: number }[] = [];

  /** Note that `moved` bytes have gone since the sending began, at the time `at` in milliseconds. */
  note(moved: number, at: number): void {
    const last = this.samples.at(-1);
    if (last && moved < last.moved) this.samples = [];
    this.samples.push({ at, moved });
    while (this.samples.length > 2 && at - this.samples[0]!.at > WINDOW) this.samples.shift();
  }

  /** Forget what was, as after a pause. */
  rest(): void {
    this.samples = [];
  }

  /** Bytes per second; 0 while that is not known. */
  speed(): number {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    const seconds = first && last ? (last.at - first.at) / 1000 : 0;
    return first && last && seconds > 0.5 ? (last.moved - first.moved) / seconds : 0;
  }

  /** Seconds until `left` bytes have gone; undefined while that cannot be told. */
  remaining(left: number): number | undefined {
    const speed = this.speed();
    return speed > 0 ? left / speed : undefined;
  }
}
