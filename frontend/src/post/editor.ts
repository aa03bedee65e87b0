/** The state of the page and what changes it. Panels read it and draw themselves again when told. */
import { post as send, RequestError, send as request } from "../shell/http";
import { toast } from "../shell/toast";
import type { Channel, HourOutlook, Outlook, PageData, Post, Variant } from "./model";
import { w } from "./words";

export interface Words {
  text: string;
  altText: string;
  shape: string;
  route: string;
  title: string;
  tags: string[];
  link: string;
  thumbnailAt: number | null;
  options: Record<string, string>;
}
/** What a change of several versions answers; `undo` brings them back. */
interface Done {
  post: Post;
  said?: string;
  changed?: number;
  kept?: number;
  undo?: unknown[];
}
export type Saving = "saved" | "unsaved" | "saving";

export class Editor {
  selected: { channel: number; language: string } | null = null;
  added: string[] = [];
  hour: HourOutlook | null = null;
  saving: Saving = "saved";
  unlocked = false;
  /** Draws everything; set by the page. */
  draw: () => void = () => {};
  /** Draws all but the words, which somebody may be typing. */
  drawFrame: () => void = () => {};
  /** Draws only what depends on the words being typed, so that the cursor stays where it is. */
  drawOutlook: (outlook: Outlook) => void = () => {};
  drawSaving: () => void = () => {};
  drawHour: () => void = () => {};
  /** Stores what was typed and is not sent yet. */
  flush: () => void = () => {};
  private asked = 0;
  private askedHour = 0;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    readonly data: PageData,
    readonly base: string,
  ) {
    const first = data.post.variants[0];
    if (first) this.selected = { channel: first.channel, language: first.language };
  }

  get post(): Post {
    return this.data.post;
  }

  get editable(): boolean {
    return this.post.may.edit && (this.unlocked || this.post.state === "draft" || this.post.state === "in_review");
  }

  channel(id: number): Channel | undefined {
    return this.data.channels.find((channel) => channel.id === id);
  }

  languageName(tag: string): string {
    return this.data.languages.find((language) => language.tag === tag)?.name ?? tag;
  }

  variant(at = this.selected): Variant | undefined {
    return at ? this.post.variants.find((each) => each.channel === at.channel && each.language === at.language) : undefined;
  }

  take(answer: { post: Post }): void {
    this.data.post = answer.post;
    this.draw();
  }

  /** Do something on the server; its refusal is shown as it is said. */
  async act(path: string, body: unknown, done = ""): Promise<boolean> {
    this.flush();
    await this.writing.catch(() => undefined);
    try {
      this.take(await send<{ post: Post }>(this.base + path, body));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      return false;
    }
    if (done) toast(done);
    return true;
  }

  /** Change several versions at once; what was done is said, and can be taken back. Null when it was refused. */
  async change(path: string, body: unknown, quiet = false): Promise<Done | null> {
    this.flush();
    await this.writing.catch(() => undefined);
    let answer: Done;
    try {
      answer = await send<Done & Record<string, unknown>>(this.base + path, body);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      return null;
    }
    this.unlocked = false;
    this.take(answer);
    const undo = answer.undo ?? [];
    if (undo.length) toast(answer.said ?? "", { undo: async () => void (await this.act("restore/", { undo })) });
    else if (!quiet && answer.said) toast(answer.said);
    return answer;
  }

  async select(channel: number, language: string): Promise<void> {
    this.flush();
    await this.writing.catch(() => undefined);
    this.selected = { channel, language };
    if (this.variant() || !this.editable) {
      this.draw();
      return;
    }
    if (!(await this.act("begin/", { channel, language }))) this.draw();
  }

  async remove(variant: Variant): Promise<void> {
    this.flush();
    await this.writing.catch(() => undefined);
    try {
      this.take(await request<{ post: Post }>("DELETE", `${this.base}variants/${variant.id}/`));
      toast(w("removed"), {
        undo: async () => {
          this.selected = { channel: variant.channel, language: variant.language };
          await this.act("write/", variant);
        },
      });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  }

  /** Ask how the words stand; only the newest question's answer is shown. */
  async measure(words: Words): Promise<void> {
    const at = this.selected;
    if (!at) return;
    const number = ++this.asked;
    try {
      const outlook = await send<Outlook & Record<string, unknown>>(`${this.base}measure/`, { ...at, ...words });
      if (number === this.asked && at === this.selected) this.drawOutlook(outlook);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }

  /** Store the words of one version; what is typed meanwhile is not overwritten. */
  write(at: { channel: number; language: string }, words: Words): void {
    this.note("saving");
    const body = { ...at, ...words };
    this.writing = this.writing
      .catch(() => undefined)
      .then(() => send<{ post: Post }>(`${this.base}write/`, body))
      .then((answer) => {
        this.data.post = answer.post;
        this.note("saved");
        this.drawFrame();
      })
      .catch((error: unknown) => {
        this.note("unsaved");
        toast(error instanceof RequestError ? error.message : String(error), { kind: "error" });
      });
  }

  note(saving: Saving): void {
    this.saving = saving;
    this.drawSaving();
  }

  /** Ask what an hour means; only the newest question's answer counts. */
  async askHour(local: string, zone: string, second?: boolean): Promise<void> {
    const number = ++this.askedHour;
    let hour: HourOutlook | null = null;
    if (local) {
      try {
        hour = await send<HourOutlook & Record<string, unknown>>(`${this.base}hour/`, { local, zone, second });
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        hour = { error: error.message };
      }
    }
    if (number !== this.askedHour) return;
    this.hour = hour;
    this.drawHour();
  }
}
