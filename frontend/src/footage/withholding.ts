/** Quarantine, withdraw, release: a button each, and the reason asked for. */
import { post, RequestError } from "../shell/http";
import { catalogue } from "../shell/messages";
import { toast } from "../shell/toast";
import { w } from "./words";

type Action = "quarantine" | "withdraw" | "release";
type Answer = { reason: string; alarm?: string };

const v = catalogue({
  en: { what: "What is to be seen", other: "something else", human: "people", vehicle: "a vehicle", fire: "fire", smoke: "smoke" },
  "zh-hans": { what: "画面中有什么", other: "其他", human: "人员", vehicle: "车辆", fire: "火情", smoke: "烟雾" },
});
const KINDS = ["human", "vehicle", "fire", "smoke"] as const;

export function withholding(place: HTMLElement, url: string, actions: Action[]): void {
  const act = async (action: Action, answer: Answer) => {
    try {
      await post(url, { action, ...answer });
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
    button.onclick = () => place.replaceChildren(row, ask(action, (answer) => act(action, answer), () => place.replaceChildren(row)));
    row.append(button);
  }
  if (actions.length) place.replaceChildren(row);
}

function ask(action: Action, onAnswer: (answer: Answer) => Promise<void>, onCancel: () => void): HTMLFormElement {
  const form = document.createElement("form");
  const kind = action === "quarantine" ? kinds() : null;
  if (kind) form.append(labelled(v("what"), kind));
  const input = document.createElement("input");
  Object.assign(input, { type: "text", maxLength: 300, required: true });
  const confirm = document.createElement("button");
  Object.assign(confirm, { type: "submit", className: "pm-button pm-button--danger", textContent: w("confirm") });
  const cancel = document.createElement("button");
  Object.assign(cancel, { type: "button", className: "pm-button pm-button--quiet", textContent: w("cancel"), onclick: onCancel });
  form.append(labelled(w("why"), input), confirm, cancel);
  form.onsubmit = (event) => {
    event.preventDefault();
    void onAnswer(kind ? { reason: input.value, alarm: kind.value } : { reason: input.value });
  };
  queueMicrotask(() => (kind ?? input).focus());
  return form;
}

function kinds(): HTMLSelectElement {
  const select = document.createElement("select");
  for (const kind of KINDS) select.append(new Option(v(kind), kind));
  select.append(new Option(v("other"), ""));
  return select;
}

function labelled(text: string, control: HTMLElement): HTMLLabelElement {
  const field = document.createElement("label");
  field.className = "pm-field";
  const label = document.createElement("span");
  label.textContent = text;
  field.append(label, control);
  return field;
}
