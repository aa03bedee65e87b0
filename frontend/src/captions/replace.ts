/** Find and replace over this clip or over a collection, with a look at every hit before anything is changed. */
import { button, choice, el, settled } from "../post/dom";
import { open } from "../library/dialog";
import { get, post, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import type { Spoken } from "./cellview";
import { w } from "./dialogwords";

interface Hit {
  clip: number;
  title: string;
  cue: number;
  before: string;
  after: string;
}

export interface ReplaceOptions {
  url: string;
  /** Where the collections are listed; empty where there are none to choose. */
  collections: string;
  clip: number;
  language: string;
  languages: readonly Spoken[];
  /** What is selected, to begin with. */
  find: string;
  may: boolean;
  /** What is written here is stored first; false where it could not be. */
  before: () => Promise<boolean>;
  /** Captions of this clip have changed on the server. */
  changed: (count: number, undo: string) => void;
  goTo: (cue: number) => void;
}

const MOST_SHOWN = 200;

export function findAndReplace(options: ReplaceOptions): void {
  new Replacing(options);
}

class Replacing {
  private readonly find = Object.assign(el("input"), { type: "text", autocomplete: "off", maxLength: 500 });
  private readonly by = Object.assign(el("input"), { type: "text", autocomplete: "off", maxLength: 500 });
  private readonly caseful = Object.assign(el("input"), { type: "checkbox" });
  private readonly whole = Object.assign(el("input"), { type: "checkbox" });
  private readonly scope = el("select");
  private readonly told = el("div", "pm-replace__hits");
  private readonly count = el("p", "pm-replace__count");
  private readonly go: HTMLButtonElement;
  private readonly soon = settled(300, () => void this.look());
  private language: string;
  private dialog: { close: () => void };

  constructor(private readonly options: ReplaceOptions) {
    this.language = options.language;
    this.find.value = options.find;
    this.count.setAttribute("role", "status");
    this.go = button(w("replaceAll"), "pm-button pm-button--tiger", () => this.replace());
    this.go.hidden = !options.may;
    const languages = choice(w("inLanguage"), options.languages.map((each) => ({ value: each.tag, text: each.own })), this.language, (tag) => {
      this.language = tag;
      this.soon.later();
    });
    this.scope.append(new Option(w("thisClip"), ""));
    this.scope.addEventListener("change", () => this.soon.later());
    for (const input of [this.find, this.by]) input.addEventListener("input", () => this.soon.later());
    for (const box of [this.caseful, this.whole]) box.addEventListener("change", () => this.soon.later());
    const close = button(w("closeDialog"), "pm-button", () => this.dialog.close());
    const scope = el("label", "pm-field", el("span", "", w("searchIn")), this.scope);
    const content = el(
      "div", "pm-replace",
      el("div", "pm-replace__fields", el("label", "pm-field", el("span", "", w("find")), this.find), el("label", "pm-field", el("span", "", w("replaceBy")), this.by), languages, scope),
      el("p", "pm-replace__ticks", el("label", "pm-tick", this.caseful, ` ${w("matchCase")}`), el("label", "pm-tick", this.whole, ` ${w("wholeWord")}`)),
      this.count, this.told, el("p", "pm-dialog__actions", this.go, close),
    );
    content.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.find) this.soon.now();
    });
    this.dialog = open(w("findTitle"), content, "pm-replace__dialog");
    this.find.select();
    void this.collections();
    this.draw([], null);
    if (options.find) void this.look();
  }

  private async collections(): Promise<void> {
    if (!this.options.collections) return;
    try {
      const told = await get<{ collections?: { id: number; name: string }[] }>(`${this.options.collections}?changeable`);
      for (const each of told.collections ?? []) this.scope.append(new Option(w("collection", { name: each.name }), String(each.id)));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error; // without collections there is still this clip
    }
  }

  private ask(dryRun: boolean): Promise<{ hits: Hit[]; changed: number; replacement: number | null }> {
    const { clip, url } = this.options;
    const scope = this.scope.value ? { collection: Number(this.scope.value), clips: null } : { clips: [clip], collection: null };
    return post(url, { find: this.find.value, replace: this.by.value, language: this.language, ...scope, matchCase: this.caseful.checked, wholeWord: this.whole.checked, regex: false, dryRun });
  }

  private async look(): Promise<void> {
    if (!this.find.value.trim()) return this.draw([], null);
    try {
      if (!(await this.options.before())) return;
      const asked = this.find.value;
      const told = await this.ask(true);
      if (asked === this.find.value) this.draw(told.hits, told.hits.length);
    } catch (error) {
      this.refused(error);
    }
  }

  private async replace(): Promise<void> {
    this.go.disabled = true;
    try {
      if (!(await this.options.before())) return;
      const told = await this.ask(false);
      const wide = Boolean(this.scope.value) && told.replacement !== null;
      this.options.changed(told.changed, wide ? `${this.options.url}${told.replacement}/undo/` : "");
      this.dialog.close();
    } catch (error) {
      this.refused(error);
      this.go.disabled = false;
    }
  }

  private refused(error: unknown): void {
    if (!(error instanceof RequestError)) throw error;
    this.count.textContent = error.message;
    if (!this.count.isConnected) toast(error.message, { kind: "error" });
  }

  private draw(hits: readonly Hit[], count: number | null): void {
    this.count.textContent = count === null ? w("findExplain") : w("hits", { count });
    this.go.disabled = !count;
    const list = el("ol", "pm-replace__list");
    for (const hit of hits.slice(0, MOST_SHOWN)) list.append(this.hit(hit));
    if (hits.length > MOST_SHOWN) list.append(el("li", "pm-muted", w("andMore", { count: hits.length - MOST_SHOWN })));
    this.told.replaceChildren(list);
  }

  private hit(hit: Hit): HTMLElement {
    const [head, before, after, tail] = parted(hit.before, hit.after);
    const line = el("span", "pm-replace__line", head, before && el("del", "", before), this.by.value || !this.options.may ? after && el("ins", "", after) : null, tail);
    line.lang = this.language;
    const item = el("li", "", hit.clip === this.options.clip ? null : el("strong", "", `${hit.title} · `), line);
    if (hit.clip === this.options.clip) {
      item.append(" ", button(w("goThere"), "pm-cell__button", () => {
        this.dialog.close();
        this.options.goTo(hit.cue);
      }));
    }
    return item;
  }
}

/** What two texts share at their begin and end, and what lies between: [head, before, after, tail]. */
export function parted(before: string, after: string): [string, string, string, string] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return [before.slice(0, head), before.slice(head, before.length - tail), after.slice(head, after.length - tail), before.slice(before.length - tail)];
}
