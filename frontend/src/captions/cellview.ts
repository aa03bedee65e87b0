/** One text of one language in the table: the field, its state, its checks, the glossary's words in it. */
import { told } from "./filter";
import { longestLine, readingSpeed } from "./reading";
import { type Cell, type Finding, look, type Row } from "./rows";
import { w } from "./words";

export interface Spoken {
  tag: string;
  own: string;
  direction: "ltr" | "rtl";
  /** Characters a second and a line that viewers read comfortably. */
  speed: number;
  line: number;
  half_width: boolean;
}

export interface CellEvents {
  typed: (text: string) => void;
  focused: () => void;
  approve: () => void;
  confirm: () => void;
  mend: () => void;
}

export interface Rights {
  write: boolean;
  approve: boolean;
}

/** A stretch of a text that is marked under the letters. */
export interface Marked {
  start: number;
  end: number;
  kind: "term" | "missing" | "forbidden";
  title: string;
}

const LINES = 2; // of a caption, at most
/** Browsers that cannot let a field grow by itself are helped. */
const GROWS = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

export class CellView {
  readonly root = element("div", "pm-cell");
  readonly field = document.createElement("textarea");
  private readonly mirror = element("div", "pm-cell__mirror");
  private readonly state = element("p", "pm-cell__state");
  /** The findings in words; the row shows them beneath its texts. */
  readonly words = element("ul", "pm-cell__findings");
  private readonly theirs = element("div", "pm-cell__theirs");
  private one!: Cell;
  private drawn = "";
  private findings: readonly Finding[] = [];

  constructor(
    private readonly language: Spoken,
    private readonly isSource: boolean,
    private readonly rights: Rights,
    private readonly events: CellEvents,
  ) {
    const { root, field, mirror } = this;
    root.dataset.language = language.tag;
    root.dataset.name = language.own;
    for (const each of [field, mirror]) {
      each.lang = language.tag;
      each.dir = language.direction;
    }
    mirror.setAttribute("aria-hidden", "true");
    field.rows = 1;
    field.readOnly = !rights.write;
    field.spellcheck = true;
    field.maxLength = 2000;
    field.placeholder = rights.write ? w(isSource ? "writeHere" : "translateHere") : "";
    field.addEventListener("input", () => {
      this.mark([]);
      events.typed(field.value);
      this.fit();
    });
    field.addEventListener("focus", () => events.focused());
    const box = element("div", "pm-cell__box");
    box.append(mirror, field);
    root.append(box, this.state, this.theirs);
  }

  /** `active`: this very text is being worked on, and says more about itself. */
  draw(one: Cell, row: Row, number: number, active: boolean): void {
    this.one = one;
    const { field, root } = this;
    if (field.value !== one.text) {
      field.value = one.text;
      this.mark([]);
      this.fit();
    }
    const state = look(one);
    const speed = readingSpeed(one.text, row.end - row.start, this.language.half_width);
    const facts = [number, active, state, one.abstained, one.engine, one.method, one.match, one.approvedBy, one.checkedBy, one.remarks, one.theirs, one.confirmed, speed.toFixed(1), Boolean(one.text.trim()), longestLine(one.text, this.language.half_width)].join("|");
    if (facts === this.drawn && this.findings === one.findings) return;
    this.drawn = facts;
    this.findings = one.findings;
    field.setAttribute("aria-label", w("textIn", { number, language: this.language.own }));
    root.dataset.state = state;
    root.dataset.active = String(active);
    root.dataset.abstained = String(Boolean(one.abstained) && state === "empty");
    field.setAttribute("aria-invalid", String(one.findings.some((finding) => finding.severity === "error")));
    this.drawState(state, speed, active);
    this.drawFindings();
    this.drawTheirs();
  }

  /** Mark stretches of the text beneath its letters. */
  mark(stretches: readonly Marked[]): void {
    const { mirror } = this;
    if (!stretches.length) {
      if (mirror.childNodes.length) mirror.replaceChildren();
      return;
    }
    const { text } = this.one;
    const parts: (string | HTMLElement)[] = [];
    let at = 0;
    for (const each of [...stretches].sort((a, b) => a.start - b.start)) {
      if (each.start < at || each.end > text.length) continue;
      parts.push(text.slice(at, each.start), Object.assign(element("mark", `pm-term pm-term--${each.kind}`), { textContent: text.slice(each.start, each.end), title: each.title }));
      at = each.end;
    }
    mirror.replaceChildren(...parts, `${text.slice(at)}\n`);
  }

