/** Every key of the workbench. The list that `?` opens is made of these. */
import { register, type Shortcut } from "../shell/shortcuts";
import type { Bench } from "./bench";
import type { Row } from "./rows";
import { w } from "./keynames";

const free = (event: KeyboardEvent) => !(event.target as Element).closest("[role=tab], select, input[type=range], .sidebar");
const forward = (event: KeyboardEvent): 1 | -1 => (event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1);

export function listenToKeys(bench: Bench): void {
  const { mayWrite } = bench.page;
  // While a question is asked, keys answer it and nothing else.
  const quiet = (each: Shortcut): Shortcut => ({ ...each, when: (event) => !document.querySelector("dialog[open]") && (each.when?.(event) ?? true) });
  register(...[...watching(bench), ...(mayWrite ? [...timing(bench), ...changing(bench), ...proposals(bench)] : []), ...going(bench)].map(quiet));
  fieldKeys(bench);
}

function watching(bench: Bench): Shortcut[] {
  const { reel, timeline } = bench;
  return [
    { keys: [" ", "Ctrl+ "], shown: "Space · Ctrl+Space", says: w("keyPlay"), when: free, run: () => reel.toggle() },
    { keys: ["j"], says: w("keyBackwards"), run: () => reel.backward() },
    { keys: ["k"], says: w("keyStop"), run: () => reel.stop() },
    { keys: ["l"], says: w("keyForwards"), run: () => reel.forward() },
    { keys: ["ArrowLeft", "ArrowRight"], shown: "← →", says: w("keyFrame"), when: free, run: (event) => reel.byPictures(forward(event)) },
    { keys: ["Shift+ArrowLeft", "Shift+ArrowRight"], shown: "Shift+← →", says: w("keySecond"), when: free, run: (event) => reel.byPictures(forward(event) * Math.round(reel.rate)) },
    { keys: ["p", "Alt+p"], shown: "P · Alt+P", says: w("keyLoop"), inFields: true, when: typing, run: () => { if (bench.active) reel.playRange(bench.active.start, bench.active.end); } },
    { keys: ["q", "Alt+q"], shown: "Q · Alt+Q", says: w("keyRepeat"), inFields: true, when: typing, run: () => bench.loop() },
    { keys: ["+", "=", "-"], shown: "+ −", says: w("keyZoom"), run: (event) => (event.key === "-" ? timeline.zoomOut() : timeline.zoomIn()) },
    { keys: ["0"], says: w("keyFit"), run: () => timeline.fit() },
  ];
}

/** A key of one letter is for writing while one writes; with Alt it is not. */
function typing(event: KeyboardEvent): boolean {
  const field = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  return event.altKey || event.ctrlKey || event.metaKey || event.key.length > 1 || !field;
}

function timing(bench: Bench): Shortcut[] {
  const { editing, reel } = bench;
  const on = (run: (row: Row, event: KeyboardEvent) => void) => (event: KeyboardEvent) => { if (bench.active) run(bench.active, event); };
  return [
    { keys: ["i", "Alt+i"], shown: "I · Alt+I", says: w("keyStart"), inFields: true, when: typing, run: on((row) => editing.time(row, { start: reel.time })) },
    { keys: ["o", "Alt+o"], shown: "O · Alt+O", says: w("keyEnd"), inFields: true, when: typing, run: on((row) => editing.time(row, { end: reel.time })) },
    { keys: ["Alt+ArrowLeft", "Alt+ArrowRight"], shown: "Alt+← →", says: w("keyNudge"), inFields: true, run: on((row, event) => editing.nudge(row, forward(event))) },
    { keys: ["Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight"], shown: "Alt+Shift+← →", says: w("keyShift"), inFields: true, run: on((row, event) => editing.shift(row, forward(event))) },
    { keys: ["x", "Alt+x"], shown: "X · Alt+X", says: w("keySnapShot"), inFields: true, when: typing, run: on((row) => editing.snap(row)) },
  ];
}

