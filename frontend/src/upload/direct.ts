/**
 * One file on its way straight to the store, in parts of which several go at a time.
 *
 * Every part is compared by its MD5: what the store has already is not sent again, also when the file was chosen again
 * days later or with another browser; what it has not is signed by the server for exactly these bytes.
 */
import { RequestError, get, post, send } from "../shell/http";
import type { Chosen } from "./chosen";
import { Unreadable, digestOf } from "./digests";
import { base64, hex } from "./md5";
import { forget, remember, remembered } from "./memory";
import { Refused, put } from "./put";
import type { Events, Known, Sending, Settings } from "./sending";
import { Signer } from "./signer";
import { w } from "./words";

const AT_ONCE = 4; // parts under way
const PATIENCE = [1, 2, 4, 8, 15, 30, 30, 30, 30, 30]; // seconds between tries while nothing gets through

interface Standing {
  url: string;
  size: number;
  partSize: number;
  parts: [number, number, string][];
  job: number | null;
}

export class Direct implements Sending {
  private url: string;
  private stop: AbortController | undefined;
  private moved = 0; // bytes sent since the page was opened
  private there = 0; // bytes of parts that the store has
  private readonly flying = new Map<number, number>(); // bytes of parts under way
  private failures = 0; // since something got through
  private readonly sure = new Map<number, string>(); // MD5s, in hex, of parts that this page has read

  constructor(
    private readonly chosen: Chosen,
    private readonly station: string,
    private readonly settings: Settings,
    private readonly events: Events,
    known?: Known,
  ) {
    this.url = remembered(chosen, settings.person) || (known?.url ?? "");
  }

  async start(): Promise<void> {
    const stop = new AbortController();
    this.stop = stop;
    this.failures = 0;
    for (;;) {
      try {
        const job = await this.run(stop);
        forget(this.chosen, this.settings.person);
        this.events.onReceived(job);
        return;
      } catch (error) {
        if (stop.signal.aborted) return;
        if (!(await this.tryAgain(error, stop))) return;
      }
    }
  }

  async pause(): Promise<void> {
    this.stop?.abort();
    this.flying.clear();
  }

  async cancel(): Promise<void> {
    await this.pause();
    forget(this.chosen, this.settings.person);
    if (this.url) await send("DELETE", this.url).catch(() => undefined);
  }

  /** Send all that is missing and say that it is complete; returns the number of the job that takes it in. */
  private async run(stop: AbortController): Promise<number> {
    const standing = await this.standing(stop.signal);
    if (standing.job !== null) return standing.job;
    const have = new Map(standing.parts.map(([number, size, etag]) => [number, { size, etag }]));
    this.there = 0;
    this.flying.clear();
    const signer = new Signer(standing.url, () => this.there);
    const count = Math.max(1, Math.ceil(standing.size / standing.partSize));
    const numbers = Array.from({ length: count }, (_, index) => index + 1).values();
    let broken = false;
    const carry = async () => {
      for (const number of numbers) {
        if (stop.signal.aborted) throw new DOMException("paused", "AbortError");
        if (broken) return;
        try {
          await this.part(number, standing, have.get(number), signer, stop.signal);
        } catch (error) {
          broken = true;
          throw error;
        }
      }
    };
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, carry));
    this.flying.clear();
    const failed = ended.find((one) => one.status === "rejected");
    if (failed) throw failed.reason;
    return (await post<{ job: number }>(`${standing.url}complete/`)).job;
  }

  /** What the server knows of this upload; begun anew where there is none or the store forgot it. */
  private async standing(signal: AbortSignal): Promise<Standing> {
    if (this.url) {
      try {
        return await get<Standing>(this.url, signal);
      } catch (error) {
        if (!(error instanceof RequestError) || ![404, 410].includes(error.status)) throw error;
        forget(this.chosen, this.settings.person);
        this.url = "";
      }
    }
    const { file, folder } = this.chosen;
    const begun = await post<Standing>(this.settings.directUrl, { name: file.name, folder, size: file.size, station: this.station });
    this.url = begun.url;
    remember(this.chosen, this.settings.person, begun.url);
    return begun;
  }

  private async part(number: number, standing: Standing, has: { size: number; etag: string } | undefined, signer: Signer, signal: AbortSignal): Promise<void> {
    const from = (number - 1) * standing.partSize;
    const piece = this.chosen.file.slice(from, Math.min(from + standing.partSize, standing.size));
    const known = this.sure.get(number);
    const there = has?.size === piece.size && (has.etag === known || !/^[0-9a-f]{32}$/.test(has.etag));
    const digest = there ? undefined : await digestOf(piece);
    if (signal.aborted) throw new DOMException("paused", "AbortError");
    if (digest) this.sure.set(number, hex(digest));
    if (digest && (has?.size !== piece.size || has.etag !== hex(digest))) {
      const md5 = base64(digest);
      await put(await signer.sign(number, md5), piece, md5, signal, (sent) => {
        this.flying.set(number, sent);
        this.tell();
      });
      this.moved += piece.size;
      this.flying.delete(number);
      this.failures = 0;
    }
    this.there += piece.size;
    this.tell();
  }

  private tell(): void {
    const flying = [...this.flying.values()].reduce((sum, sent) => sum + sent, 0);
    this.events.onProgress(this.there + flying, this.chosen.file.size, this.moved + flying);
  }

  /** Wait and return true where another try makes sense; else say why not. */
  private async tryAgain(error: unknown, stop: AbortController): Promise<boolean> {
    const status = error instanceof RequestError || error instanceof Refused ? error.status : -1;
    const passing = [0, 403, 408, 409, 429].includes(status) || status >= 500 || (error instanceof Refused && status === 400);
    const seconds = PATIENCE[this.failures];
    if (error instanceof Unreadable) this.events.onFailed(w("unreadable"));
    else if (error instanceof RequestError && [400, 403, 413].includes(status)) this.events.onFailed(error.message);
    else if (!passing) this.events.onFailed(error instanceof Error ? error.message : "");
    else if (seconds === undefined) this.events.onFailed(error instanceof Refused && status ? w("storeRefused", { status }) : "");
    else {
      this.failures += 1;
      this.events.onWaiting(seconds);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        for (const [target, event] of [[stop.signal, "abort"], [window, "online"]] as const)
          target.addEventListener(event, () => (clearTimeout(timer), resolve(undefined)), { once: true });
      });
      return !stop.signal.aborted;
    }
    return false;
  }
}
