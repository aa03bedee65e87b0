/** Keyboard shortcuts of a page, and the list that `?` opens. Keys are ignored while somebody types in a field. */
import { t } from "./messages";

export interface Shortcut {
  /** As `KeyboardEvent.key`, letters small, with modifiers in front: "i", "Ctrl+Enter", "Alt+Shift+ArrowLeft", "Ctrl+Shift+z". */
  keys: string[];
  says: string;
  /** As the list names it, where the key alone does not say it. */
  shown?: string;
  run: (event: KeyboardEvent) => void;
  /** Also while the focus is in a text field. */
  inFields?: boolean;
  /** Asked before it is taken; where it says no, the key keeps its own meaning (space on a button, arrows in a list). */
  when?: (event: KeyboardEvent) => boolean;
}

const shortcuts: Shortcut[] = [];

/** Shift tells letters and named keys apart; in "?" or "+" it is part of the sign. */
export function keyOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (event.key.length > 1 || event.key.toLowerCase() !== event.key.toUpperCase())) parts.push("Shift");
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return parts.join("+");
}

export function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !/^(checkbox|radio|range|button)$/.test((target as HTMLInputElement).type ?? "");
}

export function register(...more: Shortcut[]): void {
  shortcuts.push(...more);
}

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const key = keyOf(event);
    if (key === "?" && !isField(event.target)) {
      event.preventDefault();
      showList();
      return;
    }
    // Enter presses what has the focus; so does space, except on a link, where it would only scroll.
    const pressed = key === "Enter" ? "button, a[href], summary, dialog[open]" : "button, summary, dialog[open]";
    if ((key === " " || key === "Enter") && event.target instanceof Element && event.target.closest(pressed)) return;
    const found = shortcuts.find((shortcut) => shortcut.keys.includes(key) && (shortcut.inFields || !isField(event.target)) && (shortcut.when?.(event) ?? true));
    if (found) {
      event.preventDefault();
      found.run(event);
    }
  });
}

function showList(): void {
  document.querySelector("dialog.pm-shortcuts")?.remove();
  const dialog = document.createElement("dialog");
  dialog.className = "pm-dialog pm-shortcuts";
  const title = document.createElement("h2");
  title.textContent = t("shortcuts");
  const list = document.createElement("dl");
  for (const shortcut of [...shortcuts, { keys: ["?"], says: t("shortcutsHelp") } as Shortcut]) {
    const term = document.createElement("dt");
    (shortcut.shown ? [shortcut.shown] : shortcut.keys).forEach((key) => {
      const mark = document.createElement("kbd");
      mark.textContent = key === " " ? "Space" : key;
      term.append(mark, " ");
    });
    const says = document.createElement("dd");
    says.textContent = shortcut.says;
    list.append(term, says);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button";
  close.textContent = t("close");
  close.onclick = () => dialog.close();
  dialog.append(title, list, close);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}
