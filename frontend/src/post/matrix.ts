/** Languages by channels: what is written where, and how it stands. */
import { button, el } from "./dom";
import type { Editor } from "./editor";
import { cellReason, cellState, rowsOf } from "./model";
import { p } from "./phrases";
import { w } from "./words";

const MARKS: Record<string, string> = { empty: "+", ready: "✓", warning: "!", error: "✕", scheduled: "◷", preparing: "◷", publishing: "↑", waiting: "↑", by_hand: "✋", published: "●", held: "‖", failed: "✕", missed: "✕", cancelled: "–", unconfirmed: "?", taking_down: "↓", taken_down: "–" };

export function stateWords(editor: Editor, state: string): string {
  if (state === "empty" || state === "ready" || state === "warning" || state === "error") return w(state);
  return editor.data.states[state] ?? state;
}

export function drawMatrix(host: HTMLElement, editor: Editor): void {
  const frameLeft = host.querySelector(".pe-matrix__frame")?.scrollLeft ?? 0;
  const focused = document.activeElement instanceof HTMLElement && host.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
  host.replaceChildren(el("h2", "", w("matrix")));
  if (editor.data.channels.length === 0) {
    const link = el("a", "pm-button pm-button--tiger", w("connect"));
    link.href = "/studio/posts/channels/";
    host.append(el("p", "pm-muted", w("noChannels")), link);
    return;
  }
  const rows = rowsOf(editor.data, editor.added);
  const table = el("table", "pe-matrix");
  const head = el("tr", "", cell("th", "col", el("span", "w-sr-only", w("language"))));
  for (const channel of editor.data.channels) {
    const mark = el("span", `pe-platform pe-platform--${channel.platform}`, channel.platformName.slice(0, 1));
    mark.setAttribute("aria-hidden", "true");
    const header = cell("th", "col", mark, el("span", "pe-matrix__name", channel.name));
    header.title = `${channel.name} · ${channel.platformName} ${channel.handle}`.trim();
    head.append(header);
  }
  const body = el("tbody");
  for (const language of rows) {
    const name = cell("th", "row", editor.languageName(language));
    name.lang = language;
    const row = el("tr", "", name);
    for (const channel of editor.data.channels) row.append(el("td", "", one(editor, channel.id, language)));
    body.append(row);
  }
  table.append(el("thead", "", head), body);
  const why = el("p", "pe-matrix__why");
  why.setAttribute("aria-live", "polite");
  const tell = (target: EventTarget | null) => {
    const found = target instanceof Element ? target.closest<HTMLElement>(".pe-cell") : null;
    why.textContent = found?.dataset.reason ?? host.querySelector<HTMLElement>(".pe-cell[aria-current]")?.dataset.reason ?? "";
  };
  table.addEventListener("focusin", (event) => tell(event.target));
  table.addEventListener("pointerover", (event) => tell(event.target));
  table.addEventListener("pointerleave", () => tell(null));
  walkable(table);
  const frame = el("div", "pe-matrix__frame", table);
  host.append(frame, why);
  keepInSight(frame, frameLeft);
  tell(null);
  const rest = editor.data.languages.filter((language) => !rows.includes(language.tag));
  if (editor.editable && rest.length) host.append(more(editor, rest));
  host.append(legend());
  // A redraw does not take the focus away from who goes through the table with the keyboard.
  if (focused?.language) host.querySelector<HTMLElement>(`.pe-cell[data-channel="${focused.channel}"][data-language="${focused.language}"]`)?.focus({ preventScroll: true });
}

function cell(name: "th", scope: "col" | "row", ...children: (Node | string)[]): HTMLTableCellElement {
  const made = el(name, "", ...children);
  made.scope = scope;
  return made;
}

