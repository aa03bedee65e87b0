/** The words of one version, with counters in the platform's own measure. */
import { toast } from "../shell/toast";
import { button, choice, el, settled } from "./dom";
import type { Editor, Words } from "./editor";
import { makeLink } from "./link";
import { copyCell } from "./master";
import { stateWords } from "./matrix";
import { differing, fill, isOut, type Channel, type Derived, type Outlook } from "./model";
import { makeOptions } from "./options";
import { p } from "./phrases";
import { makeTags } from "./tags";
import { makeThumbnail } from "./thumbnail";
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
  const words: Words = { text: variant.text, altText: variant.altText, shape: variant.shape, route: variant.route, title: variant.title, tags: [...variant.tags], link: variant.link, thumbnailAt: variant.thumbnailAt, options: { ...variant.options } };
  const measuring = settled(200, () => void editor.measure(words));
  const writing = settled(700, () => editor.write(at, words));
  const changed = () => {
    editor.note("unsaved");
    marked();
    measuring.later();
    writing.later();
  };
  const chosen = () => {
    changed();
    writing.now();
  };
  const direction = language?.direction ?? "ltr";
  const title = makeTitle(words, at.language, direction, editor.post.title, changed);
  const text = area(w("text"), words.text, 8, at.language, direction, (value) => {
    words.text = value;
    tags.draw();
    changed();
  });
  const typeText = (value: string) => {
    words.text = value;
    text.field.value = value;
  };
  const tags = makeTags(words, channel, editor.post.hashtags[at.language] ?? [], editable, () => {
    typeText(words.text);
    changed();
  });
  const link = makeLink(words, channel, editable, changed, (long) => {
    if (words.text.includes(long)) return;
    typeText(`${words.text.trimEnd()}\n\n${long}`.trimStart());
    changed();
  });
  const alt = makeAlt(words, editor, at.language, direction, changed);
  text.field.id = "variant-text";
  const shape = choice(w("shape"), editor.data.shapes.map((name) => ({ value: name, text: name })), words.shape, (value) => {
    words.shape = value;
    chosen();
  });
  const route = makeRoute(words, editor, channel, chosen);
  const differs = el("div", "pe-differs");
  differs.setAttribute("role", "status");
  const marked = () => tellDifferences(differs, words, variant.template, channel.titles, editable ? () => takeTemplate(editor, at, words, variant.template) : null);
  host.append(...(channel.titles ? [title.label] : []), text.label, differs, tags.element, link.element, ...alt.elements(editable), makeThumbnail(words, editor.post.clip, editable, chosen), el("div", "pe-writing__row", shape, route), ...makeOptions(words, channel, chosen));
  const foot = el("div", "pe-writing__foot");
  if (editable) foot.append(button(p("copy"), "pm-button pm-button--quiet", () => copyCell(editor)));
  if (editable && !variant.delivery) foot.append(button(w("remove"), "pm-button pm-button--quiet pm-button--danger", () => editor.remove(variant)));
  host.append(foot);
  for (const field of host.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("textarea, select, input.pe-title")) {
    if (field instanceof HTMLSelectElement) field.disabled = !editable;
    else field.readOnly = !editable;
  }
  const counters = (outlook: Outlook) => {
    title.counters.replaceChildren(...marks(outlook, "title"));
    text.counters.replaceChildren(...marks(outlook, "text"));
    alt.counters.replaceChildren(...marks(outlook, "alt_text"));
    link.show(outlook.tracked);
  };
  counters(variant);
  marked();
  return { counters, flush: () => writing.now(), focus: () => text.field.focus() };
}

function makeAlt(words: Words, editor: Editor, language: string, direction: string, changed: () => void) {
  const made = area(w("alt"), words.altText, 3, language, direction, (value) => {
    words.altText = value;
    changed();
  });
  made.field.id = "variant-alt";
  made.label.append(el("small", "pm-muted", w("altHelp")));
  const proposal = editor.post.alternatives[language] ?? "";
  const put = (value: string) => {
    words.altText = made.field.value = value;
    changed();
  };
  const propose = button(p("propose"), "pm-button pm-button--quiet pe-small-button", () => {
    const before = words.altText;
    if (proposal === before) {
      toast(p("proposed"));
      return;
    }
    put(proposal);
    if (before) toast(p("propose"), { undo: () => put(before) });
  });
  propose.disabled = !proposal;
  return { counters: made.counters, elements: (editable: boolean) => (editable ? [made.label, propose] : [made.label]) };
}

function makeRoute(words: Words, editor: Editor, channel: Channel, chosen: () => void): HTMLElement {
  const why = el("small", "pm-muted pe-route__why", routeReason(editor, words.route));
  const made = choice(w("captions"), channel.routes.map((name) => ({ value: name, text: routeWords(name) })), words.route, (value) => {
    words.route = value;
    why.textContent = routeReason(editor, words.route);
    chosen();
  });
  made.append(why);
  return made;
}

/** Say which fields are not as the template makes them, and offer the way back. */
function tellDifferences(host: HTMLElement, words: Words, template: Derived, titled: boolean, back: (() => void) | null): void {
  const fields = differing(words, template).filter((field) => field !== "title" || titled);
  host.replaceChildren();
  if (!fields.length) return;
  const names = { title: p("title"), text: w("text"), tags: p("tags"), link: p("linkField") };
  host.append(el("span", "", `✎ ${fields.map((field) => names[field]).join(" · ")}: ${p("differs")}`));
  if (back) host.append(button(p("back"), "pm-button pm-button--quiet pe-small-button", back));
}

function takeTemplate(editor: Editor, at: { channel: number; language: string }, words: Words, template: Derived): void {
  const before: Derived = { title: words.title, text: words.text, tags: words.tags, link: words.link };
  const take = (made: Derived) => {
    Object.assign(words, made, { tags: [...made.tags] });
    editor.write(at, words);
    // What the server said last may be newer than what this panel was drawn from.
    Object.assign(editor.variant(at) ?? {}, words);
    editor.draw();
  };
  take(template);
  toast(p("back"), { undo: () => take(before) });
}

function makeTitle(words: Words, language: string, direction: string, usual: string, changed: () => void) {
  const field = el("input", "pe-title");
  field.value = words.title;
  field.lang = language;
  field.dir = direction;
  field.maxLength = 200;
  field.id = "variant-title";
  field.addEventListener("input", () => {
    words.title = field.value;
    changed();
  });
  const counters = el("span", "pe-counters");
  counters.setAttribute("aria-live", "polite");
  field.placeholder = p("titleEmpty", { title: usual });
  return { counters, label: el("label", "pm-field", el("span", "pe-label", el("span", "", p("title")), counters), field) };
}

/** Why captions travel as they do, or do not. */
function routeReason(editor: Editor, route: string): string {
  const at = editor.selected!;
  const channel = editor.channel(at.channel);
  const language = editor.languageName(at.language);
  const platform = channel?.platformName ?? "";
  if (route === "track") return p("routeTrack");
  if (route === "burn_in") return channel?.routes.includes("track") ? p("routeBurntChosen") : p("routeBurnt", { platform });
  return editor.post.clip.tracks.some((track) => track.language === at.language) ? p("routeLeft", { language }) : p("routeNone", { language });
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

function marks(outlook: Outlook, which: "text" | "alt_text" | "title"): HTMLElement[] {
  return outlook.counts
    .filter((count) => count.field === which)
    .map((count) => {
      const made = el("span", `pe-count pe-count--${fill(count)}`, w("counted", { length: count.length, limit: count.limit }));
      made.title = count.rule;
      made.dataset.length = String(count.length);
      return made;
    });
}
