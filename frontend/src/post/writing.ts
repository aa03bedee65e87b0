/** The words of one version, with counters in the platform's own measure. */
import { button, choice, el, settled } from "./dom";
import type { Editor, Words } from "./editor";
import { fill, isOut, type Outlook } from "./model";
import { stateWords } from "./matrix";
import { w } from "./words";

export interface WritingPanel {
  counters: (outlook: Outlook) => void;
  flush: () => void;
  focus: () => void;
}

const NOTHING: WritingPanel = { counters: () => {}, flush: () => {}, focus: () => {} };

export function drawWriting(host: HTMLElement, editor: Editor): WritingPanel {
  const at = editor.selected;
  const channel = at ? editor.channel(at.channel) : undefined;
  const variant = editor.variant();
  if (!at || !channel || !variant) {
    host.replaceChildren(el("div", "pm-empty", el("p", "", w("pick"))));
    return NOTHING;
  }
  const editable = editor.editable && !isOut(variant);
  const language = editor.data.languages.find((each) => each.tag === at.language);
  const heading = el("h2", "pe-writing__head", el("span", `pe-platform pe-platform--${channel.platform}`, channel.platformName.slice(0, 1)), ` ${channel.name} · ${language?.name ?? at.language}`);
  host.replaceChildren(heading, ...notices(editor));
  const words: Words = { text: variant.text, altText: variant.altText, shape: variant.shape, route: variant.route };
  const measuring = settled(200, () => void editor.measure(words));
  const writing = settled(700, () => editor.write(at, words));
  const changed = () => {
    editor.note("unsaved");
    measuring.later();
    writing.later();
  };
  const text = area(w("text"), words.text, 8, at.language, language?.direction ?? "ltr", (value) => {
    words.text = value;
    changed();
  });
  const alt = area(w("alt"), words.altText, 3, at.language, language?.direction ?? "ltr", (value) => {
    words.altText = value;
    changed();
  });
  text.field.id = "variant-text";
  alt.field.id = "variant-alt";
  alt.label.append(el("small", "pm-muted", w("altHelp")));
  const shape = choice(w("shape"), editor.data.shapes.map((name) => ({ value: name, text: name })), words.shape, (value) => {
    words.shape = value;
    changed();
    writing.now();
  });
  const route = choice(w("captions"), channel.routes.map((name) => ({ value: name, text: routeWords(name) })), words.route, (value) => {
    words.route = value;
    changed();
    writing.now();
  });
  host.append(text.label, alt.label, el("div", "pe-writing__row", shape, route));
  if (editable && !variant.delivery) host.append(button(w("remove"), "pm-button pm-button--quiet pm-button--danger", () => editor.remove(variant)));
  for (const field of host.querySelectorAll<HTMLTextAreaElement | HTMLSelectElement>("textarea, select")) {
    if (field instanceof HTMLTextAreaElement) field.readOnly = !editable;
    else field.disabled = !editable;
  }
  const counters = (outlook: Outlook) => {
    text.counters.replaceChildren(...marks(outlook, "text"));
    alt.counters.replaceChildren(...marks(outlook, "alt_text"));
  };
  counters(variant);
  return { counters, flush: () => writing.now(), focus: () => text.field.focus() };
}

function routeWords(name: string): string {
  return name === "track" ? w("track") : name === "burn_in" ? w("burn_in") : w("none");
}

function notices(editor: Editor): HTMLElement[] {
  const { post } = editor;
  const variant = editor.variant();
  const found: HTMLElement[] = [];
  if (variant?.delivery && (isOut(variant) || post.state === "scheduled" || post.state === "closed")) {
    const ledger = el("a", "", w("ledger"));
    ledger.href = variant.delivery.url;
    const line = el("p", "pe-notice", `${stateWords(editor, variant.delivery.state)} · `, ledger);
    if (variant.delivery.remote) {
      const open = el("a", "", w("open"));
      open.href = variant.delivery.remote;
      open.rel = "noopener noreferrer";
      line.append(" · ", open);
    }
    found.push(line);
  }
  if (post.state === "closed") found.push(el("p", "pe-notice", w("closed")));
  else if (!editor.editable && post.may.edit && !isOut(variant)) {
    const unlock = button(w("unlock"), "pm-button", () => {
      editor.unlocked = true;
      editor.draw();
    });
    found.push(el("div", "pe-notice", el("span", "", w("locked", { state: post.stateLabel })), unlock));
  }
  return found;
}

function area(label: string, value: string, rows: number, language: string, direction: string, onInput: (value: string) => void) {
  const field = el("textarea");
  field.value = value;
  field.rows = rows;
  field.lang = language;
  field.dir = direction;
  field.addEventListener("input", () => onInput(field.value));
  const counters = el("span", "pe-counters");
  counters.setAttribute("aria-live", "polite");
  return { field, counters, label: el("label", "pm-field", el("span", "pe-label", el("span", "", label), counters), field) };
}

function marks(outlook: Outlook, which: "text" | "alt_text"): HTMLElement[] {
  return outlook.counts
    .filter((count) => count.field === which)
    .map((count) => {
      const made = el("span", `pe-count pe-count--${fill(count)}`, w("counted", { length: count.length, limit: count.limit }));
      made.title = count.rule;
      made.dataset.length = String(count.length);
      return made;
    });
}