function one(editor: Editor, channel: number, language: string): HTMLElement {
  const variant = editor.variant({ channel, language });
  const state = cellState(variant, editor.post.state);
  const made = button(MARKS[state] ?? "·", `pe-cell pe-cell--${state}`, () => editor.select(channel, language));
  const words = stateWords(editor, state);
  const reason = cellReason(variant, captionReason(editor, language));
  made.title = reason ? `${words} · ${reason}` : words;
  made.setAttribute("aria-label", w("cell", { channel: editor.channel(channel)?.name ?? "", language: editor.languageName(language), state: variant && reason ? `${words}. ${reason}` : words }));
  made.dataset.reason = reason;
  made.dataset.channel = String(channel);
  made.dataset.language = language;
  made.dataset.state = state;
  if (editor.selected?.channel === channel && editor.selected.language === language) made.setAttribute("aria-current", "true");
  if (!variant && !editor.editable) made.disabled = true;
  return made;
}

/** A wide table stays where it was pushed to, unless the chosen cell would be out of sight. */
function keepInSight(frame: HTMLElement, left: number): void {
  frame.scrollLeft = left;
  const chosen = frame.querySelector<HTMLElement>(".pe-cell[aria-current]")?.getBoundingClientRect();
  const seen = frame.getBoundingClientRect();
  const names = frame.querySelector("tbody th")?.getBoundingClientRect().width ?? 0;
  if (!chosen) return;
  if (chosen.right > seen.right) frame.scrollLeft += chosen.right - seen.right + 12;
  else if (chosen.left < seen.left + names) frame.scrollLeft -= seen.left + names - chosen.left + 12;
}

/** How the captions stand that a version in this language would begin with. */
function captionReason(editor: Editor, language: string): string {
  const name = editor.languageName(language);
  const track = editor.post.clip.tracks.find((each) => each.language === language);
  return track ? p("captionState", { language: name, state: track.label }) : p("captionNone", { language: name });
}

/** One cell of the table can be tabbed to; arrows, Home and End go on from there. */
function walkable(table: HTMLTableElement): void {
  const rows = () => [...table.tBodies[0]!.rows].map((row) => [...row.querySelectorAll<HTMLButtonElement>(".pe-cell:not(:disabled)")]);
  const cells = rows().flat();
  const entry = cells.find((each) => each.hasAttribute("aria-current")) ?? cells[0];
  for (const each of cells) each.tabIndex = each === entry ? 0 : -1;
  table.addEventListener("keydown", (event) => {
    const here = event.target instanceof HTMLButtonElement ? event.target : null;
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const grid = rows();
    const y = grid.findIndex((row) => row.includes(here));
    const x = grid[y]?.indexOf(here) ?? -1;
    if (x < 0) return;
    const forward = document.dir === "rtl" ? -1 : 1;
    const steps: Record<string, [number, number]> = { ArrowRight: [forward, 0], ArrowLeft: [-forward, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-x, 0], End: [grid[y]!.length - 1 - x, 0] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const row = grid[Math.min(Math.max(y + step[1], 0), grid.length - 1)]!;
    const next = row[Math.min(Math.max(x + step[0], 0), row.length - 1)];
    if (!next) return;
    here.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

function more(editor: Editor, rest: { tag: string; name: string }[]): HTMLElement {
  const select = el("select", "pe-matrix__more");
  select.setAttribute("aria-label", w("addLanguage"));
  select.append(new Option(w("addLanguage"), ""));
  for (const language of rest) select.append(new Option(language.name, language.tag));
  select.addEventListener("change", () => {
    editor.added.push(select.value);
    editor.draw();
  });
  return select;
}

function legend(): HTMLElement {
  const list = el("ul", "pe-legend");
  for (const state of ["ready", "warning", "error"] as const) list.append(el("li", "", el("span", `pe-cell pe-cell--${state}`, MARKS[state]!), w(state)));
  return list;
}

/** The written cells in reading order, for the keyboard. */
export function neighbour(editor: Editor, step: 1 | -1): { channel: number; language: string } | null {
  const written = rowsOf(editor.data, editor.added).flatMap((language) =>
    editor.data.channels.filter((channel) => editor.variant({ channel: channel.id, language })).map((channel) => ({ channel: channel.id, language })),
  );
  if (written.length === 0) return null;
  const here = written.findIndex((each) => each.channel === editor.selected?.channel && each.language === editor.selected.language);
  return written[(here + step + written.length) % written.length] ?? null;
}
