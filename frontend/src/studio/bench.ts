/** The studio's page: one store, the player, the timeline, the panels, saving. */
import { toast } from "../shell/toast";
import { name } from "./actions";
import { CompanyBar } from "./company";
import { ask } from "./conflict";
import { Cutting, stepName } from "./cutting";
import type { Desk, Mark, Saved } from "./desk";
import type { ClipDocument, Piece } from "./document";
import { Drafts, type Kept } from "./draft";
import { drawSigns } from "../shell/icons";
import { listenToKeys } from "./keys";
import { Media } from "./media";
import type { Cue } from "./painting";
import { documentOf, type StudioData } from "./page";
import { Panels } from "./panels";
import { Player } from "./player";
import { Saver } from "./save";
import { SourceView } from "./source";
import { Store } from "./store";
import { Timeline } from "./timeline";
import { Tools } from "./tools";
import { transport } from "./transport";
import { w } from "./words";

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

export class Bench implements Desk {
  readonly store: Store;
  readonly player: Player;
  private readonly saver: Saver;
  private readonly timeline: Timeline;
  private readonly panels: Panels;
  private readonly media: Media;
  private readonly savedHearers: ((saved: Saved) => void)[] = [];
  private noted: readonly Mark[] = [];
  private drafts: Drafts | null = null;
  private keptAt: Date | null = null;
  private problem = "";

  constructor(readonly data: StudioData) {
    const language = data.tracks.some((track) => track.language === data.sourceLanguage) ? data.sourceLanguage : "";
    this.store = new Store(documentOf(data), data.pieces, data.maySave, { language, shape: "16:9" });
    this.player = new Player(this.store, byId("picture"), byId("films"));
    this.player.onMissing = (piece) => this.missing(piece);
    this.saver = new Saver(data, this.store);
    const source = new SourceView(this, byId("source"));
    this.timeline = new Timeline(byId("timeline"), this, {
      cues: () => this.cues(),
      marked: () => source.marked,
      open: (item) => source.open(item.shot.footage),
      drop: (footage, place) => this.media.add(footage, place),
    });
    source.onMarks = () => this.timeline.layout();
    const cutting = new Cutting(this, this.timeline);
    byId("timeline").prepend(new Tools(this, this.timeline, cutting).row);
    this.media = new Media(this, source, byId("panel-media"));
    this.panels = new Panels(this);
    transport({ desk: this, timeline: this.timeline, source, cutting });
    listenToKeys({ desk: this, timeline: this.timeline, source, cutting });
    this.head();
    // Whatever stands above the page (header, the line about demo content) takes of its height.
    new ResizeObserver(() => this.measure()).observe(document.querySelector(".pm-head")!);
  }

  get saved(): Saved | null {
    return this.saver.saved;
  }

  get captioned(): ClipDocument {
    return this.saver.captioned;
  }

  get dirty(): boolean {
    return this.saver.dirty;
  }

  get marks(): readonly Mark[] {
    return this.noted;
  }

  set marks(marks: readonly Mark[]) {
    this.noted = marks;
    this.timeline.showMarks(marks);
  }

  /** What can wait until the picture and the timeline are there. */
  open(): void {
    const idle = (run: () => void) => ("requestIdleCallback" in window ? window.requestIdleCallback(run, { timeout: 1500 }) : setTimeout(run, 200));
    idle(() => {
      void this.panels.begin();
      void this.media.begin();
    });
    void this.recover().then(() => {
      this.drafts = new Drafts(this);
      const bar = new CompanyBar(byId("company"), this.saver);
      this.drafts.onCompany = (company) => {
        bar.show(company);
        this.measure();
      };
      this.drafts.onKept = (at, problem) => {
        [this.keptAt, this.problem] = [at ?? this.keptAt, problem];
        this.tellState();
      };
    });
  }

  save(): Promise<boolean> {
    return this.saver.save();
  }

  onSaved(run: (saved: Saved) => void): void {
    this.savedHearers.push(run);
  }

  onMark(run: (mark: Mark) => void): void {
    this.timeline.onMark(run);
  }

  say(text: string): void {
    byId("said").textContent = text;
  }

  /** Asks whether to go on with an edit that was never saved. */
  private async recover(): Promise<void> {
    const { data, store } = this;
    if (!store.editable) return;
    const kept = Drafts.here(String(data.clip ?? data.draftKey), data.draft);
    if (!kept || !Array.isArray(kept.document.segments) || !kept.document.segments.every((shot) => store.pieces.has(shot.footage) || shot.footage)) return;
    const when = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    const answer = await ask({ title: w("draftTitle"), body: [textOf(w(data.clip ? "draftAsk" : "draftAskNew", { when }))], answers: [["go", w("draftGo"), true], ["drop", w("draftDrop")]], otherwise: "go" });
    if (answer === "go") await this.goOn(kept);
    else await new Drafts(this).discard();
  }

