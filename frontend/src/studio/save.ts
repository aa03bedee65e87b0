/** Saving: the next version, and what happens when somebody else saved one meanwhile. */
import { get, post, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { same } from "./actions";
import { askConflict } from "./conflict";
import type { Saved } from "./desk";
import type { ClipDocument } from "./document";
import { merge } from "./merge";
import type { StudioData, Track, Urls, VersionData } from "./page";
import type { Store } from "./store";
import { w } from "./words";

interface Answer {
  clip: number;
  version: number;
  title: string;
  urls: Urls;
  tracks: Track[];
}

/** A version with what its clip is called, and where the captions of the clip lie by now. */
type Found = VersionData & { title: string; notes: string; tracks: Track[] };

export class Saver {
  /** What the last version known here holds; what both began with when somebody else saves. */
  base: ClipDocument;
  saved: Saved | null;
  /** The clip that the captions of the page's data lie on. */
  captioned: ClipDocument;
  busy = false;
  private said: { document: ClipDocument; dirty: boolean } | null = null;
  onSaved: (saved: Saved) => void = () => {};
  /** The state of saving has changed. */
  onChange: () => void = () => {};

  constructor(
    private readonly data: StudioData,
    private readonly store: Store,
  ) {
    this.base = this.captioned = store.document;
    this.saved = data.clip && data.urls && data.number ? { clip: data.clip, version: data.number, urls: data.urls } : null;
  }

  get dirty(): boolean {
    const { document } = this.store;
    if (this.said?.document !== document) this.said = { document, dirty: !this.saved || !same(document, this.base) };
    return this.said.dirty;
  }

  /** Save what is there now. False where it did not work; the person was told why. */
  async save(): Promise<boolean> {
    if (!this.store.editable || this.busy) return false;
    if (!this.dirty && this.saved) {
      toast(w("saved", { number: this.saved.version }));
      return true;
    }
    if (!this.named()) return false;
    return this.trying(async () => {
      try {
        await this.send(this.saved ? this.saved.urls.save : this.data.newUrls.save, { base_version: this.saved?.version ?? null });
      } catch (error) {
        if (!(error instanceof RequestError) || error.body.code !== "newer_version") throw error;
        if (!(await this.bringIn(Number(error.body.newest)))) return false;
        // What both did is together now: it is the next version of theirs.
        await this.send(this.saved!.urls.save, { base_version: this.saved!.version });
      }
      return true;
    });
  }

  /** Mine as a clip of its own, which begins at the version that both began with. */
  async fork(): Promise<boolean> {
    const title = w("copyOf", { title: this.store.document.title });
    this.store.replace({ ...this.store.document, title }, "fork");
    return this.trying(async () => {
      await this.send(this.data.newUrls.save, { base_version: null, forked_from: this.data.id });
      return true;
    });
  }

  /** Put together with version `number` that somebody else saved. False: mine stays apart, or is a clip of its own now. */
  async bringIn(number: number): Promise<boolean> {
    const theirs = await this.version(number);
    const document: ClipDocument = { title: theirs.title, notes: theirs.notes, segments: theirs.segments, edit: theirs.edit };
    if (!this.dirty) return this.adopt(theirs, document, document);
    const merged = merge(this.base, document, this.store.document);
    if (!merged.clashes.length) return this.adopt(theirs, document, merged.document);
    const choice = await askConflict(merged.clashes, number, this.store.document);
    if (choice === "both") return this.adopt(theirs, document, merged.document);
    if (choice === "theirs") this.adopt(theirs, document, document);
    if (choice === "fork") await this.fork();
    return false;
  }

  version(number: number): Promise<Found> {
    return get(`${this.saved!.urls.versions}${number}/`);
  }

  private adopt(theirs: Found, base: ClipDocument, next: ClipDocument): true {
    this.store.know(theirs.pieces);
    this.base = base;
    this.lay(theirs.tracks, base);
    this.said = null;
    this.saved = { ...this.saved!, version: theirs.number! };
    this.store.replace(next, "merge");
    toast(w("together", { number: theirs.number! }));
    this.onChange();
    return true;
  }

  /** A new cut moves captions with their pictures: they are where the server says from now on. */
  private lay(tracks: Track[], under: ClipDocument): void {
    this.data.tracks = tracks;
    this.captioned = under;
  }

  private named(): boolean {
    if (this.store.document.title.trim()) return true;
    toast(w("nameIt"), { kind: "error" });
    document.getElementById("clip-title")?.focus();
    return false;
  }

  private async trying(run: () => Promise<boolean>): Promise<boolean> {
    const outer = !this.busy;
    this.busy = true;
    this.onChange();
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      return false;
    } finally {
      if (outer) this.busy = false;
      this.onChange();
    }
  }

  private async send(address: string, more: Record<string, unknown>): Promise<void> {
    const sent = this.store.document;
    const answer = await post<Answer>(address, { ...sent, title: sent.title.trim(), draft: this.data.draftKey, ...more });
    const elsewhere = this.saved?.clip !== answer.clip;
    this.base = sent;
    this.lay(answer.tracks, sent);
    this.said = null;
    this.saved = { clip: answer.clip, version: answer.version, urls: answer.urls };
    Object.assign(this.data, { clip: answer.clip, number: answer.version, urls: answer.urls });
    // From here on it is this clip's page: loading it again shows what was saved.
    if (elsewhere) window.history.replaceState(null, "", answer.urls.edit);
    this.onSaved(this.saved);
  }
}
