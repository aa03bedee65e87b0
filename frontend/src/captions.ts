/** The caption workbench: captions beside the player, in several languages, by keyboard. */
import "./captions/captions.css";
import { cell, joinRows, look, progress, retimed, room, type Row, sorted, split } from "./captions/rows";
import { element, type Spoken } from "./captions/cellview";
import { Languages } from "./captions/languages";
import { type Part, Reel } from "./captions/reel";
import { Screen } from "./captions/screen";
import { Sheet } from "./captions/sheet";
import { Store, type StoreUrls } from "./captions/store";
import { chooseLanguages } from "./captions/translation";
import { w } from "./captions/words";
import { post, RequestError } from "./shell/http";
import { showJob } from "./shell/jobs";
import { register } from "./shell/shortcuts";
import { toast } from "./shell/toast";

interface Page {
  duration: number;
  sourceLanguage: string;
  languages: Spoken[];
  targets: string[];
  master: string;
  segments: Part[];
  mayWrite: boolean;
  mayApprove: boolean;
  urls: StoreUrls & { language: string; translate: string };
}

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
const UNSPACED = new Set(["zh-Hans", "zh-Hant", "ja"]);
const UNDO_SECONDS = 8;

class Workbench {
  private readonly store: Store;
  private readonly reel: Reel;
  private readonly screen: Screen;
  private readonly sheet: Sheet;
  private readonly bar: Languages;
  private active: Row | null = null;
  private language: string;

  constructor(private readonly page: Page) {
    this.language = page.sourceLanguage;
    this.store = new Store(page.urls, page.sourceLanguage);
    const parts = page.master ? [{ file: page.master, start: 0, end: page.duration }] : page.segments.filter((part) => part.file);
    this.reel = new Reel(byId<HTMLVideoElement>("video"), parts);
    this.screen = new Screen(this.reel, page.languages, (row) => this.go(row, this.language));
    const rights = { write: page.mayWrite, approve: page.mayApprove };
    this.bar = new Languages(byId("languages"), byId("columns"), page.languages, rights, {
      shown: () => this.draw(),
      approveAll: (language) => void this.approveAll(language),
    });
    this.sheet = new Sheet(byId("captions"), rights, {
      typed: (row, language) => this.typed(row, language),
      picked: (row, language) => this.pick(row, language),
      timed: (row, change) => this.time(row, change),
      approve: (row, language) => void this.approve(row, language),
      confirm: (row, language) => this.confirm(row, language),
      startHere: (row) => this.time(row, { start: this.reel.time }),
      endHere: (row) => this.time(row, { end: this.reel.time }),
      split: (row) => this.split(row),
      join: (row) => this.join(row),
      remove: (row) => this.remove(row),
    });
    this.connect();
    void this.begin();
  }

  private async begin(): Promise<void> {
    try {
      await this.store.load();
    } catch (error) {
      toast(error instanceof RequestError ? error.message : String(error), { kind: "error" });
    }
    byId("loading").remove();
    this.bar.restore([...this.store.tracks.keys()].filter((tag) => tag !== this.store.source), this.store.source);
    this.draw();
    this.tellState("saved");
  }

  private connect(): void {
    const { store, reel } = this;
    store.onChange = () => this.draw();
    store.onState = (state, reason) => this.tellState(state, reason);
    store.onConflict = () => toast(w("conflict"), { seconds: 10 });
    reel.onTime = (time) => this.sheet.playing(this.screen.show(time, store.rows));
    const press = (id: string, run: () => void) => document.getElementById(id)?.addEventListener("click", (event) => {
      run();
      if (event.detail) (event.currentTarget as HTMLElement).blur();
    });
    press("play", () => reel.toggle());
    press("back", () => reel.seek(reel.time - 1));
    press("on", () => reel.seek(reel.time + 1));
    press("add", () => this.add());
    press("first", () => this.add());
    press("translate", () => void this.translate());
    byId<HTMLSelectElement>("source-language")?.addEventListener("change", (event) => void this.choose((event.target as HTMLSelectElement).value));
    this.keys();
    this.fieldKeys();
  }

