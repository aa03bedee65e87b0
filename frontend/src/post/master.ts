/** The text of one language that all its versions are made of, and the ways to make and copy many versions. */
import { toast } from "../shell/toast";
import { askCells, type Offer } from "./cells";
import { button, el } from "./dom";
import type { Editor } from "./editor";
import { isOut, rowsOf, type Master } from "./model";
import { p } from "./phrases";

/** What was typed and not kept yet stays through redraws. */
const typed = new Map<string, { title: string; text: string; link: string }>();
let opened = false;

export function drawMaster(host: HTMLElement, editor: Editor): void {
  const language = editor.selected?.language ?? editor.post.clip.sourceLanguage;
  const stored = editor.post.masters.find((each) => each.language === language);
  const master: Master = stored ?? { language, title: "", text: "", link: "", stored: false, stale: false };
  const words = typed.get(language) ?? { title: master.title, text: master.text, link: master.link };
  const box = el("details", "pe-master");
  box.id = "post-master";
  box.open = opened || master.stale;
  box.addEventListener("toggle", () => (opened = box.open));
  box.append(el("summary", "", p("master", { language: editor.languageName(language) }), master.stale ? el("span", "pm-chip pm-chip--bad", "!") : ""), el("p", "pm-muted pe-small", p("masterHelp")));
  if (master.stale) box.append(staleness(editor, master));
  else if (!master.stored) box.append(el("p", "pm-muted pe-small", p("masterBegun")));
  const direction = editor.data.languages.find((each) => each.tag === language)?.direction ?? "ltr";
  const field = (kind: "input" | "textarea", name: "title" | "text" | "link", label: string) => {
    const made = kind === "input" ? el("input") : el("textarea");
    made.value = words[name];
    made.lang = name === "link" ? "en" : language;
    made.dir = name === "link" ? "ltr" : direction;
    made.readOnly = !editor.editable;
    made.id = `master-${name}`;
    if (made instanceof HTMLTextAreaElement) made.rows = 4;
    else if (name === "link") made.placeholder = editor.post.campaign?.link || "https://";
    made.addEventListener("input", () => {
      words[name] = made.value;
      typed.set(language, words);
    });
    return el("label", "pm-field", el("span", "", label), made);
  };
  box.append(field("input", "title", p("masterTitle")), field("textarea", "text", p("masterWords")), field("input", "link", p("masterLink")));
  if (editor.editable) {
    const keep = button(p("masterSave"), "pm-button", () => keepMaster(editor, language, words));
    keep.id = "master-save";
    box.append(el("div", "pe-master__buttons", keep, button(p("deriveAll"), "pm-button", () => deriveMany(editor))));
  }
  host.replaceChildren(box);
}

function staleness(editor: Editor, master: Master): HTMLElement {
  const source = editor.languageName(editor.post.clip.sourceLanguage);
  const notice = el("div", "pe-notice pe-notice--bad", el("span", "", p("masterStale", { source })));
  if (editor.editable) notice.append(button(p("masterFits"), "pm-button", () => keepMaster(editor, master.language, master)));
  return notice;
}

async function keepMaster(editor: Editor, language: string, words: { title: string; text: string; link: string }): Promise<void> {
  const answer = await editor.change("master/", { language, title: words.title, text: words.text, link: words.link }, true);
  if (!answer) return;
  typed.delete(language);
  editor.draw();
  if (!answer.changed) toast(answer.kept ? `${p("masterKept")} ${answer.said}` : p("masterKept"));
}

/** Offer every cell that has words, and those of channels that speak a language which has a text. */
export function deriveMany(editor: Editor): void {
  const offers: Offer[] = [];
  const texts = new Set(editor.post.masters.filter((each) => each.text.trim()).map((each) => each.language));
  for (const language of rowsOf(editor.data, editor.added)) {
    for (const channel of editor.data.channels) {
      const variant = editor.variant({ channel: channel.id, language });
      if (isOut(variant) || (!variant && !texts.has(language))) continue;
      const wanted = variant !== undefined || channel.languages.includes(language);
      const note = !variant ? p("new") : variant.follows ? p("fromTemplate") : p("edited");
      offers.push({ channel: channel.id, language, name: `${channel.name} · ${editor.languageName(language)}`, note, checked: wanted });
    }
  }
  askCells({
    title: p("deriveAll").replace("…", "").replace("……", ""),
    help: p("deriveHelp"),
    offers,
    also: p("replace"),
    confirm: p("derive"),
    run: async (cells, replace) => void (await editor.change("derive/", { cells, replace })),
  });
}

/** Offer the other cells of the same language first; other languages are there for those who mean it. */
export function copyCell(editor: Editor): void {
  const variant = editor.variant();
  if (!variant || !editor.editable) return;
  const rows = rowsOf(editor.data, editor.added);
  const languages = [variant.language, ...rows.filter((each) => each !== variant.language)];
  const offers: Offer[] = languages.flatMap((language) =>
    editor.data.channels
      .filter((channel) => !(channel.id === variant.channel && language === variant.language) && !isOut(editor.variant({ channel: channel.id, language })))
      .map((channel) => {
        const there = editor.variant({ channel: channel.id, language });
        const note = language !== variant.language ? p("otherLanguage") : there ? (there.follows ? p("fromTemplate") : p("edited")) : p("new");
        return { channel: channel.id, language, name: `${channel.name} · ${editor.languageName(language)}`, note, checked: language === variant.language && there !== undefined };
      }),
  );
  askCells({
    title: p("copyOf", { channel: editor.channel(variant.channel)?.name ?? "", language: editor.languageName(variant.language) }),
    offers,
    confirm: p("copyDo"),
    run: async (cells) => void (await editor.change("copy/", { variant: variant.id, cells })),
  });
}
