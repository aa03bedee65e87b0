/**
 * Parts of a page that the server draws anew after a change.
 *
 * `<button data-act=URL data-body=JSON>` and `<form data-act=URL>` send their values; the answer's `fragments` replace
 * the elements of these ids, `message` is told, and `undo` brings the state before back.
 */
import { post, RequestError } from "../shell/http";
import { toast } from "../shell/toast";

interface Answer {
  message: string;
  fragments: Record<string, string>;
  undo?: { url: string; body: Record<string, unknown> };
}

type Values = Record<string, unknown>;

/** What the element around says of the page: which dossier or piece of footage it shows. */
function around(element: Element): Values {
  const holder = element.closest<HTMLElement>("[data-dossier], [data-footage]");
  const values: Values = {};
  if (holder?.dataset.dossier) values.dossier = Number(holder.dataset.dossier);
  if (holder?.dataset.footage) values.footage = Number(holder.dataset.footage);
  if (holder?.dataset.page) values.page = holder.dataset.page;
  return values;
}

function take(answer: Answer): void {
  for (const [id, html] of Object.entries(answer.fragments)) {
    const place = document.getElementById(id);
    if (!place) continue;
    const within = place.contains(document.activeElement);
    place.innerHTML = html;
    place.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    if (within) place.focus(); // the button that had the focus is gone
  }
}

/** Send `values` and show what comes of it. Resolves with whether it was done. */
export async function act(url: string, values: Values): Promise<boolean> {
  try {
    const answer = await post<Answer & Values>(url, values);
    take(answer);
    const undo = answer.undo;
    toast(answer.message, undo ? { undo: async () => void (await act(undo.url, undo.body)) } : {});
    return true;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    toast(error.message, { kind: "error" });
    return false;
  }
}

/** The same from an element of the page, with what the page shows. */
export const actFrom = (element: Element, url: string, values: Values) => act(url, { ...values, ...around(element) });

async function busy(button: HTMLButtonElement | null, work: () => Promise<unknown>): Promise<void> {
  if (button) button.disabled = true;
  try {
    await work();
  } finally {
    if (button) button.disabled = false;
  }
}

export function listen(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-act]");
    if (!button) return;
    event.preventDefault();
    void busy(button, () => actFrom(button, button.dataset.act!, JSON.parse(button.dataset.body ?? "{}")));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.dataset.act) return;
    event.preventDefault();
    const values: Values = Object.fromEntries(new FormData(form));
    if ("moment" in form.dataset) values.at = document.querySelector<HTMLVideoElement>("#video")?.currentTime ?? 0;
    void busy(form.querySelector("button"), () => actFrom(form, form.dataset.act!, values));
  });
}