function changing(bench: Bench): Shortcut[] {
  const { editing, asking, store } = bench;
  const on = (run: (row: Row) => void) => () => { if (bench.active) run(bench.active); };
  return [
    { keys: ["n", "Alt+n"], shown: "N · Alt+N", says: w("keyAdd"), inFields: true, when: typing, run: () => editing.add() },
    { keys: ["s", "Alt+s"], shown: "S · Alt+S", says: w("keySplit"), inFields: true, when: typing, run: on((row) => editing.split(row)) },
    { keys: ["m", "Alt+m"], shown: "M · Alt+M", says: w("keyJoin"), inFields: true, when: typing, run: on((row) => editing.join(row)) },
    { keys: ["Delete", "Ctrl+Delete"], shown: "Delete · Ctrl+Delete", says: w("keyDelete"), inFields: true, when: (event) => event.ctrlKey || !(event.target instanceof Element && event.target.closest("input, textarea, select")), run: on((row) => editing.remove(row)) },
    { keys: ["Ctrl+z"], shown: "Ctrl+Z", says: w("keyUndo"), inFields: true, when: ours, run: () => editing.step("undo") },
    { keys: ["Ctrl+Shift+z", "Ctrl+y"], shown: "Ctrl+Y", says: w("keyRedo"), inFields: true, when: ours, run: () => editing.step("redo") },
    { keys: ["Ctrl+d"], shown: "Ctrl+D", says: w("keyTranslate"), inFields: true, run: () => void asking.translate() },
    { keys: ["Ctrl+h"], shown: "Ctrl+H", says: w("keyReplace"), inFields: true, run: () => asking.replace() },
    { keys: ["Alt+l"], shown: "Alt+L", says: w("keySound"), inFields: true, run: () => void asking.sound() },
    { keys: ["Alt+F8"], says: w("keyMend"), inFields: true, run: () => { if (bench.active) void asking.mend(bench.active, bench.columns.map((each) => each.tag)); } },
    { keys: ["Ctrl+s"], shown: "Ctrl+S", says: w("keySave"), inFields: true, run: () => void store.save() },
  ];
}

/** In other fields, such as the one that filters, undo is the field's own. */
const ours = (event: KeyboardEvent) => !(event.target instanceof HTMLInputElement && event.target.type !== "checkbox") && !(event.target instanceof HTMLTextAreaElement && !event.target.closest("#captions"));

function proposals(bench: Bench): Shortcut[] {
  return [
    { keys: [], shown: "Alt+1 … 9", says: w("keyTake"), run: () => undefined },
    { keys: [], shown: "Alt+Shift+1 … 9", says: w("keyTerm"), run: () => undefined },
    { keys: ["Alt+c"], shown: "Alt+C", says: w("keyRemark"), inFields: true, when: () => bench.remarks !== null, run: () => {
      bench.panels.open("remarks");
      bench.remarks?.focus();
    } },
  ];
}

function going(bench: Bench): Shortcut[] {
  const { asking, finder, store } = bench;
  const { mayApprove } = bench.page;
  return [
    { keys: [], shown: "Tab · Shift+Tab", says: w("keyNext"), run: () => undefined },
    { keys: ["ArrowUp", "ArrowDown"], shown: "↑ ↓", says: w("keyRow"), when: free, run: (event) => bench.beside(forward(event)) },
    { keys: ["Alt+ArrowUp", "Alt+ArrowDown"], shown: "Alt+↑ ↓", says: w("keyRowField"), inFields: true, run: (event) => bench.beside(forward(event)) },
    { keys: ["F6", "Shift+F6"], shown: "F6 · Shift+F6", says: w("keyAcross"), inFields: true, run: (event) => bench.across(event.shiftKey ? -1 : 1) },
    { keys: ["Enter"], says: w("keyWrite"), when: free, run: () => {
      const row = bench.active ?? bench.visible[0];
      if (row) bench.go(row, bench.language);
    } },
    { keys: ["Ctrl+Enter"], shown: "Ctrl+Enter", says: w(mayApprove ? "keyApprove" : "keyGo"), inFields: true, run: () => void asking.approveNext() },
    { keys: ["F8", "Shift+F8"], shown: "F8 · Shift+F8", says: w("keyProblem"), inFields: true, run: (event) => bench.problem(event.shiftKey ? -1 : 1) },
    { keys: ["Ctrl+f", "/"], shown: "Ctrl+F", says: w("keyFind"), inFields: true, when: typing, run: () => finder.focus() },
    { keys: ["Home", "End"], says: w("keyEnds"), when: free, run: (event) => {
      const rows = bench.visible;
      const row = event.key === "Home" ? rows[0] : rows.at(-1);
      if (row) {
        bench.pick(row, null);
        bench.sheet.reveal(row);
      }
    } },
    { keys: ["Escape"], says: w("keyEscape"), when: () => store.rows.length > 0 && document.activeElement instanceof HTMLElement && Boolean(document.activeElement.closest("#captions")), inFields: true, run: () => (document.activeElement as HTMLElement).blur() },
  ];
}

/** Tab goes down a language, not across the buttons; Alt with a figure takes a proposal or writes a term. */
function fieldKeys(bench: Bench): void {
  document.getElementById("captions")!.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.target instanceof HTMLTextAreaElement) || !bench.active) return;
    if (event.key === "Tab" && !event.ctrlKey && !event.altKey) {
      const next = bench.visible[bench.visible.indexOf(bench.active) + (event.shiftKey ? -1 : 1)];
      if (!next) return;
      event.preventDefault();
      bench.go(next, bench.language);
    } else if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      bench.reel.toggle();
    }
  });
  document.addEventListener("keydown", (event) => {
    const figure = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (!figure || !event.altKey || event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const place = Number(figure) - 1;
    if (event.shiftKey ? bench.suggestions.insert(place) : bench.suggestions.take(place)) event.preventDefault();
  });
}
