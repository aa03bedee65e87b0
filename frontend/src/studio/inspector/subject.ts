/** What a panel works on. */
import type { Desk } from "../desk";
import type { Shot } from "../document";

/** The shot that is seen, as it is in the document; undefined in the source view. */
export function shownShot(desk: Desk): Shot | undefined {
  const shown = desk.player.showing;
  if (!shown || desk.store.view.source !== null) return undefined;
  return desk.store.document.segments.find((shot) => shot.id === shown.shot.id);
}

/** The selected shots; without any the one that is seen. */
export function subjects(desk: Desk): Shot[] {
  const chosen = desk.store.selectedShots;
  if (chosen.length) return chosen;
  const shown = shownShot(desk);
  return shown ? [shown] : [];
}

/** Calls `draw` now and whenever something of `watch` is another one while the panel `name` is shown. */
export function whileShown(desk: Desk, name: string, watch: () => readonly unknown[], draw: () => void): void {
  let before: readonly unknown[] = [];
  const look = () => {
    if (desk.store.view.panel !== name) return;
    const now = [desk.data.clip, ...watch()];
    if (now.length === before.length && now.every((value, index) => Object.is(value, before[index]))) return;
    before = now;
    draw();
  };
  desk.store.subscribe(look);
  look();
}
