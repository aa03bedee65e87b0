/** What the server does with captions at a person's wish: approving, taking proposals, mending, drafting, translating. */
import { post, RequestError } from "../shell/http";
import { showJob } from "../shell/jobs";
import { toast } from "../shell/toast";
import { assign } from "./assign";
import type { Bench } from "./bench";
import { element } from "./cellview";
import { type Taken, showFiles } from "./files";
import { progress } from "./reading";
import { findAndReplace } from "./replace";
import { cell, look, type Row, type ServerTrack } from "./rows";
import { chooseSound } from "./sounds";
import type { Offer } from "./suggestions";
import { chooseLanguages } from "./translation";
import { w } from "./words";

const byId = (id: string) => document.getElementById(id)!;
const UNDO_SECONDS = 10;

export class Asking {
  constructor(private readonly bench: Bench) {}

  /** Run it; a refusal is told in the server's words. */
  async tell(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      if (error.body.code === "newer_captions") await this.bench.store.load();
    }
  }

  async approve(row: Row, language: string): Promise<boolean> {
    const { store } = this.bench;
    if (!(await store.save())) return false;
    const one = cell(row, language);
    if (one.id === null || !one.text.trim()) return false;
    let done = false;
    await this.tell(async () => {
      await store.approve(language, one.id);
      done = true;
    });
    return done;
  }

  async approveNext(): Promise<void> {
    const { active: row, language, page, store } = this.bench;
    if (!row) return;
    if (!page.mayApprove) await store.save();
    else if (!(await this.approve(row, language)) && cell(row, language).text.trim()) return;
    const rows = this.bench.visible;
    const after = rows.slice(rows.indexOf(row) + 1);
    const next = after.find((each) => look(cell(each, language)) !== "approved") ?? after[0];
    if (next) this.bench.go(next, language);
    else this.bench.say(w("lastOne"));
  }

  async approveAll(language: string): Promise<void> {
    if (!(await this.bench.store.save())) return;
    await this.tell(async () => {
      await this.bench.store.approve(language, null);
      toast(w("allApproved", { language: this.bench.name(language) }));
    });
  }

  /** Take a proposal: it stands there at once, the server learns where it is from. */
  async take(offer: Offer, row: Row, language: string): Promise<void> {
    const { editing, page, store } = this.bench;
    if (!page.mayWrite) return;
    editing.write("accept", row, language, offer.text);
    this.bench.go(row, language);
    const { accept } = page.urls;
    if (accept) await this.tell(() => store.accept(accept, row, language, { text: offer.text, method: offer.method, match: offer.match, confidence: offer.confidence, engine: offer.engine }));
  }

  /** Mend what changes no word: one text, or all that is shown. */
  async mend(row: Row | null, languages: readonly string[]): Promise<void> {
    const { store, page } = this.bench;
    if (!page.urls.mend || !page.mayWrite) return;
    let count = 0;
    for (const language of languages) {
      await this.tell(async () => {
        if (!(await store.save())) return;
        const cue = row ? (row.cells.get(language)?.id ?? null) : null;
        if (row && cue === null) return;
        const answer = await store.ask("mend", page.urls.mend!, () => ({ language, revision: store.revision(language), codes: null, cue }));
        count += Number(answer?.mended ?? 0);
      });
    }
    toast(count ? w("mended", { count }) : w("nothingToMend"), count ? { seconds: UNDO_SECONDS, undo: () => { for (let left = 0; left < languages.length && store.steps.undoable === "mend"; left += 1) this.bench.editing.step("undo"); } } : {});
  }

  files(language: string): void {
    const { store, page } = this.bench;
    showFiles({
      language, name: this.bench.name(language), track: store.tracks.get(language), url: page.mayWrite ? (page.urls.import ?? "") : "",
      before: () => store.save(),
      taken: (answer: Taken) => {
        if (answer.tracks) store.taken("import", answer.tracks as ServerTrack[]);
        if (language !== store.source) this.bench.bar.open(language);
        this.bench.draw();
      },
    });
  }

  replace(): void {
    const { store, page } = this.bench;
    if (!page.urls.replace) return;
    const field = document.activeElement;
    const find = field instanceof HTMLTextAreaElement ? field.value.slice(field.selectionStart, field.selectionEnd) : "";
    findAndReplace({
      url: page.urls.replace, collections: page.urls.collections ?? "", clip: page.clip, language: this.bench.language, languages: this.bench.columns, find, may: page.mayWrite,
      before: () => store.save(),
      changed: (count, undo) => {
        void store.reload("replace");
        toast(w("replaced", { count }), { seconds: UNDO_SECONDS, undo: () => this.tell(async () => {
          if (!undo) return this.bench.editing.step("undo");
          await post(undo); // in other clips too
          await store.reload("replace");
        }) });
      },
      goTo: (cue) => {
        for (const row of store.rows) for (const [language, one] of row.cells) if (one.id === cue) this.bench.go(row, language);
      },
    });
  }

  async sound(): Promise<void> {
    const { active: row, language, page } = this.bench;
    if (!page.urls.sounds || !row || !page.mayWrite) return;
    const reader = document.documentElement.lang.startsWith("zh") ? "zh-Hans" : "en";
    await chooseSound(page.urls.sounds, language, reader, (label) => this.bench.editing.insert(row, language, label, "sound"));
  }

  async assign(language: string): Promise<void> {
    const { store, page } = this.bench;
    const track = store.tracks.get(language);
    if (!track || !page.urls.people || !page.urls.assign) return;
    await assign(track, this.bench.name(language), page.urls.people, async (user, due) => {
      await store.ask("assign", page.urls.assign!, () => ({ language, user, due }));
    });
  }

  async choose(language: string): Promise<void> {
    const { page, store } = this.bench;
    await this.tell(async () => {
      const answer = await post<{ language: string; targets: string[] }>(page.urls.language, { language });
      page.targets = answer.targets;
      store.source = answer.language;
      this.bench.bar.drop(answer.language);
      this.bench.speak(answer.language);
    });
  }

  async translate(): Promise<void> {
    const { page, store, bar } = this.bench;
    if (!page.mayWrite || document.querySelector("dialog[open]")) return;
    const { rows, source } = store;
    if (!rows.some((row) => cell(row, source).text.trim())) {
      toast(w("writeFirst"), { kind: "error" });
      return;
    }
    const machine = new Set(page.targets);
    const others = page.languages.filter((each) => each.tag !== source);
    const choice = await chooseLanguages(others, machine, (tag) => progress(store.rows, tag, source));
    if (!choice) return;
    for (const tag of choice.languages) {
      const dropped = bar.open(tag);
      if (dropped) toast(w("mostColumns", { language: dropped }));
    }
    this.bench.draw();
    const languages = choice.languages.filter((tag) => machine.has(tag));
    if (!languages.length || !(await store.save())) return;
    await this.work("translation", page.urls.translate, { languages, replace_stale: choice.replaceStale }, (result) => {
      const told = Object.values((result.languages ?? {}) as Record<string, { translated: number; left_to_a_person: number }>);
      const count = told.reduce((sum, each) => sum + each.translated, 0);
      const left = told.reduce((sum, each) => sum + each.left_to_a_person, 0);
      return [w("translated", { count }), left ? w("leftToYou", { count: left }) : ""].filter(Boolean).join(" ");
    });
  }

  /** A first draft of the source captions: from the tags of the footage, or from what is spoken. */
  async draft(kind: "captionDraft" | "speech"): Promise<void> {
    const url = this.bench.page.urls[kind];
    if (!url || !this.bench.page.mayWrite || !(await this.bench.store.save())) return;
    await this.work("draft", url, {}, (result) => {
      const count = Number(result.count ?? result.captions ?? Number.NaN);
      return Number.isNaN(count) ? w("drafted") : w(count ? "draftedCount" : "draftedNone", { count });
    });
  }

  /** Ask for work; where it takes its time, show how far it is. What it changed is one step to undo. */
  private async work(name: string, url: string, data: object, told: (result: Record<string, unknown>) => string): Promise<void> {
    const { store } = this.bench;
    const holder = element("div", "pm-bench__job");
    await this.tell(async () => {
      const answer = await post<{ job?: number; tracks?: ServerTrack[] }>(url, data);
      if (answer.job === undefined) {
        if (answer.tracks) store.taken(name, answer.tracks);
        toast(told(answer), { seconds: 8 });
        return;
      }
      byId("jobs").replaceChildren(holder);
      const last = await showJob(holder, answer.job);
      await store.reload(name);
      if (last.state !== "done") return;
      toast(told(last.result), { seconds: 8 });
      holder.remove();
    });
    if (holder.isConnected && holder.dataset.state !== "failed") holder.remove();
  }
}
