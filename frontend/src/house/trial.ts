/** A template filled with a post that is there, while somebody writes it. */
import { post as send, RequestError } from "../shell/http";
import { el, settled } from "../post/dom";

interface Trial {
  faults: string[];
  title?: string;
  text?: string;
  tags?: string[];
  counts?: { length: number; limit: number }[];
}

export function trial(form: HTMLFormElement): void {
  const field = <T extends HTMLElement>(name: string) => form.querySelector<T>(`[name="${name}"]`)!;
  const body = field<HTMLTextAreaElement>("body");
  const chosen = document.querySelector<HTMLSelectElement>("#trial-post");
  const language = document.querySelector<HTMLSelectElement>("#trial-language");
  const shown = document.querySelector<HTMLElement>("#trial");
  for (const placeholder of form.querySelectorAll<HTMLButtonElement>("[data-placeholder]")) {
    placeholder.addEventListener("click", () => {
      body.setRangeText(`{${placeholder.dataset.placeholder}}`, body.selectionStart, body.selectionEnd, "end");
      body.focus();
      asking.later();
    });
  }
  let asked = 0;
  const asking = settled(250, async () => {
    if (!chosen || !language || !shown) return;
    const number = ++asked;
    const wish = {
      title: field<HTMLInputElement>("title").value,
      body: body.value,
      hashtags: Math.round(Number(field<HTMLInputElement>("hashtags").value) || 0),
      platform: field<HTMLSelectElement>("platform").value,
      language: language.value,
      post: Number(chosen.value),
    };
    let answer: Trial;
    try {
      answer = (await send<Trial & Record<string, unknown>>(form.dataset.try ?? "", wish)) as Trial;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      answer = { faults: [error.message] };
    }
    if (number === asked) draw(shown, answer, language.value);
  });
  form.addEventListener("input", () => asking.later());
  form.addEventListener("change", () => asking.later());
  chosen?.addEventListener("change", () => asking.later());
  language?.addEventListener("change", () => asking.later());
  asking.later();
}

function draw(host: HTMLElement, answer: Trial, language: string): void {
  host.replaceChildren();
  for (const fault of answer.faults) host.append(el("p", "pm-error", fault));
  if (answer.faults.length) return;
  if (answer.title) host.append(el("h3", "", answer.title));
  const text = el("p", "hs-trial__text", answer.text || "—");
  text.lang = language;
  text.dir = "auto";
  host.append(text);
  if (answer.tags?.length) host.append(el("p", "pm-muted", answer.tags.map((tag) => `#${tag}`).join(" ")));
  for (const count of answer.counts ?? []) host.append(el("p", count.length > count.limit ? "hs-over" : "pm-muted", `${count.length} / ${count.limit}`));
}
