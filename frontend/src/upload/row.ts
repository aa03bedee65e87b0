/** One file in the list: how far it is, what can be done, what became of it. */
import { bytes } from "../shell/format";
import { get } from "../shell/http";
import { showJob } from "../shell/jobs";
import type { Chosen } from "./chosen";
import { Sending, type Settings } from "./sending";
import { w } from "./words";

export type RowState = "waiting" | "sending" | "paused" | "stopped" | "reading" | "done" | "failed" | "gone";

export class Row {
  readonly element = document.createElement("li");
  state: RowState = "waiting";
  private readonly note = document.createElement("p");
  private readonly bar = document.createElement("progress");
  private readonly actions = document.createElement("div");
  private readonly result = document.createElement("div");
  private sending: Sending | undefined;
  private percent = 0;
  private began: { at: number; sent: number } | undefined;

  constructor(
    readonly chosen: Chosen,
    private readonly station: string,
    private readonly settings: Settings,
    private readonly onChange: () => void,
  ) {
    this.element.className = "pm-panel pm-row";
    const name = document.createElement("strong");
    name.textContent = chosen.file.name;
    const more = document.createElement("small");
    more.className = "pm-muted";
    more.textContent = [bytes(chosen.file.size), chosen.folder && w("folderIn", { folder: chosen.folder })].filter(Boolean).join(" · ");
    const head = document.createElement("div");
    head.className = "pm-row__head";
    head.append(name, more);
    this.bar.max = 100;
    this.bar.setAttribute("aria-label", chosen.file.name);
    this.note.className = "pm-row__note";
    this.note.setAttribute("aria-live", "polite");
    this.actions.className = "pm-row__actions";
    this.element.append(head, this.bar, this.note, this.actions, this.result);
    if (chosen.file.size > settings.largest) this.fail(w("tooLarge", { size: bytes(chosen.file.size), largest: bytes(settings.largest) }), "failed");
    else this.become("waiting", w("waiting"));
  }

  async start(): Promise<void> {
    this.began = undefined;
    this.become("sending", this.sentence(0, this.chosen.file.size));
    if (this.sending) {
      this.sending.again();
      return;
    }
    this.sending = new Sending(this.chosen, this.station, this.settings, {
      onProgress: (sent, size) => this.progress(sent, size),
      onFailed: (reason) => this.fail(w("failed", { reason: reason || w("noAnswer") }), "stopped"),
      onReceived: (url) => void this.received(url),
    });
    await this.sending.start();
  }

  async pause(): Promise<void> {
    await this.sending?.pause();
    this.become("paused", w("paused", { percent: this.percent }));
  }

  async cancel(): Promise<void> {
    this.become("gone", "");
    this.element.remove();
    await this.sending?.cancel();
  }

  private progress(sent: number, size: number): void {
    if (this.state !== "sending") return;
    this.began ??= { at: performance.now(), sent };
    this.percent = size ? Math.floor((sent / size) * 100) : 100;
    this.bar.value = this.percent;
    this.note.textContent = this.sentence(sent, size);
  }

  private sentence(sent: number, size: number): string {
    const seconds = this.began ? (performance.now() - this.began.at) / 1000 : 0;
    const speed = this.began && seconds > 0.2 ? (sent - this.began.sent) / seconds : 0;
    return w("sending", { percent: this.percent, sent: bytes(sent), size: bytes(size), speed: bytes(Math.max(0, speed)) });
  }

  /** All bytes are there: follow the job that compares, stores and reads the file. */
  private async received(url: string): Promise<void> {
    this.bar.hidden = true;
    this.become("reading", w("received"));
    try {
      const { job } = await get<{ job: number | null }>(`${url}state/`);
      if (job === null) throw new Error("no job");
      const holder = document.createElement("div");
      this.result.replaceChildren(holder);
      const last = await showJob(holder, job);
      if (last.state === "done") await this.show(Number(last.result.footage), Boolean(last.result.duplicate), holder);
      else this.become("failed", "");
    } catch {
      this.fail(w("failed", { reason: w("noAnswer") }), "failed");
    }
  }

  private async show(footage: number, duplicate: boolean, holder: HTMLElement): Promise<void> {
    holder.remove();
    const { html } = await get<{ html: string }>(`${this.settings.footageUrl}${footage}/card/`);
    this.result.innerHTML = html;
    this.result.querySelector(".pm-film__pick")?.remove();
    this.become("done", duplicate ? w("duplicate") : w("done"));
  }

  private fail(sentence: string, state: "stopped" | "failed"): void {
    if (this.state === "gone") return;
    this.become(state, sentence);
  }

  private become(state: RowState, note: string): void {
    this.state = state;
    this.element.dataset.state = state;
    this.note.textContent = note;
    this.note.hidden = !note;
    this.bar.hidden = !["waiting", "sending", "paused", "stopped"].includes(state);
    const buttons: [boolean, string, () => unknown][] = [
      [state === "sending", w("pause"), () => this.pause()],
      [state === "paused", w("resume"), () => this.start()],
      [state === "stopped", w("retry"), () => this.start()],
      [["waiting", "sending", "paused", "stopped"].includes(state), w("cancel"), () => this.cancel()],
      [state === "failed", w("remove"), () => this.cancel()],
    ];
    this.actions.replaceChildren(...buttons.filter(([shown]) => shown).map(([, label, run]) => button(label, run)));
    this.onChange();
  }
}

function button(label: string, run: () => unknown): HTMLButtonElement {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "pm-button", textContent: label });
  made.onclick = () => void run();
  return made;
}