  private async goOn(kept: Kept): Promise<void> {
    const { saved } = this.saver;
    await this.fetchPieces(kept.document);
    if (saved && kept.base && kept.base !== saved.version) {
      // It was begun before the newest version: from there on it is put together with it.
      const before = await this.saver.version(kept.base).catch(() => null);
      if (before) {
        this.saver.base = { title: this.saver.base.title, notes: this.saver.base.notes, segments: before.segments, edit: before.edit };
        this.store.replace(kept.document, "draft");
        await this.saver.bringIn(saved.version);
        return;
      }
    }
    this.store.replace(kept.document, "draft");
  }

  private async fetchPieces(document: ClipDocument): Promise<void> {
    const strange = [...new Set(document.segments.map((shot) => shot.footage))].filter((key) => !this.store.pieces.has(key));
    if (!strange.length) return;
    const query = new URLSearchParams(strange.map((key) => ["footage", String(key)]));
    const answer = await fetch(`${this.data.newUrls.pieces}?${query}`, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) this.store.know(((await answer.json()) as { items: Piece[] }).items);
  }

  /** The panel's script may still be on its way: the choice opens when it is there. */
  private async chooseFiles(): Promise<void> {
    const mounted = this.panels.show("render");
    byId("tab-render").focus();
    await mounted;
    byId("panel-render").dispatchEvent(new Event("choose"));
  }

  private head(): void {
    drawSigns(document);
    const title = byId<HTMLInputElement>("clip-title");
    title.addEventListener("input", () => this.store.apply("name", name(title.value), "name"));
    title.addEventListener("blur", () => this.store.rest());
    document.getElementById("save")?.addEventListener("click", () => void this.save());
    document.getElementById("to-render")?.addEventListener("click", () => void this.chooseFiles());
    this.store.subscribe((changed) => {
      if (!changed.has("document")) return;
      if (title.value !== this.store.document.title) title.value = this.store.document.title;
      this.tellState();
    });
    this.saver.onChange = () => this.tellState();
    this.saver.onSaved = (saved) => this.tellSaved(saved);
    window.addEventListener("beforeunload", (event) => {
      // Kept on the server already: nothing is lost, so nobody is asked.
      if (this.problem && this.dirty) event.preventDefault();
    });
    this.tellState();
  }

  private tellSaved(saved: Saved): void {
    this.drafts?.clear();
    this.keptAt = null;
    const link = document.getElementById("captions") as HTMLAnchorElement | null;
    if (link) {
      link.href = saved.urls.workbench;
      link.hidden = false;
    }
    for (const hear of this.savedHearers) hear(saved);
    this.timeline.layout();
    this.tellState();
  }

  private tellState(): void {
    const state = byId("save-state");
    const number = this.saver.saved?.version ?? 0;
    const { dirty, busy } = this.saver;
    if (this.data.looking) state.textContent = w("looking", { number: this.data.looking });
    else if (busy) state.textContent = w("saving");
    else if (this.problem) state.textContent = this.problem;
    else if (!dirty) state.textContent = w("saved", { number });
    else if (this.keptAt) state.textContent = w(number ? "keptSince" : "kept", { number, time: this.keptAt.toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" }) });
    else state.textContent = w(number ? "changed" : "unsaved", { number });
    state.dataset.dirty = String(dirty && this.store.editable);
    const save = document.getElementById("save") as HTMLButtonElement | null;
    if (save) save.disabled = busy;
    for (const [id, what] of [["undo", this.store.undoable], ["redo", this.store.redoable]] as const) {
      const made = document.getElementById(id) as HTMLButtonElement | null;
      if (!made) continue;
      made.disabled = !what;
      const says = w(id, { what: what ? stepName(what) : "" }).trim();
      made.title = says;
      made.setAttribute("aria-label", says);
    }
  }

  private cues(): Cue[] {
    const { language } = this.store.view;
    const track = this.data.tracks.find((each) => each.language === (language || this.data.sourceLanguage));
    return (track?.cues ?? []).map(([from, to, text]) => ({ from, to, text }));
  }

  private missing(piece: Piece | null | undefined): void {
    const notice = byId("notice");
    notice.hidden = piece === null;
    if (piece === null) return;
    notice.textContent = piece === undefined ? w(this.store.document.segments.length ? "gone" : "empty") : w(piece.usable ? "notPlayable" : "barred");
  }

  private measure(): void {
    const page = document.querySelector<HTMLElement>(".pm-studio");
    page?.style.setProperty("--pm-above", `${Math.round(page.getBoundingClientRect().top + window.scrollY)}px`);
  }
}

function textOf(words: string): HTMLElement {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}

/** For tests and colleagues who look: problems that nobody caught are said, not swallowed. */
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof Error) toast(event.reason.message, { kind: "error" });
});
