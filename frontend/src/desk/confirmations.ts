/** A form with `data-confirm` asks first, in a dialog of the page; without a script it simply goes. */
import { t } from "../shell/messages";

export function confirmations(root: Document | HTMLElement = document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-confirm]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.confirmed) return;
      event.preventDefault();
      ask(form.dataset.confirm ?? "", form.querySelector("button")?.textContent?.trim() ?? "", () => {
        form.dataset.confirmed = "yes";
        form.requestSubmit();
      });
    });
  }
}

function ask(question: string, action: string, then: () => void): void {
  const dialog = document.createElement("dialog");
  dialog.className = "pm-dialog";
  const words = document.createElement("p");
  words.textContent = question;
  const buttons = document.createElement("div");
  buttons.className = "pm-dialog__buttons";
  const yes = button(action, "pm-button pm-button--tiger");
  const no = button(t("cancel"), "pm-button");
  yes.onclick = () => {
    dialog.close();
    then();
  };
  no.onclick = () => dialog.close();
  buttons.append(no, yes);
  dialog.append(words, buttons);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}

function button(words: string, look: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = words;
  return made;
}
