/** Long work as a person sees it: a bar with a sentence, cancel and retry. */
import { get, post } from "./http";
import { t } from "./messages";

export interface JobState {
  id: number;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  fraction: number;
  note: string;
  error: string;
  result: Record<string, unknown>;
}

const jobUrl = (id: number) => `/studio/jobs/${id}/`;

/** Ask for a job's state until it has ended. Asks every 0.5 s, slower when the page is hidden. */
export async function follow(id: number, onState: (state: JobState) => void, signal?: AbortSignal): Promise<JobState> {
  for (;;) {
    const state = await get<JobState>(jobUrl(id), signal);
    onState(state);
    if (state.state === "done" || state.state === "failed" || state.state === "cancelled") return state;
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? 2000 : 500));
    if (signal?.aborted) throw new DOMException("aborted", "AbortError");
  }
}

export const cancelJob = (id: number) => post(`${jobUrl(id)}cancel/`);
export const retryJob = (id: number) => post(`${jobUrl(id)}retry/`);

/** Turn `element` into a live progress bar of a job. Resolves with the job's last state. */
export async function showJob(element: HTMLElement, id: number): Promise<JobState> {
  element.classList.add("pm-job");
  element.innerHTML = `<div class="pm-job__bar" role="progressbar" aria-valuemin="0" aria-valuemax="100"><span></span></div>
    <p class="pm-job__note" aria-live="polite"></p><button type="button" class="button button-small button-secondary pm-job__action"></button>`;
  const bar = element.querySelector<HTMLElement>(".pm-job__bar")!;
  const fill = bar.querySelector<HTMLElement>("span")!;
  const note = element.querySelector<HTMLElement>(".pm-job__note")!;
  const action = element.querySelector<HTMLButtonElement>(".pm-job__action")!;
  action.textContent = t("cancel");
  action.onclick = async () => {
    action.disabled = true;
    await cancelJob(id);
  };
  const last = await follow(id, (state) => {
    const percent = Math.round(state.fraction * 100);
    fill.style.inlineSize = `${percent}%`;
    bar.setAttribute("aria-valuenow", String(percent));
    element.dataset.state = state.state;
    note.textContent = sentence(state, percent);
  });
  action.disabled = false;
  if (last.state === "done") {
    action.remove();
  } else {
    action.textContent = t("retry");
    action.onclick = async () => {
      await retryJob(id);
      await showJob(element, id);
    };
  }
  return last;
}

function sentence(state: JobState, percent: number): string {
  if (state.state === "queued") return t("queued");
  if (state.state === "running") return `${percent} % · ${state.note || t("working")}`;
  if (state.state === "failed") return state.error || t("failed");
  return state.state === "done" ? t("done") : t("cancelled");
}
