/** The waveform of footage: a `.dat` of audiowaveform, version 1 or 2 (curation/video/audio/waveform.py). */
import type { Piece } from "./document";

export interface Peaks {
  /** Pairs of a lowest and a highest sample a second. */
  rate: number;
  /** -128..127: lowest, highest, lowest, … */
  samples: Int8Array;
  length: number;
  /** The loudest of all, by which a quiet forest is drawn larger; 1..128. */
  loudest: number;
}

const AGAIN = [1, 2, 4, 8]; // seconds between questions while it is being drawn

/** Null for what is not such a file, and for one without pixels. */
export function parse(buffer: ArrayBuffer): Peaks | null {
  if (buffer.byteLength < 20) return null;
  const view = new DataView(buffer);
  const version = view.getInt32(0, true);
  const flags = view.getUint32(4, true);
  if ((version !== 1 && version !== 2) || !(flags & 1)) return null;
  const rate = view.getInt32(8, true) / Math.max(1, view.getInt32(12, true));
  const head = version === 2 ? 24 : 20;
  const channels = version === 2 ? view.getInt32(20, true) : 1;
  const length = Math.min(view.getUint32(16, true), Math.floor((buffer.byteLength - head) / 2 / Math.max(1, channels)));
  if (!length || channels !== 1 || !(rate > 0)) return null;
  const samples = new Int8Array(buffer, head, length * 2);
  let loudest = 1;
  for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
  return { rate, samples, length, loudest };
}

/** The lowest and highest sample between two moments, -1..1 of the loudest. */
export function between(peaks: Peaks, start: number, end: number): [number, number] {
  const first = Math.max(0, Math.floor(start * peaks.rate));
  const last = Math.min(peaks.length, Math.max(first + 1, Math.ceil(end * peaks.rate)));
  let [low, high] = [0, 0];
  for (let at = first; at < last; at++) {
    low = Math.min(low, peaks.samples[2 * at]!);
    high = Math.max(high, peaks.samples[2 * at + 1]!);
  }
  return [low / peaks.loudest, high / peaks.loudest];
}

/** Fetches each waveform once, when it is first seen. */
export class Waveforms {
  private readonly known = new Map<string, Peaks | null>();

  constructor(private readonly arrived: () => void) {}

  of(piece: Piece): Peaks | null {
    const address = piece.waveform;
    if (!address || piece.sound === false) return null;
    if (!this.known.has(address)) {
      this.known.set(address, null);
      void this.load(address);
    }
    return this.known.get(address) ?? null;
  }

  private async load(address: string): Promise<void> {
    for (const wait of [...AGAIN, 0]) {
      const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
      if (answer?.status === 200) {
        this.known.set(address, parse(await answer.arrayBuffer()));
        this.arrived();
      }
      // 202: somebody draws it now. Anything else: there is none.
      if (answer?.status !== 202 || !wait) return;
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }
}
