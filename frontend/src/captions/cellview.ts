/** One text of one language in the table: the field, its state, its checks. */
import { type Cell, look, readingSpeed, type Row } from "./rows";
import { w } from "./words";

export interface Spoken {
  tag: string;
  own: string;
  direction: "ltr" | "rtl";
  speed: number;
  half_width: boolean;
}

export interface CellEvents {
  typed: () => void;
  focused: () => void;
  approve: () => void;
  confirm: () => void;
}

export interface Rights {
  write: boolean;
  approve: boolean;
}

export class CellView {
  readonly root = element("div", "pm-cell");
  readonly field = document.createElement("textarea");
  private readonly state = element("p", "pm-cell__state");
  private readonly words = element("ul", "pm-cell__findings");
  private readonly theirs = element("div", "pm-cell__theirs");
  private one!: Cell;

  constructor(
    private readonly language: Spoken,
    private readonly isSource: boolean,
    private readonly rights: Rights,
    private readonly events: CellEvents,
  ) {
    this.root.dataset.language = language.tag;
    this.root.dataset.name = language.own;
    this.field.lang = language.tag;
    this.field.dir = language.direction;
    this.field.rows = 1;
    this.field.readOnly = !rights.write;
    this.field.spellcheck = true;
    this.field.placeholder = rights.write ? w(isSource ? "writeHere" : "translateHere") : "";
    this.field.addEventListener("input", () => {
      this.one.text = this.field.value;
      this.fit();
      events.typed();
    });
    this.field.addEventListener("focus", () => events.focused());
    this.root.append(this.field, this.state, this.words, this.theirs);
  }

  draw(one: Cell, row: Row, number: number): void {
    this.one = one;
    if (this.field.value !== one.text) this.field.value = one.text;
    this.field.setAttribute("aria-label", w("textIn", { number, language: this.language.own }));
    const state = look(one);
    this.root.dataset.state = state;
    this.root.dataset.abstained = String(Boolean(one.abstained) && state === "empty");
    this.drawState(one, row, state);
    this.words.replaceChildren(...one.findings.filter((finding) => finding.code !== "too_fast").map((finding) => Object.assign(document.createElement("li"), { textContent: finding.says })));
    this.drawTheirs(one);
    this.fit();
  }

  private drawState(one: Cell, row: Row, state: string): void {
    const parts: HTMLElement[] = [];
    if (!(this.isSource && state === "empty")) parts.push(mark("pm-cell__badge", one.abstained && state === "empty" ? w("abstained") : w(state as "empty"), one.abstained || one.engine));
    if (one.text.trim()) {
      const speed = readingSpeed(one.text, row.end - row.start, this.language.half_width);
      const fast = speed > this.language.speed + 0.05;
      const shown = speed.toFixed(speed < 9.95 ? 1 : 0);
      parts.push(mark(`pm-cell__speed${fast ? " pm-cell__speed--fast" : ""}`, w(fast ? "fast" : "speed", { speed: shown, limit: this.language.speed }), w("speedTitle", { speed: shown, limit: this.language.speed })));
    }
    const others = one.findings.filter((finding) => finding.code !== "too_fast"); // that one is told by the speed
    if (others.length) parts.push(mark("pm-cell__check", `⚠ ${w("findings", { count: others.length })}`, others.map((each) => each.says).join("\n")));
    if (state === "stale" && this.rights.write) parts.push(button(w("stillRight"), this.events.confirm));
    if (this.rights.approve && one.text.trim() && state !== "approved") parts.push(button(`✓ ${w("approve")}`, this.events.approve));
    this.state.replaceChildren(...parts);
  }

  private drawTheirs(one: Cell): void {
    if (one.theirs === null) {
      this.theirs.replaceChildren();
      return;
    }
    const says = document.createElement("span");
    says.textContent = w("theirs");
    const text = Object.assign(document.createElement("q"), { textContent: one.theirs, lang: this.language.tag, dir: this.language.direction });
    const done = (take: boolean) => () => {
      if (take) one.text = one.theirs ?? "";
      one.theirs = null;
      this.events.typed();
    };
    this.theirs.replaceChildren(says, " ", text, " ", button(w("takeTheirs"), done(true)), button(w("keepMine"), done(false)));
  }

  /** As high as the text. */
  fit(): void {
    this.field.style.blockSize = "auto";
    this.field.style.blockSize = `${this.field.scrollHeight + 2}px`;
  }
}

export function element(name: string, kind: string): HTMLElement {
  return Object.assign(document.createElement(name), { className: kind });
}

function mark(kind: string, text: string, title = ""): HTMLElement {
  const shown = element("span", kind);
  shown.textContent = text;
  if (title) shown.title = title;
  return shown;
}

export function button(text: string, run: () => void, kind = "pm-cell__button"): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", className: kind, textContent: text, tabIndex: -1 });
  made.addEventListener("click", run);
  return made;
}