  private drawState(state: string, speed: number, active: boolean): void {
    const { one } = this;
    const parts: HTMLElement[] = [];
    if (!(this.isSource && state === "empty")) parts.push(mark("pm-cell__badge", this.badge(state), one.abstained || one.engine));
    if (one.match !== null && one.match > 0 && state !== "empty") parts.push(mark("pm-cell__match", `${one.match} %`, w("matchTitle", { match: one.match })));
    if (one.text.trim()) parts.push(...this.figures(speed, active));
    const others = told(one.findings);
    if (others.length) {
      const bad = others.some((each) => each.severity === "error");
      parts.push(mark(`pm-cell__check${bad ? " pm-cell__check--error" : ""}`, `⚠ ${active ? w("findings", { count: others.length }) : others.length}`, others.map((each) => each.says).join("\n")));
    }
    if (one.remarks) parts.push(mark("pm-cell__remarks", `✎ ${one.remarks}`, w("openRemarks", { count: one.remarks })));
    if (state === "stale" && this.rights.write) parts.push(button(w("stillRight"), this.events.confirm));
    if (this.rights.approve && one.text.trim() && state !== "approved") parts.push(button(`✓ ${w("approve")}`, this.events.approve));
    this.state.replaceChildren(...parts);
  }

  private badge(state: string): string {
    const { one } = this;
    if (one.abstained && state === "empty") return w("abstained");
    if (state === "checked" && one.checkedBy) return w("checkedBy", { name: one.checkedBy });
    if (state === "approved" && one.approvedBy) return w("approvedBy", { name: one.approvedBy });
    return w(state as "empty");
  }

  private figures(speed: number, active: boolean): HTMLElement[] {
    const { speed: limit, line, half_width: half } = this.language;
    const fast = speed > limit + 0.05;
    const shown = speed.toFixed(speed < 9.95 ? 1 : 0);
    const parts = [mark(`pm-cell__speed${fast ? " pm-cell__speed--fast" : ""}`, w(fast ? "fast" : "speed", { speed: shown, limit }), w("speedTitle", { speed: shown, limit }))];
    // Lines that nobody broke are broken for them: then all of it has to fit into two.
    const wide = longestLine(this.one.text, half);
    const fits = this.one.text.trim().includes("\n") ? line : line * LINES;
    if (line && (active || wide > fits)) parts.push(mark(`pm-cell__width${wide > fits ? " pm-cell__speed--fast" : ""}`, `${wide}/${fits}`, w("lineTitle", { wide, line: fits })));
    return parts;
  }

  private drawFindings(): void {
    const others = told(this.one.findings);
    this.words.replaceChildren(...others.map((finding) => Object.assign(element("li", `pm-finding pm-finding--${finding.severity ?? "warning"}`), { textContent: finding.says })));
    if (this.rights.write && this.one.findings.some((finding) => typeof finding.mend === "string")) {
      const item = element("li", "pm-finding");
      item.append(button(w("mendThis"), this.events.mend));
      this.words.append(item);
    }
  }

  private drawTheirs(): void {
    const { one } = this;
    if (one.theirs === null) {
      this.theirs.replaceChildren();
      return;
    }
    const says = document.createElement("span");
    says.textContent = w("theirs");
    const text = Object.assign(document.createElement("q"), { textContent: one.theirs, lang: this.language.tag, dir: this.language.direction });
    const done = (take: boolean) => () => {
      const chosen = take ? (one.theirs ?? "") : one.text;
      one.theirs = null;
      this.events.typed(chosen);
    };
    this.theirs.replaceChildren(says, " ", text, " ", button(w("takeTheirs"), done(true)), button(w("keepMine"), done(false)));
  }

  /** As high as the text. */
  private fit(): void {
    if (GROWS) return;
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
