/** Choosing languages to translate into. */
import { t } from "../shell/messages";
import { element, type Spoken } from "./cellview";
import type { Progress } from "./reading";
import { w } from "./words";

export interface Choice {
  languages: string[];
  replaceStale: boolean;
}

/** Opens the dialog; resolves with null when it is closed. `machine`: the tags that a model reaches. */
export function chooseLanguages(languages: readonly Spoken[], machine: ReadonlySet<string>, progress: (tag: string) => Progress): Promise<Choice | null> {
  const dialog = document.createElement("dialog");
  dialog.className = "pm-dialog pm-translate";
  const form = document.createElement("form");
  form.method = "dialog";
  const title = Object.assign(document.createElement("h2"), { textContent: w("translateTitle") });
  const list = element("ul", "pm-translate__list");
  let stale = 0;
  for (const language of languages) {
    const known = progress(language.tag);
    const begun = known.total - known.empty > 0;
    stale += known.stale;
    list.append(entry(language, machine.has(language.tag), begun ? w("there", { approved: known.approved, total: known.total }) : ""));
  }
  const again = document.createElement("label");
  again.className = "pm-translate__again";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: stale > 0 });
  again.append(box, ` ${w("again", { count: stale })}`);
  again.hidden = stale === 0;
  const explain = Object.assign(element("p", "pm-muted"), { textContent: w("explain") });
  const actions = element("p", "pm-dialog__actions");
  const go = Object.assign(document.createElement("button"), { className: "pm-button pm-button--tiger", textContent: w("translate"), value: "go", id: "translate-go" });
  const close = Object.assign(document.createElement("button"), { className: "pm-button", type: "button", textContent: t("cancel") });
  close.onclick = () => dialog.close();
  actions.append(go, close);
  form.append(title, list, again, explain, actions);
  dialog.append(form);
  document.body.append(dialog);
  const chosen = () => [...list.querySelectorAll<HTMLInputElement>("input:checked")].map((input) => input.value);
  const allow = () => { go.disabled = chosen().length === 0; go.title = go.disabled ? w("chooseOne") : ""; };
  list.addEventListener("change", allow);
  allow();
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "go" && chosen().length ? { languages: chosen(), replaceStale: stale > 0 && box.checked } : null);
      dialog.remove();
    });
  });
}

function entry(language: Spoken, byMachine: boolean, begun: string): HTMLElement {
  const item = document.createElement("li");
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "checkbox", value: language.tag, name: "language" });
  const name = Object.assign(document.createElement("span"), { textContent: language.own, lang: language.tag, className: "pm-translate__name" });
  const note = Object.assign(document.createElement("small"), { textContent: [w(byMachine ? "byMachine" : "byHand"), begun].filter(Boolean).join(" · ") });
  label.append(input, name, note);
  item.append(label);
  return item;
}
