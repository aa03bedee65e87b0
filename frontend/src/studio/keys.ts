/** Every key of the studio. The list that `?` opens is made of these. */
import { register, type Shortcut } from "../shell/shortcuts";
import type { Desk } from "./desk";
import { rateOf } from "./document";
import type { Cutting } from "./cutting";
import type { SourceView } from "./source";
import type { Timeline } from "./timeline";
import { w } from "./words";

interface Hands {
  desk: Desk;
  timeline: Timeline;
  source: SourceView;
  cutting: Cutting;
}

/** Arrows and letters belong to lists, tabs and sliders that have the focus. */
const free = (event: KeyboardEvent) => !(event.target as Element).closest("[role=tab], [role=slider], input[type=range], dialog[open], .sidebar");

export function listenToKeys({ desk, timeline, source, cutting }: Hands): void {
  const { player, store } = desk;
  const forward = (event: KeyboardEvent) => (event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1);
  const marks = { i: () => (store.view.source === null ? timeline.grips.trimHere("start") : source.setIn()), o: () => (store.view.source === null ? timeline.grips.trimHere("end") : source.setOut()) };
  const playing: Shortcut[] = [
    { keys: [" "], says: w("keyPlay"), when: free, run: () => player.toggle() },
    { keys: ["j"], says: w("keyBackwards"), run: () => player.backward() },
    { keys: ["k"], says: w("keyStop"), run: () => player.stop() },
    { keys: ["l"], says: w("keyForwards"), run: () => player.forward() },
    { keys: ["ArrowLeft", "ArrowRight"], shown: "← →", says: w("keyFrame"), when: free, run: (event) => player.byPictures(forward(event)) },
    { keys: ["Shift+ArrowLeft", "Shift+ArrowRight"], shown: "Shift+← →", says: w("keySecond"), when: free, run: (event) => player.byPictures(forward(event) * Math.round(player.rate)) },
    { keys: ["ArrowUp", "ArrowDown"], shown: "↑ ↓", says: w("keyCut"), when: free, run: (event) => cutting.toCut(forward(event)) },
    { keys: ["Home", "End"], says: w("keyEnds"), when: free, run: (event) => cutting.toEnd(event.key === "End") },
    { keys: ["p"], says: w("keySelection"), run: () => cutting.playSelection() },
    { keys: ["q"], says: w("keyLoop"), run: () => document.getElementById("loop")?.click() },
  ];
  const cuts: Shortcut[] = [
    { keys: ["i"], says: w("keyIn"), run: marks.i },
    { keys: ["o"], says: w("keyOut"), run: marks.o },
    { keys: ["s", "b"], says: w("keySplit"), run: () => cutting.split() },
    { keys: ["Delete", "Backspace"], says: w("keyRemove"), when: free, run: () => cutting.remove() },
    { keys: ["Ctrl+d"], shown: "Ctrl+D", says: w("keyDuplicate"), run: () => cutting.duplicate() },
    { keys: ["Ctrl+c", "Ctrl+x", "Ctrl+v"], shown: "Ctrl+C X V", says: w("keyCopy"), run: (event) => cutting.clipboard(event.key.toLowerCase()), when: () => !String(window.getSelection()) },
    { keys: ["Ctrl+a"], shown: "Ctrl+A", says: w("keyAll"), run: () => cutting.all() },
    { keys: ["Alt+ArrowLeft", "Alt+ArrowRight"], shown: "Alt+← →", says: w("keyMove"), run: (event) => cutting.move(forward(event)) },
    { keys: ["Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight"], shown: "Alt+Shift+← →", says: w("keySlip"), run: (event) => cutting.slip(forward(event) / rateOf(player.piece)) },
    { keys: ["r"], says: w("keyRoll"), run: () => document.getElementById("roll")?.click() },
    { keys: ["Ctrl+z"], shown: "Ctrl+Z", says: w("keyUndo"), run: () => cutting.step("undo") },
    { keys: ["Ctrl+Shift+z", "Ctrl+y"], shown: "Ctrl+Shift+Z", says: w("keyRedo"), run: () => cutting.step("redo") },
    { keys: ["Ctrl+s"], shown: "Ctrl+S", says: w("keySave"), inFields: true, run: () => void desk.save() },
  ];
  const looking: Shortcut[] = [
    { keys: ["f"], says: w("keySource"), run: () => source.openShot() },
    { keys: [","], says: w("keyInsert"), run: () => source.add("insert") },
    { keys: ["e"], says: w("keyAppend"), run: () => source.add("append") },
    { keys: ["."], says: w("keyOverwrite"), run: () => source.add("overwrite") },
    { keys: ["x"], says: w("keyIntoShot"), run: () => source.intoShot() },
    { keys: ["Escape"], says: w("keyEscape"), run: () => (store.view.source === null ? store.look({ selected: [] }) : source.close()) },
    { keys: ["n"], says: w("keySnap"), run: () => document.getElementById("snap")?.click() },
    { keys: ["+", "=", "-"], says: w("keyZoom"), shown: "+ −", run: (event) => (event.key === "-" ? timeline.zoomOut() : timeline.zoomIn()) },
    { keys: ["0"], says: w("keyFit"), run: () => timeline.fit() },
  ];
  const quiet = (each: Shortcut): Shortcut => ({ ...each, when: (event) => !document.querySelector("dialog[open]") && (each.when?.(event) ?? true) });
  const all = [...playing, ...(store.editable ? cuts : []), ...looking.filter((each) => store.editable || ![",", "e", ".", "x"].includes(each.keys[0]!))];
  // While a question is asked, keys answer it and nothing else.
  register(...all.map(quiet));
}
