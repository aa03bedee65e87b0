/** The page that brings footage in with the browser. */
import "./footage/footage.css";
import "./library/library.css";
import "./upload/upload.css";
import { fromDrop, fromInput, videosOf, type Chosen } from "./upload/chosen";
import { Row } from "./upload/row";
import type { Settings } from "./upload/sending";
import { Unfinished } from "./upload/unfinished";
import { w } from "./upload/words";
import { toast } from "./shell/toast";

const AT_ONCE = 3; // files sent at a time

class Queue {
  private rows: Row[] = [];

  constructor(
    private readonly list: HTMLElement,
    private readonly summary: HTMLElement,
    private readonly settings: Settings,
    private readonly unfinished: Unfinished,
  ) {}

  add(chosen: Chosen[], station: string): void {
    const { videos, skipped } = videosOf(chosen);
    if (skipped) toast(w("skipped", { count: skipped }));
    for (const one of videos) {
      const row = new Row(one, station, this.settings, () => queueMicrotask(() => this.go()), this.unfinished.claim(one));
      this.rows.push(row);
      this.list.append(row.element);
    }
    this.go();
  }

  get busy(): boolean {
    return this.rows.some((row) => ["waiting", "sending"].includes(row.state));
  }

  /** Start what waits while there is room, and say how far all of it is. */
  private go(): void {
    this.rows = this.rows.filter((row) => row.state !== "gone");
    for (const row of this.rows) {
      if (this.rows.filter((one) => one.state === "sending").length >= AT_ONCE) break;
      if (row.state === "waiting") void row.start();
    }
    const done = this.rows.filter((row) => row.state === "done").length;
    const failed = this.rows.filter((row) => row.state === "failed" || row.state === "stopped").length;
    const parts = [w("summary", { done, total: this.rows.length }), ...(failed ? [w("summaryFailed", { failed })] : [])];
    this.summary.hidden = !this.rows.length;
    this.summary.textContent = `${parts.join(" · ")} `;
    if (done) {
      const link = document.createElement("a");
      link.href = this.settings.footageUrl;
      link.textContent = w("show");
      this.summary.append(link);
    }
  }
}

const drop = document.querySelector<HTMLElement>("#drop");
const data = document.querySelector("#upload-data");
if (drop && data) {
  const settings = JSON.parse(data.textContent ?? "{}") as Settings;
  const unfinished = new Unfinished(document.querySelector<HTMLElement>("#unfinished")!, settings);
  const queue = new Queue(document.querySelector<HTMLElement>("#queue")!, document.querySelector<HTMLElement>("#summary")!, settings, unfinished);
  const station = () => document.querySelector<HTMLSelectElement>("#station")?.value ?? "";
  for (const id of ["files", "folder"]) {
    const input = document.querySelector<HTMLInputElement>(`#${id}`)!;
    input.onchange = () => {
      queue.add(fromInput(input.files!), station());
      input.value = "";
    };
  }
  const over = (on: boolean) => drop.classList.toggle("pm-drop--over", on);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer) queue.add(await fromDrop(event.dataTransfer), station());
  });
  window.addEventListener("beforeunload", (event) => {
    if (queue.busy) event.preventDefault();
  });
  void unfinished.load();
}