  private keys(): void {
    const { reel } = this;
    const on = (run: (row: Row) => void) => () => { if (this.active && this.page.mayWrite) run(this.active); };
    const by = (event: KeyboardEvent) => (event.key === "ArrowLeft" ? -1 : 1);
    register(
      { keys: [" ", "Ctrl+ "], says: w("keyPlay"), inFields: false, run: () => reel.toggle() },
      { keys: ["n", "Enter"], says: w("keyAdd"), run: () => this.add() },
      { keys: ["i"], says: w("keyStart"), run: on((row) => this.time(row, { start: reel.time })) },
      { keys: ["o"], says: w("keyEnd"), run: on((row) => this.time(row, { end: reel.time })) },
      { keys: ["Alt+i", "Alt+o"], says: w("keyFieldTimes"), inFields: true, run: (event) => on((row) => this.time(row, { [event.code === "KeyI" ? "start" : "end"]: reel.time }))() },
      { keys: ["ArrowLeft", "ArrowRight"], says: w("keyStep"), run: (event) => reel.seek(reel.time + 0.1 * by(event)) },
      { keys: ["Shift+ArrowLeft", "Shift+ArrowRight"], says: w("keySecond"), run: (event) => reel.seek(reel.time + by(event)) },
      { keys: ["Alt+ArrowLeft", "Alt+ArrowRight"], says: w("keyNudge"), inFields: true, run: (event) => on((row) => this.nudge(row, 0.1 * by(event)))() },
      { keys: ["ArrowUp", "ArrowDown"], says: w("keyRow"), run: (event) => this.beside(event.key === "ArrowUp" ? -1 : 1) },
      { keys: ["p", "Alt+p"], says: w("keyLoop"), inFields: false, run: () => { if (this.active) reel.playRange(this.active.start, this.active.end); } },
      { keys: ["s"], says: w("keySplit"), run: on((row) => this.split(row)) },
      { keys: ["m"], says: w("keyJoin"), run: on((row) => this.join(row)) },
      { keys: ["Delete"], says: w("keyDelete"), run: on((row) => this.remove(row)) },
      { keys: ["Ctrl+Enter"], says: w(this.page.mayApprove ? "keyApprove" : "keyGo"), inFields: true, run: () => void this.approveNext() },
      { keys: ["Ctrl+d"], says: w("keyTranslate"), inFields: true, run: () => void this.translate() },
      { keys: ["Ctrl+s"], says: w("keySave"), inFields: true, run: () => void this.store.save() },
    );
  }

  /** Tab goes down a language, not across the buttons; Ctrl+Space plays while one writes. */
  private fieldKeys(): void {
    byId("captions").addEventListener("keydown", (event) => {
      if (event.isComposing || !(event.target instanceof HTMLTextAreaElement) || !this.active) return;
      if (event.key === "Tab" && !event.ctrlKey && !event.altKey) {
        const next = this.store.rows[this.store.rows.indexOf(this.active) + (event.shiftKey ? -1 : 1)];
        if (!next) return;
        event.preventDefault();
        this.go(next, this.language);
      } else if (event.key === " " && event.ctrlKey) {
        event.preventDefault();
        this.reel.toggle();
      } else if (event.key === "Escape") event.target.blur();
    });
  }

  private get columns(): Spoken[] {
    return [this.store.source, ...this.bar.shown].map((tag) => this.page.languages.find((each) => each.tag === tag)!).filter(Boolean);
  }

