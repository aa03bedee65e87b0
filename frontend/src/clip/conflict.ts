/** Two people saved the same clip: a choice that loses nothing. */
import { t } from "../shell/messages";
import { w } from "./words";

export function conflict(message: string, choices: { theirs: () => void; own: () => void }): void {
  const dialog = document.createElement("dialog");
  dialog.className = "pm-dialog";
  const title = document.createElement("h2");
  title.textContent = w("conflict");
  const says = document.createElement("p");
  says.textContent = message;
  const actions = document.createElement("p");
  actions.className = "pm-dialog__actions";
  const button = (text: string, run: () => void, kind = "") => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = `pm-button ${kind}`;
    element.textContent = text;
    element.onclick = () => {
      dialog.close();
      run();
    };
    actions.append(element);
  };
  button(w("saveAsNew"), choices.own, "pm-button--tiger");
  button(w("openTheirs"), choices.theirs);
  button(t("cancel"), () => undefined);
  dialog.append(title, says, actions);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
