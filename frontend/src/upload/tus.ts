/** One file on its way through the web server, by the tus protocol: it goes on where it stopped, also after the page was closed. */
import { DetailedError, Upload, type PreviousUpload } from "tus-js-client";
import { csrfToken, get } from "../shell/http";
import type { Chosen } from "./chosen";
import { key } from "./memory";
import type { Events, Sending, Settings } from "./sending";

const CHUNK = 8 * 1024 * 1024; // bytes in one request
const DELAYS = [0, 1000, 3000, 5000, 10000]; // milliseconds

export class Tus implements Sending {
  private readonly upload: Upload;
  private began = false;
  private first: number | undefined;

  constructor(chosen: Chosen, station: string, settings: Settings, events: Events) {
    this.upload = new Upload(chosen.file, {
      endpoint: settings.uploadsUrl,
      chunkSize: CHUNK,
      retryDelays: DELAYS,
      metadata: { filename: chosen.file.name, folder: chosen.folder, ...(station ? { station } : {}) },
      removeFingerprintOnSuccess: true,
      fingerprint: async () => key(chosen, settings.person),
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
      onProgress: (sent, size) => {
        this.first ??= sent;
        events.onProgress(sent, size ?? chosen.file.size, Math.max(0, sent - this.first));
      },
      onShouldRetry: (error, attempt) => {
        const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
        const again = status === 0 || status === 409 || status === 423 || status >= 500;
        if (again && DELAYS[attempt]) events.onWaiting(DELAYS[attempt] / 1000);
        return again;
      },
      onError: (error) => events.onFailed(sentence(error)),
      onSuccess: () => void this.received(events),
    });
  }

  async start(): Promise<void> {
    this.first = undefined;
    if (!this.began) {
      const earlier: PreviousUpload[] = await this.upload.findPreviousUploads();
      const newest = earlier.sort((a, b) => b.creationTime.localeCompare(a.creationTime))[0];
      if (newest) this.upload.resumeFromPreviousUpload(newest);
      this.began = true;
    }
    this.upload.start();
  }

  async pause(): Promise<void> {
    await this.upload.abort();
  }

  async cancel(): Promise<void> {
    await this.upload.abort(true).catch(() => undefined);
  }

  private async received(events: Events): Promise<void> {
    try {
      const { job } = await get<{ job: number | null }>(`${this.upload.url}state/`);
      if (job === null) throw new Error("no job");
      events.onReceived(job);
    } catch {
      events.onFailed("");
    }
  }
}

/** The server's own words where it said some; empty where it did not answer. */
function sentence(error: Error): string {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response || response.getStatus() === 0) return "";
  const body = response.getBody();
  return body && body.length < 300 && !body.includes("<") ? body : `${response.getStatus()}`;
}