  private draw(): void {
    const { rows, source, tracks } = this.store;
    if (this.active && !rows.includes(this.active)) this.active = null;
    this.bar.draw(rows, source, tracks);
    this.sheet.draw(rows, this.columns, this.active);
    this.screen.draw(rows, this.active, this.language);
    this.sheet.playing(this.screen.show(this.reel.time, rows));
    byId("empty").hidden = rows.length > 0;
    byId("columns").hidden = rows.length === 0;
    byId("source-choice").hidden = tracks.size > 0 && [...tracks.values()].some((track) => track.cues.length > 0);
  }

  private pick(row: Row, language: string | null): void {
    if (language) this.language = language;
    if (this.active === row && this.screen.language === this.language) return;
    const other = this.active !== row;
    this.active = row;
    if (other && this.reel.video.paused && (this.reel.time < row.start || this.reel.time >= row.end)) this.reel.seek(row.start + 0.001);
    this.draw();
  }

  private go(row: Row, language: string): void {
    this.pick(row, language);
    this.sheet.focus(row, language);
  }

  private beside(by: number): void {
    const { rows } = this.store;
    const next = rows[this.active ? rows.indexOf(this.active) + by : 0];
    if (!next) return;
    this.pick(next, null);
    this.reel.seek(next.start + 0.001);
    document.querySelector(".pm-caption--active")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  private typed(row: Row, language: string): void {
    const place = this.store.rows.indexOf(row);
    this.sheet.refresh(row, place + 1, row === this.active);
    this.screen.draw(this.store.rows, this.active, language);
    this.screen.show(this.reel.time, this.store.rows);
    this.bar.draw(this.store.rows, this.store.source, this.store.tracks);
    this.store.touch();
  }

  private add(): void {
    if (!this.page.mayWrite) return;
    const place = room(this.store.rows, this.reel.time, this.page.duration);
    if (!place) {
      toast(w("noRoom"), { kind: "error" });
      return;
    }
    const row = this.store.add(place.start, place.end);
    this.draw();
    this.go(row, this.store.source);
  }

  private time(row: Row, change: { start?: number; end?: number }): void {
    if (!this.page.mayWrite) return;
    Object.assign(row, retimed(row, change, this.page.duration));
    this.store.rows = sorted(this.store.rows, this.store.source);
    this.draw();
    this.store.touch();
  }

  private nudge(row: Row, seconds: number): void {
    const by = Math.min(Math.max(seconds, -row.start), this.page.duration - row.end);
    Object.assign(row, { start: Math.round((row.start + by) * 1000) / 1000, end: Math.round((row.end + by) * 1000) / 1000 });
    this.draw();
    this.store.touch();
  }

  private split(row: Row): void {
    const parts = split(row, this.reel.time);
    if (!parts) {
      toast(w("noSplit"), { kind: "error" });
      return;
    }
    this.store.rows = sorted([...this.store.rows, parts[1]], this.store.source);
    this.draw();
    this.store.touch();
  }

  private join(row: Row): void {
    const next = this.store.rows[this.store.rows.indexOf(row) + 1];
    if (!next) return;
    const before = { end: row.end, texts: [...row.cells].map(([language, one]) => [language, one.text] as const) };
    joinRows(row, next, (language) => !UNSPACED.has(language));
    const removal = this.store.remove([next]);
    const timer = window.setTimeout(removal.commit, UNDO_SECONDS * 1000);
    this.draw();
    this.store.touch();
    toast(w("joined"), {
      seconds: UNDO_SECONDS,
      undo: () => {
        window.clearTimeout(timer);
        row.end = before.end;
        for (const [language, text] of before.texts) cell(row, language).text = text;
        removal.undo();
        this.store.touch();
      },
    });
  }

  private remove(row: Row): void {
    const next = this.store.rows[this.store.rows.indexOf(row) + 1] ?? null;
    const removal = this.store.remove([row]);
    const timer = window.setTimeout(removal.commit, UNDO_SECONDS * 1000);
    this.active = next;
    this.draw();
    toast(w("removed"), { seconds: UNDO_SECONDS, undo: () => { window.clearTimeout(timer); removal.undo(); } });
  }

  private confirm(row: Row, language: string): void {
    cell(row, language).confirmed = true;
    this.typed(row, language);
  }

  private async approve(row: Row, language: string): Promise<boolean> {
    if (!(await this.store.save())) return false;
    const one = cell(row, language);
    if (one.id === null || !one.text.trim()) return false;
    try {
      await this.store.approve(language, one.id);
      return true;
    } catch (error) {
      await this.refused(error);
      return false;
    }
  }

  private async approveNext(): Promise<void> {
    const row = this.active;
    if (!row) return;
    const language = this.language;
    if (!this.page.mayApprove) await this.store.save();
    else if (!(await this.approve(row, language)) && cell(row, language).text.trim()) return;
    const after = this.store.rows.slice(this.store.rows.indexOf(row) + 1);
    const next = after.find((each) => look(cell(each, language)) !== "approved") ?? after[0];
    if (next) this.go(next, language);
  }

  private async approveAll(language: string): Promise<void> {
    if (!(await this.store.save())) return;
    try {
      await this.store.approve(language, null);
      toast(w("allApproved", { language: this.page.languages.find((each) => each.tag === language)?.own ?? language }));
    } catch (error) {
      await this.refused(error);
    }
  }

  private async refused(error: unknown): Promise<void> {
    if (!(error instanceof RequestError)) throw error;
    toast(error.message, { kind: "error" });
    if (error.body.code === "newer_captions") await this.store.load();
  }

  private async choose(language: string): Promise<void> {
    try {
      const answer = await post<{ language: string; targets: string[] }>(this.page.urls.language, { language });
      this.page.targets = answer.targets;
      this.store.source = this.language = answer.language;
      this.bar.drop(answer.language);
      this.draw();
    } catch (error) {
      await this.refused(error);
    }
  }

  private async translate(): Promise<void> {
    if (!this.page.mayWrite || document.querySelector("dialog[open]")) return;
    const { rows, source } = this.store;
    if (!rows.some((row) => cell(row, source).text.trim())) {
      toast(w("writeFirst"), { kind: "error" });
      return;
    }
    const machine = new Set(this.page.targets);
    const others = this.page.languages.filter((each) => each.tag !== source);
    const choice = await chooseLanguages(others, machine, (tag) => progress(this.store.rows, tag, source));
    if (!choice) return;
    for (const tag of choice.languages) {
      const dropped = this.bar.open(tag);
      if (dropped) toast(w("mostColumns", { language: dropped }));
    }
    this.draw();
    const languages = choice.languages.filter((tag) => machine.has(tag));
    if (languages.length && (await this.store.save())) await this.draft(languages, choice.replaceStale);
  }

  private async draft(languages: string[], replaceStale: boolean): Promise<void> {
    const holder = element("div", "pm-bench__job");
    byId("jobs").replaceChildren(holder);
    try {
      const { job } = await post<{ job: number }>(this.page.urls.translate, { languages, replace_stale: replaceStale });
      const last = await showJob(holder, job);
      await this.store.load();
      if (last.state !== "done") return;
      const told = Object.values((last.result.languages ?? {}) as Record<string, { translated: number; left_to_a_person: number }>);
      const count = told.reduce((sum, each) => sum + each.translated, 0);
      const left = told.reduce((sum, each) => sum + each.left_to_a_person, 0);
      toast([w("translated", { count }), left ? w("leftToYou", { count: left }) : ""].filter(Boolean).join(" "), { seconds: 8 });
      holder.remove();
    } catch (error) {
      holder.remove();
      await this.refused(error);
    }
  }

  private tellState(state: "saved" | "saving" | "unsaved" | "failed", reason = ""): void {
    const shown = byId("save-state");
    shown.dataset.state = state;
    shown.textContent = state === "failed" ? w("notSaved", { reason }) : w(state);
  }
}

const data = document.getElementById("workbench-data");
if (data) new Workbench(JSON.parse(data.textContent ?? "{}") as Page);
