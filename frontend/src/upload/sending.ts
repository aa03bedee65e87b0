/** One file on its way, by the tus protocol: it goes on where it stopped, also after the page was closed. */
import { DetailedError, Upload, type PreviousUpload } from "tus-js-client";
import { csrfToken } from "../shell/http";
import type { Chosen } from "./chosen";

export interface Settings {
  uploadsUrl: string;
  largest: number;
  footageUrl: string;
  person: number;
}

interface Events {
  onProgress: (sent: number, size: number) => void;
  onFailed: (reason: string) => void;
  onReceived: (url: string) => void;
}

const CHUNK = 8 * 1024 * 1024; // bytes in one request

/** What makes a file the same file after a reload, for this person. */
export function key(chosen: Chosen, person: number): string {
  return ["pugmark", person, chosen.folder, chosen.file.name, chosen.file.size, chosen.file.lastModified].join("|");
}

export class Sending {
  private readonly upload: Upload;

  constructor(chosen: Chosen, station: string, settings: Settings, events: Events) {
    this.upload = new Upload(chosen.file, {
      endpoint: settings.uploadsUrl,
      chunkSize: CHUNK,
      retryDelays: [0, 1000, 3000, 5000, 10000],
      metadata: { filename: chosen.file.name, folder: chosen.folder, ...(station ? { station } : {}) },
      removeFingerprintOnSuccess: true,
      fingerprint: async () => key(chosen, settings.person),
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
      onProgress: (sent, size) => events.onProgress(sent, size ?? chosen.file.size),
      onError: (error) => events.onFailed(sentence(error)),
      onSuccess: () => events.onReceived(this.upload.url ?? ""),
    });
  }

  async start(): Promise<void> {
    const earlier: PreviousUpload[] = await this.upload.findPreviousUploads();
    const newest = earlier.sort((a, b) => b.creationTime.localeCompare(a.creationTime))[0];
    if (newest) this.upload.resumeFromPreviousUpload(newest);
    this.upload.start();
  }

  again(): void {
    this.upload.start();
  }

  async pause(): Promise<void> {
    await this.upload.abort();
  }

  /** Give up; what the server has of it is thrown away. */
  async cancel(): Promise<void> {
    await this.upload.abort(true).catch(() => undefined);
  }
}

/** The server's own words where it said some; empty where it did not answer. */
function sentence(error: Error): string {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response || response.getStatus() === 0) return "";
  const body = response.getBody();
  return body && body.length < 300 && !body.includes("<") ? body : `${response.getStatus()}`;
}
