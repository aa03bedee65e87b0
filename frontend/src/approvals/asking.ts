/** Asks for a reason in a dialog; null where somebody thinks better of it. */
import "./asking.css";
import { t } from "../shell/messages";

export function askWords(question: string, action: string, options: { needed: boolean }): Promise<string | null> {
  return new Promise((answer) => {
    const dialog = document.createElement("dialog");
    dialog.className = "pm-dialog ap-dialog";
    const form = document.createElement("form");
    form.method = "dialog";
    const label = document.createElement("label");
    label.className = "pm-field";
    const words = document.createElement("textarea");
    words.required = options.needed;
    words.maxLength = 4000;
    const said = document.createElement("span");
    said.textContent = question;
    label.append(said, words);
    const buttons = document.createElement("div");
    buttons.className = "pm-dialog__buttons";
    const no = document.createElement("button");
    no.type = "button";
    no.className = "pm-button";
    no.textContent = t("cancel");
    no.onclick = () => dialog.close();
    const yes = document.createElement("button");
    yes.className = "pm-button pm-button--tiger";
    yes.textContent = action;
    buttons.append(no, yes);
    form.append(label, buttons);
    let found: string | null = null;
    form.addEventListener("submit", () => {
      found = words.value.trim();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(found);
    });
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
    words.focus();
  });
}
