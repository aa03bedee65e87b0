/** The caption workbench as a whole: what is shown where, and which caption is worked on. */
import { settled } from "../post/dom";
import { get, RequestError } from "../shell/http";
import { drawSigns } from "../shell/icons";
import { toast } from "../shell/toast";
import { Asking } from "./asking";
import { Burnt } from "./burnt";
import type { Spoken } from "./cellview";
import { Editing } from "./editing";
import { nextProblem, shown } from "./filter";
import { Finder } from "./finder";
import { Keep } from "./keep";
import { listenToKeys } from "./keys";
import { Languages } from "./languages";
import type { Page } from "./page";
import { Panels } from "./panels";
import { Reel, SPEEDS } from "./reel";
import { Remarks } from "./remarks";
import { cell, type Row } from "./rows";
import { Screen, under } from "./screen";
import { Sheet } from "./sheet";
import { type SaveState, Store } from "./store";
import { Suggestions } from "./suggestions";
import { inSource, inTarget, type Term } from "./terms";
import { Timeline } from "./timeline";
import type { Peaks } from "./wave";
import { w } from "./words";

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
const COUNTS = 300; // milliseconds after the last key until figures of the whole are counted again

export class Bench {
  readonly store: Store;
  readonly reel: Reel;
  readonly sheet: Sheet;
  readonly timeline: Timeline;
  readonly bar: Languages;
  readonly editing: Editing;
  readonly asking: Asking;
  readonly finder: Finder;
  readonly panels: Panels;
  readonly suggestions: Suggestions;
  readonly remarks: Remarks | null;
  private readonly burnt: Burnt | null;
  private readonly screen: Screen;
  private readonly counts = settled(COUNTS, () => this.count());
  active: Row | null = null;
  language: string;
  /** The rows that the filter lets through. */
  visible: readonly Row[] = [];

  constructor(readonly page: Page) {
    const { urls } = page;
    this.language = page.sourceLanguage;
    this.store = new Store(urls, page.sourceLanguage, new Keep(page.clip));
    const parts = page.master ? [{ file: page.master, start: 0, end: page.duration }] : page.segments.filter((part) => part.file);
    this.reel = new Reel(byId<HTMLVideoElement>("video"), parts);
    this.screen = new Screen(this.reel, page.languages);
    this.editing = new Editing(this);
    this.asking = new Asking(this);
    const rights = { write: page.mayWrite, approve: page.mayApprove };
    this.bar = new Languages(byId("languages"), byId("columns"), page.languages, rights, {
      shown: () => this.draw(),
      approveAll: (language) => void this.asking.approveAll(language),
      files: (language) => this.asking.files(language),
      assign: page.mayAssign && urls.assign ? (language) => void this.asking.assign(language) : null,
    });
    this.sheet = this.table(rights);
    this.timeline = new Timeline(byId("timeline"), this.reel, page.mayWrite, {
      rows: () => this.store.rows, language: () => this.language, active: () => this.active,
      pick: (row) => this.go(row, this.language),
      moved: (row, span, gesture) => this.editing.move(row, span, gesture),
      add: (time) => this.editing.add(time),
    });
    this.panels = new Panels(byId("tabs"), { remarks: Boolean(urls.captionRemarks), look: Boolean(urls.burnt) }, (panel) => this.burnt?.look(panel === "look"));
    this.suggestions = new Suggestions(byId("panel-suggestions"), page.suggest ?? "", page.mayWrite, {
      take: (offer) => { if (this.active) void this.asking.take(offer, this.active, this.target); },
      insert: (word) => { if (this.active) this.editing.insert(this.active, this.target, word, "term"); },
      terms: (row, terms) => this.mark(row, terms),
    });
    this.remarks = urls.captionRemarks && urls.captionRemarkAdd
      ? new Remarks(byId("panel-remarks"), this.store, { list: urls.captionRemarks, add: urls.captionRemarkAdd }, (tag) => this.name(tag), {
        open: (row, language) => this.go(row, language),
        counted: (open) => this.panels.count("remarks", open),
      }) : null;
    this.burnt = urls.burnt ? new Burnt(byId("panel-look"), urls.burnt, page.shapes ?? ["16:9"], (shape) => this.screen.shape(shape)) : null;
    this.finder = new Finder(byId("finder"), () => {
      byId("sheet").scrollTop = 0;
      this.draw();
    });
    this.connect();
    listenToKeys(this);
    void this.begin();
  }

  /** The language that proposals are for: the one that is written, or the first translation beside the source. */
  get target(): string {
    return this.language === this.store.source ? (this.bar.shown[0] ?? this.language) : this.language;
  }

  get columns(): Spoken[] {
    return [this.store.source, ...this.bar.shown].map((tag) => this.spoken(tag)!).filter(Boolean);
  }

  spoken(tag: string): Spoken | undefined {
    return this.page.languages.find((each) => each.tag === tag);
  }

  name(tag: string): string {
    return this.spoken(tag)?.own ?? tag;
  }

