/** The shots on the timeline as a list that a keyboard and a screen reader can walk through. */
import { timecode } from "../shell/timecode";
import { rateOf, type Shot } from "./document";
import type { Item } from "./lane";
import type { Scale } from "../shell/scale";
import { w } from "./words";

export type Side = "start" | "end";

export interface ShotsHands {
  pick(shot: Shot, event: MouseEvent | KeyboardEvent): void;
  press(item: Item, event: PointerEvent): void;
  grip(item: Item, side: Side, event: PointerEvent): void;
  nudge(item: Item, side: Side, pictures: number): void;
  open(item: Item): void;
}

interface Made {
  item: Item;
  row: HTMLLIElement;
  pick: HTMLButtonElement;
  label: HTMLSpanElement;
  grips: HTMLElement[];
}

export class Shots {
  private readonly made = new Map<string, Made>();

  constructor(
    private readonly list: HTMLOListElement,
    private readonly hands: ShotsHands,
    private readonly editable: boolean,
  ) {
    list.className = "pm-shots";
    list.setAttribute("aria-label", w("shots"));
    list.addEventListener("keydown", (event) => this.walk(event));
  }

  draw(items: readonly Item[], scale: Scale, selected: readonly string[]): void {
    const there = new Set(items.map((item) => item.shot.id));
    for (const [id, made] of this.made) {
      if (there.has(id)) continue;
      made.row.remove();
      this.made.delete(id);
    }
    items.forEach((item, index) => {
      const made = this.made.get(item.shot.id) ?? this.make(item);
      made.item = item;
      if (this.list.children[index] !== made.row) this.list.insertBefore(made.row, this.list.children[index] ?? null);
      this.place(made, scale, { index, count: items.length, chosen: selected.includes(item.shot.id), first: selected.length ? selected[0] === item.shot.id : index === 0 });
    });
  }

  focus(id: string): void {
    this.made.get(id)?.pick.focus();
  }

  private place(made: Made, scale: Scale, at: { index: number; count: number; chosen: boolean; first: boolean }): void {
    const { shot, piece, from, to } = made.item;
    made.row.style.insetInlineStart = `${scale.x(from)}px`;
    made.row.style.inlineSize = `${Math.max(2, (to - from) * scale.zoom - 1)}px`;
    made.row.classList.toggle("pm-shot--chosen", at.chosen);
    made.row.classList.toggle("pm-shot--barred", piece?.usable === false);
    const rate = rateOf(piece);
    const title = piece?.title || w("footage", { number: shot.footage });
    const length = timecode(to - from, rate);
    const speed = shot.speed === 1 ? "" : ` · ${Math.round(shot.speed * 100)} %`;
    made.label.textContent = `${at.index + 1} · ${title}${speed}${shot.mute ? ` · ${w("muted")}` : ""}`;
    made.pick.setAttribute("aria-label", w("shotSays", { number: at.index + 1, count: at.count, title, length, start: timecode(shot.start, rate), end: timecode(shot.end, rate) }));
    made.pick.setAttribute("aria-pressed", String(at.chosen));
    made.pick.tabIndex = at.first ? 0 : -1;
    made.pick.title = `${title} · ${length}`;
    for (const [number, grip] of made.grips.entries()) {
      const side: Side = number ? "end" : "start";
      grip.tabIndex = at.chosen ? 0 : -1;
      grip.setAttribute("aria-valuenow", String(shot[side]));
      grip.setAttribute("aria-valuemax", String(piece?.duration ?? shot.end));
      grip.setAttribute("aria-valuetext", timecode(shot[side], rate));
    }
  }

  private make(item: Item): Made {
    const row = document.createElement("li");
    row.className = "pm-shot";
    const pick = document.createElement("button");
    pick.type = "button";
    pick.className = "pm-shot__pick";
    const label = document.createElement("span");
    label.className = "pm-shot__label";
    pick.append(label);
    row.append(pick);
    const made: Made = { item, row, pick, label, grips: [] };
    pick.addEventListener("pointerdown", (event) => event.button === 0 && this.hands.press(made.item, event));
    // A mouse has pressed already; this is a key, or a screen reader.
    pick.addEventListener("click", (event) => event.detail === 0 && this.hands.pick(made.item.shot, event));
    pick.addEventListener("dblclick", () => this.hands.open(made.item));
    if (this.editable && item.shot.id !== "source") {
      made.grips = (["start", "end"] as const).map((side) => this.grip(made, side));
      row.append(...made.grips);
    }
    this.made.set(item.shot.id, made);
    return made;
  }

  private grip(made: Made, side: Side): HTMLElement {
    const grip = document.createElement("div");
    grip.className = `pm-shot__grip pm-shot__grip--${side}`;
    grip.setAttribute("role", "slider");
    grip.setAttribute("aria-label", w(side === "start" ? "inPoint" : "outPoint"));
    grip.setAttribute("aria-valuemin", "0");
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      this.hands.grip(made.item, side, event);
    });
    grip.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.hands.nudge(made.item, side, by * (event.shiftKey ? 10 : 1));
    });
    return grip;
  }

  /** Up and down go through the shots while one has the focus. */
  private walk(event: KeyboardEvent): void {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = (event.target as Element).closest("li");
    if (!by || !row) return;
    const next = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    const made = [...this.made.values()].find((each) => each.row === next);
    event.preventDefault();
    event.stopPropagation();
    if (!made) return;
    this.hands.pick(made.item.shot, event);
    made.pick.focus();
  }
}
