/** The panel of finished files: what there is, how far the others are, and asking for more. */
import { bytes, clock } from "../shell/format";
import { get, post, RequestError } from "../shell/http";
import { showJob } from "../shell/jobs";
import { toast } from "../shell/toast";
import { w } from "./words";

export interface Rendition {
  id: number;
  shape: string;
  language: string;
  state: "queued" | "rendering" | "ready" | "failed" | "cancelled" | "expired";
  error: string;
  job: number | null;
  version: number;
  width: number | null;
  height: number | null;
  duration: number | null;
  size: number | null;
  frames: number | null;
  frames_wanted: number | null;
  file: string;
  poster: string;
}

export class Renders {
  private urls: { renditions: string; render: string } | null = null;
  private version = 0;
  private readonly followed = new Set<number>();

  constructor(
    private readonly list: HTMLElement,
    private readonly form: HTMLFormElement | null,
    private readonly names: Record<string, string>,
  ) {
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask();
    });
  }

  /** Show the renditions of a clip whose newest version is `version`. */
  async show(urls: { renditions: string; render: string }, version: number): Promise<void> {
    this.urls = urls;
    this.version = version;
    if (this.form) this.form.hidden = false;
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    if (!this.urls) return;
    try {
      const { renditions } = await get<{ renditions: Rendition[] }>(this.urls.renditions);
      const current = renditions.filter((each) => each.version === this.version);
      const older = renditions.filter((each) => each.version !== this.version && each.state === "ready").slice(0, 3);
      this.list.replaceChildren(...[...current, ...older].map((each) => this.item(each)));
    } catch (error) {
      if (error instanceof RequestError) toast(error.message, { kind: "error" });
      else throw error;
    }
  }

  private async ask(choice?: { shape: string; language: string }): Promise<void> {
    if (!this.urls || !this.form) return;
    const fields = new FormData(this.form);
    const wanted = choice ?? { shape: String(fields.get("shape")), language: String(fields.get("language")) };
    const button = this.form.querySelector("button");
    if (button) button.disabled = true;
    try {
      const { rendition } = await post<{ rendition: Rendition }>(this.urls.render, wanted);
      toast(w(rendition.state === "ready" ? "there" : "asked"));
      await this.refresh();
      this.list.querySelector<HTMLElement>(`[data-id="${rendition.id}"]`)?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      toast(error instanceof RequestError ? error.message : String(error), { kind: "error" });
    } finally {
      if (button) button.disabled = false;
    }
  }

  private item(rendition: Rendition): HTMLElement {
    const item = document.createElement("li");
    item.className = "pm-rendition";
    item.dataset.id = String(rendition.id);
    item.dataset.state = rendition.state;
    const head = document.createElement("p");
    head.className = "pm-rendition__head";
    const shape = document.createElement("strong");
    shape.textContent = rendition.shape;
    const language = this.names[rendition.language] ?? rendition.language;
    head.append(shape, " ", rendition.language ? w("captionsIn", { language }) : w("clean"));
    if (rendition.version !== this.version) head.append(chip(`${w("older")} · ${w("version", { number: rendition.version })}`));
    item.append(head);
    if (rendition.state === "ready") this.ready(item, rendition);
    else if (rendition.state === "queued" || rendition.state === "rendering") void this.underWay(item, rendition);
    else this.over(item, rendition);
    return item;
  }

  private ready(item: HTMLElement, rendition: Rendition): void {
    const facts = document.createElement("p");
    facts.className = "pm-rendition__facts";
    const proof = w("proof", { frames: rendition.frames ?? "?", wanted: rendition.frames_wanted ?? "?" });
    facts.textContent = [clock(rendition.duration ?? 0), `${rendition.width} × ${rendition.height}`, bytes(rendition.size ?? 0)].join(" · ");
    const proven = document.createElement("span");
    proven.className = "pm-rendition__proof";
    proven.textContent = `✓ ${proof}`;
    facts.append(document.createElement("br"), proven);
    const actions = document.createElement("p");
    actions.className = "pm-rendition__actions";
    actions.append(link(w("open"), rendition.file, true), link(w("download"), `${rendition.file}?download=1`, false));
    item.append(facts, actions);
  }

  private async underWay(item: HTMLElement, rendition: Rendition): Promise<void> {
    const holder = document.createElement("div");
    item.append(holder);
    if (!rendition.job || this.followed.has(rendition.job)) {
      holder.textContent = w(rendition.state === "queued" ? "waiting" : "rendering");
      return;
    }
    this.followed.add(rendition.job);
    try {
      await showJob(holder, rendition.job);
    } catch (error) {
      // Somebody else's work: its progress is theirs to see, its end is seen here.
      if (!(error instanceof RequestError)) throw error;
      holder.textContent = w(rendition.state === "queued" ? "waiting" : "rendering");
      await new Promise((resolve) => setTimeout(resolve, 4000));
    }
    this.followed.delete(rendition.job);
    await this.refresh();
  }

  private over(item: HTMLElement, rendition: Rendition): void {
    const says = document.createElement("p");
    says.className = rendition.state === "failed" ? "pm-error" : "pm-rendition__facts";
    says.textContent = rendition.state === "failed" ? rendition.error || w("failed") : w(rendition.state === "expired" ? "expired" : "cancelled");
    item.append(says);
    if (!this.form) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "pm-button";
    again.textContent = w("again");
    again.onclick = () => void this.ask({ shape: rendition.shape, language: rendition.language });
    item.append(again);
  }
}

function chip(text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "pm-chip";
  element.textContent = text;
  return element;
}

function link(text: string, address: string, apart: boolean): HTMLAnchorElement {
  const element = document.createElement("a");
  element.className = "pm-button";
  element.textContent = text;
  element.href = address;
  if (apart) element.target = "_blank";
  return element;
}