  private table(rights: { write: boolean; approve: boolean }): Sheet {
    const { editing, asking } = this;
    return new Sheet(byId("sheet"), byId("captions"), rights, {
      typed: (row, language, text) => this.typed(row, language, text),
      picked: (row, language) => this.pick(row, language),
      timed: (row, change) => editing.time(row, change),
      approve: (row, language) => void asking.approve(row, language),
      confirm: (row, language) => {
        cell(row, language).confirmed = true;
        this.sheet.refresh(row);
        this.store.touch();
      },
      mend: (row, language) => void asking.mend(row, [language]),
      startHere: (row) => editing.time(row, { start: this.reel.time }),
      endHere: (row) => editing.time(row, { end: this.reel.time }),
      split: (row) => editing.split(row),
      join: (row) => editing.join(row),
      remove: (row) => editing.remove(row),
    });
  }

  private async begin(): Promise<void> {
    try {
      await this.store.load();
    } catch (error) {
      toast(error instanceof RequestError ? error.message : String(error), { kind: "error" });
    }
    byId("loading").remove();
    this.bar.restore([...this.store.tracks.keys()].filter((tag) => tag !== this.store.source), this.store.source);
    this.speak(this.language);
    this.draw();
    this.tellState("saved");
    const restored = this.page.mayWrite ? this.store.restore() : 0;
    if (restored) toast(w("restoredCount", { count: restored }), { seconds: 12, undo: () => this.editing.step("undo") });
    this.timeline.layout();
    const quietly = async <T>(url: string | undefined, run: (told: T) => void) => {
      if (!url) return;
      const told = await get<T>(url).catch(() => null); // without sound or shots the captions can be written all the same
      if (told) run(told);
    };
    void quietly<{ shots: number[]; frameRate: number }>(this.page.urls.shots, (told) => this.timeline.see(told.shots ?? [], told.frameRate || 25));
    void quietly<Peaks>(this.page.urls.waveform, (told) => this.timeline.hear(told));
    void this.remarks?.load();
  }

  private connect(): void {
    const { store, reel, editing, asking, timeline } = this;
    store.onChange = () => this.draw();
    store.onState = (state, reason) => this.tellState(state, reason);
    store.onConflict = () => toast(w("conflict"), { seconds: 10 });
    store.onSteps = () => this.tellSteps();
    reel.onTime = (time) => this.at(time);
    drawSigns(document);
    const press = (id: string, run: () => void) => document.getElementById(id)?.addEventListener("click", (event) => {
      run();
      if (event.detail) (event.currentTarget as HTMLElement).blur();
    });
    press("play", () => reel.toggle());
    press("back", () => reel.byPictures(-1));
    press("on", () => reel.byPictures(1));
    press("loop", () => this.loop());
    press("add", () => editing.add());
    press("first", () => editing.add());
    press("undo", () => editing.step("undo"));
    press("redo", () => editing.step("redo"));
    press("translate", () => void asking.translate());
    press("from-tags", () => void asking.draft("captionDraft"));
    press("from-tags-first", () => void asking.draft("captionDraft"));
    press("from-speech", () => void asking.draft("speech"));
    press("replace", () => asking.replace());
    press("sound-label", () => void asking.sound());
    press("mend-all", () => void asking.mend(null, this.columns.map((each) => each.tag)));
    press("next-problem", () => this.problem(1));
    press("import-first", () => asking.files(store.source));
    press("zoom-in", () => timeline.zoomIn());
    press("zoom-out", () => timeline.zoomOut());
    press("zoom-fit", () => timeline.fit());
    press("snap", () => this.toggleSnap());
    for (const [id, feature] of [["from-tags", "captionDraft"], ["from-tags-first", "captionDraft"], ["from-speech", "speech"], ["replace", "replace"], ["sound-label", "sounds"], ["mend-all", "mend"], ["import-first", "import"]] as const) {
      const control = document.getElementById(id);
      if (control) control.hidden = !this.page.urls[feature];
    }
    const speed = byId<HTMLSelectElement>("speed");
    speed.replaceChildren(...SPEEDS.map((each) => new Option(`${each}×`, String(each), each === 1, each === 1)));
    speed.addEventListener("change", () => { reel.speed = Number(speed.value); });
    byId<HTMLSelectElement>("source-language")?.addEventListener("change", (event) => void asking.choose((event.target as HTMLSelectElement).value));
    const page = document.querySelector<HTMLElement>(".pm-bench");
    page?.style.setProperty("--pm-above", `${Math.round(page.getBoundingClientRect().top + window.scrollY)}px`);
  }

  draw(): void {
    const { rows, tracks, source } = this.store;
    if (this.active && !rows.includes(this.active)) this.active = null;
    const { columns } = this;
    const passing = shown(rows, this.finder.filter, columns.map((each) => each.tag));
    this.visible = this.active && passing !== rows && !passing.includes(this.active) && document.activeElement instanceof HTMLTextAreaElement
      ? rows.filter((row) => row === this.active || passing.includes(row)) : passing;
    this.sheet.draw(this.visible, columns, this.active, this.language);
    this.count();
    this.at(this.reel.time);
    this.timeline.later();
    byId("empty").hidden = rows.length > 0;
    byId("columns").hidden = rows.length === 0;
    byId("nothing").hidden = rows.length === 0 || this.visible.length > 0;
    byId("source-choice").hidden = tracks.size > 0 && [...tracks.values()].some((track) => track.cues.length > 0);
    this.attend();
    document.body.dataset.source = source;
  }

