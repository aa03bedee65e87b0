/** How high the rows of a long list are, measured or guessed, so that only those in sight need to be there. Pixels. */

export class Heights {
  private keys: readonly number[] = [];
  private readonly measured = new Map<number, number>();
  private tops = new Float64Array(1);
  /** Tops up to this place are right. */
  private valid = 0;

  constructor(private guess: number) {}

  get length(): number {
    return this.keys.length;
  }

  get total(): number {
    return this.top(this.keys.length);
  }

  /** Another list; what was measured of a row is still known. */
  list(keys: readonly number[]): void {
    this.keys = keys;
    if (this.tops.length < keys.length + 1) this.tops = new Float64Array(Math.max(keys.length + 1, this.tops.length * 2));
    this.valid = 0;
  }

  /** Nothing is known any more, as when columns have another width. */
  reset(guess = this.guess): void {
    this.guess = guess;
    this.measured.clear();
    this.valid = 0;
  }

  /** Says by how much the row has grown; `place` is where it lies in the list. */
  measure(place: number, height: number): number {
    const key = this.keys[place];
    if (key === undefined) return 0;
    const before = this.height(place);
    this.measured.set(key, height);
    if (height !== before) this.valid = Math.min(this.valid, place);
    return height - before;
  }

  height(place: number): number {
    return this.measured.get(this.keys[place]!) ?? this.guess;
  }

  /** Where a row begins; for the length of the list, where the last one ends. */
  top(place: number): number {
    for (; this.valid < place; this.valid += 1) this.tops[this.valid + 1] = this.tops[this.valid]! + this.height(this.valid);
    return this.tops[place]!;
  }

  /** The row that covers this height, the first or last one beyond the ends. */
  at(y: number): number {
    this.top(this.keys.length);
    let [low, high] = [0, Math.max(0, this.keys.length - 1)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle]! <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** From the first to behind the last row to be drawn. */
  seen(from: number, to: number, more: number): [number, number] {
    if (!this.keys.length) return [0, 0];
    return [Math.max(0, this.at(from) - more), Math.min(this.keys.length, this.at(Math.max(from, to - 1)) + 1 + more)];
  }
}
