/** The link of a version: as it is typed, as it goes out, as a reader sees it. */
import { button, el } from "./dom";
import type { Channel, Tracked } from "./model";
import { p } from "./phrases";

export interface LinkPanel {
  element: HTMLElement;
  show: (tracked: Tracked | null | undefined) => void;
}

export function makeLink(words: { link: string }, channel: Channel, editable: boolean, changed: () => void, insert: (long: string) => void): LinkPanel {
  const input = el("input");
  input.type = "url";
  input.id = "variant-link";
  input.value = words.link;
  input.placeholder = "https://";
  input.readOnly = !editable;
  input.addEventListener("input", () => {
    const typed = input.value.trim();
    // Half an address is no change yet: it would only be refused.
    if (typed && !/^https?:\/\/[^\s/]+/i.test(typed)) {
      show({ error: p("linkBad") });
      return;
    }
    words.link = typed;
    changed();
  });
  const about = el("div", "pe-link__about");
  about.setAttribute("aria-live", "polite");
  const element = el("div", "pe-link", el("label", "pm-field", el("span", "", p("linkField")), input), about);
  const show = (tracked: Tracked | null | undefined) => {
    about.replaceChildren();
    input.setAttribute("aria-invalid", String(Boolean(tracked?.error)));
    if (!channel.links && words.link) about.append(el("p", "pe-link__dead", p("linkDead", { platform: channel.platformName })));
    if (tracked?.error) about.append(el("p", "pe-hour__error", tracked.error));
    if (!tracked?.long) return;
    const long = tracked.long;
    const details = el("details", "pe-link__long", el("summary", "", `${p("linkSeen")} `, el("b", "", tracked.short ?? ""), ` · ${p("linkCounts", { count: tracked.counts ?? 0 })}`), el("p", "", `${p("linkWhole")} `, el("code", "", long)));
    about.append(details);
    if (editable) about.append(button(p("linkInsert"), "pm-button pm-button--quiet", () => insert(long)));
  };
  return { element, show };
}
