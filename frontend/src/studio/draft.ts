/** What is not saved yet: kept on the server as it is made, and here while the server does not answer. */
import { post, RequestError } from "../shell/http";
import { settled } from "../post/dom";
import type { Desk } from "./desk";
import type { ClipDocument } from "./document";
import { w } from "./words";

const AFTER = 1500; // milliseconds of rest before an edit is kept
const HEARD = 15_000; // milliseconds between two signs of life

export interface Company {
  saved_at: string;
  newest: number | null;
  by: string;
  others: { name: string; changed: boolean; since: string }[];
}

export interface Kept {
  document: ClipDocument;
  base: number | null;
  at: string;
}

export class Drafts {
  /** Who else is here, which version is the newest. */
  onCompany: (company: Company) => void = () => {};
  /** When it was kept last, or why not. */
  onKept: (at: Date | null, problem: string) => void = () => {};
  private kept: ClipDocument;
  private readonly rest = settled(AFTER, () => void this.keep());
  private stopped = false;

  constructor(private readonly desk: Desk) {
    this.kept = desk.store.document;
    if (!desk.store.editable) return;
    desk.store.subscribe((changed) => changed.has("document") && this.rest.later());
    window.addEventListener("pagehide", () => this.local());
    window.setInterval(() => void this.hear(), HEARD);
    void this.hear();
  }

  /** What this browser kept while the server could not be reached, when it is newer than the server's draft. */
  static here(name: string, server: Kept | null): Kept | null {
    try {
      const kept = JSON.parse(localStorage.getItem(keyOf(name)) ?? "null") as Kept | null;
      return kept && Array.isArray(kept.document?.segments) && (!server || kept.at > server.at) ? kept : server;
    } catch {
      return server; // private windows have no store, and a broken draft is none
    }
  }

  /** Everything is saved: there is nothing left to keep. */
  clear(): void {
    this.kept = this.desk.store.document;
    forget(this.name);
  }

  /** Throw the draft away on the server, too. */
  async discard(): Promise<void> {
    forget(this.name);
    await this.send({ discard: true }).catch(() => undefined);
  }

  private get name(): string {
    return String(this.desk.saved?.clip ?? this.desk.data.draftKey);
  }

  private async keep(): Promise<void> {
    const { document } = this.desk.store;
    if (document === this.kept) return;
    try {
      if (this.desk.dirty) await this.send({ document });
      else await this.discard();
      this.kept = document;
      forget(this.name);
      this.onKept(new Date(), "");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.local();
      this.onKept(null, error.status ? error.message : w("offline"));
    }
  }

  private async hear(): Promise<void> {
    if (this.stopped || document.hidden) return;
    if (this.desk.store.document !== this.kept) return this.keep();
    try {
      await this.send({ document: null });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.status === 403 || error.status === 404) this.stopped = true;
    }
  }

  private async send(more: Record<string, unknown>): Promise<void> {
    const { saved, data } = this.desk;
    const address = saved ? saved.urls.draft : data.newUrls.draft;
    this.onCompany(await post<Company & Record<string, unknown>>(address, { key: saved ? "" : data.draftKey, base_version: saved?.version ?? null, ...more }));
  }

  private local(): void {
    const { document } = this.desk.store;
    if (document === this.kept || !this.desk.dirty) return;
    try {
      localStorage.setItem(keyOf(this.name), JSON.stringify({ document, base: this.desk.saved?.version ?? null, at: new Date().toISOString() }));
    } catch {
      // nothing to keep it in
    }
  }
}

const keyOf = (name: string) => `pugmark-studio-${name}`;

function forget(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // nothing was kept
  }
}
