/** Small dialogs with a form: what went wrong stands in them, and Escape closes. */
import { RequestError } from "../shell/http";
import { w } from "./words";

export interface Asked {
  dialog: HTMLDialogElement;
  close: () => void;
}

/** A dialog around `content`; it removes itself when closed, and gives the focus back. */
export function open(title: string, content: HTMLElement, className = ""): Asked {
  const before = document.activeElement as HTMLElement | null;
  const dialog = document.createElement("dialog");
  dialog.className = `pm-dialog ${className}`.trim();
  const heading = document.createElement("h2");
  heading.textContent = title;
  dialog.append(heading, content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  dialog.showModal();
  return { dialog, close: () => dialog.close() };
}

/** A form in a dialog. `save` may refuse with a RequestError: its sentence is shown and the dialog stays. */
export function ask(title: string, fields: HTMLElement[], options: { save: string; danger?: boolean; className?: string; run: () => Promise<void> }): Asked {
  const form = document.createElement("form");
  form.noValidate = true;
  const problem = document.createElement("p");
  problem.className = "pm-error";
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  const save = document.createElement("button");
  Object.assign(save, { type: "submit", className: "pm-button pm-button--save", textContent: options.save });
  const cancel = document.createElement("button");
  Object.assign(cancel, { type: "button", className: "pm-button pm-button--quiet", textContent: w("cancel") });
  const actions = document.createElement("p");
  actions.className = "pm-tagform__actions";
  actions.append(save, cancel);
  form.append(...fields, problem, actions);
  const asked = open(title, form, options.className);
  cancel.onclick = asked.close;
  form.onsubmit = async (event) => {
    event.preventDefault();
    save.disabled = true;
    problem.hidden = true;
    try {
      await options.run();
      asked.close();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      save.disabled = false;
    }
  };
  form.querySelector<HTMLElement>("input, select, textarea")?.focus();
  return asked;
}

export function field(label: string, control: HTMLElement): HTMLLabelElement {
  const made = document.createElement("label");
  made.className = "pm-field";
  const text = document.createElement("span");
  text.textContent = label;
  made.append(text, control);
  return made;
}

export function input(value = "", properties: Partial<HTMLInputElement> = {}): HTMLInputElement {
  return Object.assign(document.createElement("input"), { type: "text", value, maxLength: 120, autocomplete: "off" }, properties);
}

export function area(value = "", rows = 3): HTMLTextAreaElement {
  return Object.assign(document.createElement("textarea"), { value, rows });
}

export function tick(label: string, checked: boolean): { element: HTMLLabelElement; box: HTMLInputElement } {
  const element = document.createElement("label");
  element.className = "pm-tick";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked });
  element.append(box, ` ${label}`);
  return { element, box };
}

export function button(label: string, run: () => void, className = "pm-button"): HTMLButtonElement {
  return Object.assign(document.createElement("button"), { type: "button", className, textContent: label, onclick: run });
}