  private count(): void {
    const { rows, source, tracks } = this.store;
    this.bar.draw(rows, source, tracks);
    this.finder.draw(rows, this.visible.length, this.columns);
  }

  /** Another moment is shown. */
  private at(time: number): void {
    const row = under(this.store.rows, time);
    this.sheet.playing(row);
    this.screen.show(time, row);
    this.timeline.playhead(time);
  }

  /** Captions of this language lie over the picture and upon the sound. */
  speak(language: string): void {
    this.language = language;
    this.screen.speak(language);
  }

  pick(row: Row, language: string | null): void {
    const other = this.active !== row;
    const spoken = language && language !== this.language;
    if (!other && !spoken) return;
    if (language) this.speak(language);
    this.active = row;
    this.store.steps.rest();
    if (other && !this.reel.playing && (this.reel.time < row.start || this.reel.time >= row.end)) this.reel.seek(row.start + 0.001);
    this.sheet.activate(row, this.language);
    this.at(this.reel.time);
    this.timeline.reveal(row);
    this.attend();
  }

  go(row: Row, language: string): void {
    if (!this.visible.includes(row)) {
      this.active = row;
      this.draw();
    }
    this.pick(row, language);
    this.sheet.focus(row, language);
  }

  /** The row above or below; while one writes the caret goes along. */
  beside(by: number): void {
    const next = this.visible[this.active ? this.visible.indexOf(this.active) + by : 0];
    if (!next) return;
    if (document.activeElement instanceof HTMLTextAreaElement) return this.go(next, this.language);
    this.pick(next, null);
    this.sheet.reveal(next);
    if (!this.reel.playing) this.reel.seek(next.start + 0.001);
  }

  /** The next text with something to look at. */
  problem(by: 1 | -1): void {
    const found = nextProblem(this.visible, this.columns.map((each) => each.tag), this.active, this.language, by);
    if (found) this.go(found.row, found.language);
    else toast(w("noProblem"));
  }

  /** The same caption in the next language. */
  across(by: number): void {
    if (!this.active) return;
    const tags = this.columns.map((each) => each.tag);
    this.go(this.active, tags[(tags.indexOf(this.language) + by + tags.length) % tags.length]!);
  }

  loop(): void {
    this.reel.loop = !this.reel.loop;
    byId("loop").setAttribute("aria-pressed", String(this.reel.loop));
    if (this.reel.loop && this.active) this.reel.playRange(this.active.start, this.active.end);
  }

  toggleSnap(): void {
    this.timeline.snapping = !this.timeline.snapping;
    byId("snap").setAttribute("aria-pressed", String(this.timeline.snapping));
  }

  private typed(row: Row, language: string, text: string): void {
    this.store.type(row, language, text);
    this.sheet.refresh(row);
    this.at(this.reel.time);
    this.timeline.later();
    this.counts.later();
    if (language === this.store.source) this.attend();
    else this.suggestions.typed();
    this.look();
  }

  /** Panels follow the caption that is worked on. */
  private attend(): void {
    const { active, store, target, language } = this;
    const source = active ? (active.cells.get(store.source)?.text ?? "") : "";
    const spoken = this.spoken(target);
    this.suggestions.show(active, active && target !== store.source ? cell(active, target) : null, source, store.source, spoken ?? null);
    this.remarks?.show(active, language);
    this.look();
  }

  private look(): void {
    const { active, language } = this;
    const text = active ? (active.cells.get(language)?.text ?? "") : "";
    this.burnt?.show(active ? { language, text, at: (active.start + active.end) / 2 } : null);
  }

  private mark(row: Row, terms: readonly Term[]): void {
    if (row !== this.active) return;
    const { store, target } = this;
    const text = cell(row, target).text;
    this.sheet.view(row, store.source)?.mark(inSource(terms, text, (forms) => w("lacks", { forms })));
    if (target !== store.source) this.sheet.view(row, target)?.mark(inTarget(terms, text, (better) => w("forbiddenWord", { better })));
  }

  say(words: string): void {
    byId("said").textContent = words;
  }

  private tellState(state: SaveState, reason = ""): void {
    const told = byId("save-state");
    const words = state === "failed" ? w("notSaved", { reason }) : w(state);
    if (told.textContent === words) return;
    told.dataset.state = state;
    told.textContent = words;
  }

  private tellSteps(): void {
    const { undoable, redoable } = this.store.steps;
    for (const [id, name] of [["undo", undoable], ["redo", redoable]] as const) {
      const control = document.getElementById(id) as HTMLButtonElement | null;
      if (!control || (control.disabled === !name && control.dataset.name === name)) continue;
      control.disabled = !name;
      control.dataset.name = name;
      const says = name ? w(id === "undo" ? "undoWhat" : "redoWhat", { what: w(name as "split") }) : w(id);
      control.setAttribute("aria-label", says);
      control.title = says;
    }
  }
}
