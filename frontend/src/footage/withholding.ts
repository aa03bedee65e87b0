/** Quarantine, withdraw, release: a button each, and the reason asked for where one is needed. */
import { post, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { w } from "./words";

type Action = "quarantine" | "withdraw" | "release";

export function withholding(place: HTMLElement, url: string, actions: Action[]): void {
  const act = async (action: Action, reason: string) => {
    try {
      await post(url, { action, reason });
      window.location.reload();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  };
  const row = document.createElement("p");
  row.className = "pm-piece__withhold";
  for (const action of actions) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "pm-button", textContent: w(action) });
    button.onclick = () => (action === "release" ? void act(action, "") : place.replaceChildren(row, ask((reason) => act(action, reason), () => place.replaceChildren(row))));
    row.append(button);
  }
  if (actions.length) place.replaceChildren(row);
}

function ask(onReason: (reason: string) => Promise<void>, onCancel: () => void): HTMLFormElement {
  const form = document.createElement("form");
  const field = document.createElement("label");
  field.className = "pm-field";
  const label = document.createElement("span");
  label.textContent = w("why");
  const input = document.createElement("input");
  Object.assign(input, { type: "text", maxLength: 300, required: true });
  field.append(label, input);
  const confirm = document.createElement("button");
  Object.assign(confirm, { type: "submit", className: "pm-button pm-button--danger", textContent: w("confirm") });
  const cancel = document.createElement("button");
  Object.assign(cancel, { type: "button", className: "pm-button pm-button--quiet", textContent: w("cancel"), onclick: onCancel });
  form.append(field, confirm, cancel);
  form.onsubmit = (event) => {
    event.preventDefault();
    void onReason(input.value);
  };
  queueMicrotask(() => input.focus());
  return form;
}
