/** Asks the server for signed addresses, for all parts that need one at a time in one request. */
import { post } from "../shell/http";

const GATHER = 20; // milliseconds

interface Waiting {
  md5: string;
  resolve: (url: string) => void;
  reject: (error: unknown) => void;
}

export class Signer {
  private waiting = new Map<number, Waiting>();

  constructor(
    private readonly url: string,
    private readonly sent: () => number,
  ) {}

  sign(number: number, md5: string): Promise<string> {
    if (!this.waiting.size) setTimeout(() => void this.ask(), GATHER);
    return new Promise((resolve, reject) => this.waiting.set(number, { md5, resolve, reject }));
  }

  private async ask(): Promise<void> {
    const asked = this.waiting;
    this.waiting = new Map();
    const parts = [...asked].map(([number, { md5 }]) => ({ number, md5 }));
    try {
      const { urls } = await post<{ urls: Record<string, string> }>(`${this.url}parts/`, { parts, sent: this.sent() });
      for (const [number, one] of asked) one.resolve(urls[number]!);
    } catch (error) {
      for (const one of asked.values()) one.reject(error);
    }
  }
}
