/** One file in the list: how far it is, what can be done, what became of it. */
import { bytes } from "../shell/format";
import { get } from "../shell/http";
import { showJob } from "../shell/jobs";
import type { Chosen } from "./chosen";
import { Pace } from "./pace";
import { sendingOf, type Known, type Sending, type Settings } from "./sending";
import { duration, w } from "./words";

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
  private readonly pace = new Pace();

  constructor(
    readonly chosen: Chosen,
    private readonly station: string,
    private readonly settings: Settings,
    private readonly onChange: () => void,
    private readonly known?: Known,
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
    this.pace.rest();
    const { size } = this.chosen.file;
    this.become("sending", this.sentence(Math.floor((this.percent / 100) * size), size));
    this.sending ??= sendingOf(this.chosen, this.station, this.settings, {
      onProgress: (sent, size, moved) => this.progress(sent, size, moved),
      onWaiting: (seconds) => this.hold(seconds),
      onFailed: (reason) => this.fail(w("failed", { reason: reason || w("noAnswer") }), "stopped"),
      onReceived: (job) => void this.received(job),
    }, this.known);
    await this.sending.start();
  }

  async pause(): Promise<void> {
    this.become("paused", w("paused", { percent: this.percent }));
    await this.sending?.pause();
  }

  async cancel(): Promise<void> {
    this.become("gone", "");
    this.element.inert = true;
    this.element.setAttribute("aria-busy", "true");
    await this.sending?.cancel(); // gone from the page only when it is gone from the store: a page left before would keep it
    this.element.remove();
  }

  private progress(sent: number, size: number, moved: number): void {
    if (this.state !== "sending") return;
    this.pace.note(moved, performance.now());
    this.percent = size ? Math.floor((sent / size) * 100) : 100;
    this.bar.value = this.percent;
    this.element.classList.remove("pm-row--held");
    this.note.textContent = this.sentence(sent, size);
  }

  private sentence(sent: number, size: number): string {
    const left = this.pace.remaining(size - sent);
    const parts = [w("sending", { percent: this.percent, sent: bytes(sent), size: bytes(size) })];
    if (this.pace.speed()) parts.push(w("speed", { speed: bytes(this.pace.speed()) }));
    if (left !== undefined && sent < size) parts.push(w("left", { time: duration(left) }));
    return parts.join(" · ");
  }

  /** The connection is gone for now. */
  private hold(seconds: number): void {
    if (this.state !== "sending") return;
    this.pace.rest();
    this.element.classList.add("pm-row--held");
    this.note.textContent = w("held", { seconds, percent: this.percent });
  }

  /** All bytes are there: follow the job that compares, stores and reads the file. */
  private async received(job: number): Promise<void> {
    this.bar.hidden = true;
    this.become("reading", w("received"));
    try {
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
    this.element.classList.remove("pm-row--held");
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
