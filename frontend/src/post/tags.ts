/** Hashtags of a version: those within the text, those beside it, and what is offered. */
import { toast } from "../shell/toast";
import { button, el } from "./dom";
import type { Channel } from "./model";
import { cleanTag, tagsWithin, withoutTag, withTag } from "./model";
import { p } from "./phrases";

export interface TagsPanel {
  element: HTMLElement;
  draw: () => void;
}
interface Tagged {
  text: string;
  tags: string[];
}

export function makeTags(words: Tagged, channel: Channel, offered: { tag: string; source: "species" | "house" }[], editable: boolean, changed: () => void): TagsPanel {
  const counts = el("span", "pe-counters");
  counts.setAttribute("aria-live", "polite");
  const chips = el("div", "pe-tags");
  const add = el("input", "pe-tags__add");
  add.placeholder = `# ${p("addTag")}`;
  add.setAttribute("aria-label", p("addTag"));
  add.dir = "auto";
  const has = (list: string[], tag: string) => list.some((each) => each.toLowerCase() === tag.toLowerCase());
  const put = (tag: string) => {
    if (channel.tagsApart) words.tags = [...words.tags, tag];
    else words.text = withTag(words.text, tag);
  };
  const drop = (tag: string) => {
    words.text = withoutTag(words.text, tag);
    words.tags = words.tags.filter((each) => each.toLowerCase() !== tag.toLowerCase());
  };
  const toggle = (tag: string) => {
    if (has(words.tags, tag) || has(tagsWithin(words.text), tag)) drop(tag);
    else put(tag);
    changed();
    draw();
    [...chips.querySelectorAll<HTMLElement>("[data-tag]")].find((each) => each.dataset.tag === tag)?.focus();
  };
  add.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !add.value.trim()) return;
    event.preventDefault();
    const tag = cleanTag(add.value);
    if (!tag) {
      toast(p("badTag"), { kind: "error" });
      return;
    }
    add.value = "";
    if (!has(words.tags, tag) && !has(tagsWithin(words.text), tag)) put(tag);
    changed();
    draw();
  });
  function draw(): void {
    const within = tagsWithin(words.text);
    const all = [...within, ...words.tags.filter((tag) => !has(within, tag)), ...offered.map((each) => each.tag).filter((tag) => !has(within, tag) && !has(words.tags, tag))];
    chips.replaceChildren(...all.map((tag) => chip(tag, within)));
    const marks = [mark(channel.maxHashtags ? p("tagsCounted", { count: within.length, limit: channel.maxHashtags }) : p("tagsInText", { count: within.length }), channel.maxHashtags > 0 && within.length > channel.maxHashtags)];
    if (channel.tagsApart && channel.maxTags) marks.push(mark(p("besideCounted", { count: words.tags.length, limit: channel.maxTags }), words.tags.length > channel.maxTags));
    counts.replaceChildren(...marks);
  }
  function chip(tag: string, within: string[]): HTMLElement {
    const where = has(within, tag) ? p("inText") : has(words.tags, tag) ? p("beside") : "";
    const source = offered.find((each) => each.tag.toLowerCase() === tag.toLowerCase())?.source;
    const made = button(`#${tag}`, `pe-tag${where ? " pe-tag--on" : ""}`, () => toggle(tag));
    made.dataset.tag = tag;
    made.setAttribute("aria-pressed", String(Boolean(where)));
    made.title = [where, source ? p(source) : ""].filter(Boolean).join(" · ");
    made.disabled = !editable;
    if (where && !has(within, tag)) made.append(el("small", "", ` ${where}`));
    return made;
  }
  draw();
  const group = el("div", "pm-field pe-tagging", el("span", "pe-label", el("span", "", p("tags")), counts), chips);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", p("tags"));
  if (editable) group.append(add);
  return { element: group, draw };
}

function mark(text: string, over: boolean): HTMLElement {
  return el("span", `pe-count pe-count--${over ? "over" : "fits"}`, text);
}
