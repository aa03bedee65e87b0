/** Pieces at hand: the one being looked at and the next two; and what was decided, for the undo. */
import { get, post } from "../shell/http";

export interface Said {
  id: number;
  type: string;
  label: string;
  taxon: number | null;
  count: number | null;
  lifeStageLabel: string;
  sexLabel: string;
  behaviorLabel: string;
  by: string;
  probability: number | null;
  /** Whether it is what agreeing means: the surest machine's word. */
  agreed: boolean;
  bbox: [number, number, number, number] | null;
}

export interface Piece {
  id: number;
  name: string;
  url: string;
  video: string;
  poster: string;
  place: string;
  moment: string;
  length: string;
  answer: string;
  because: string[];
  said: Said[];
  kinds: number;
  event: { pieces: number } | null;
  why: string;
}

export interface Progress {
  mine: number;
  mineHourly: number;
  team: number;
  teamHourly: number;
  people: number;
}

export interface Settings {
  query: string;
  nextUrl: string;
  leaveUrl: string;
  decideUrl: string;
  skipUrl: string;
  undoUrl: string;
  footageUrl: string;
  progress: Progress;
}

/** What colleagues hold: how many pieces, and when the first comes free. */
export interface Elsewhere {
  number: number;
  until: string | null;
}

export interface Decision {
  action: "agree" | "observe" | "blank";
  values?: object;
  count?: number;
  event?: boolean;
}

/** `sent`: the server's answer to come; a skip has no `edit`. */
type Done = { piece: Piece; edit?: number; sent?: Promise<unknown> };

/** How many pieces are fetched ahead, with their films. */
export const AHEAD = 3;

export const address = (template: string, id: number) => template.replace(/\/0\//, `/${id}/`);

export class Queue {
  pieces: Piece[] = [];
  progress: Progress;
  elsewhere: Elsewhere = { number: 0, until: null };
  private readonly done: Done[] = [];
  private filling: Promise<void> | undefined;

  constructor(private readonly settings: Settings) {
    this.progress = settings.progress;
  }

  get current(): Piece | undefined {
    return this.pieces[0];
  }

  get undoable(): boolean {
    return this.done.length > 0;
  }

  /** Fetch until there are AHEAD pieces, once at a time. */
  fill(): Promise<void> {
    this.filling ??= this.fetch().finally(() => {
      this.filling = undefined;
    });
    return this.filling;
  }

  private async fetch(): Promise<void> {
    const missing = AHEAD - this.pieces.length;
    if (missing <= 0) return;
    const without = [...this.pieces, ...this.done.slice(-20).map((one) => one.piece)].map((piece) => piece.id);
    const asked = new URLSearchParams(this.settings.query);
    asked.set("number", String(missing));
    asked.set("without", without.join(","));
    const answer = await get<{ pieces: Piece[]; progress: Progress; elsewhere?: Elsewhere }>(`${this.settings.nextUrl}?${asked}`);
    this.elsewhere = answer.elsewhere ?? { number: 0, until: null };
    const known = new Set(this.pieces.map((piece) => piece.id));
    this.pieces.push(...answer.pieces.filter((piece) => !known.has(piece.id)));
    this.progress = answer.progress;
  }

  /** Take the piece off at once; where the server refuses, it comes back. */
  async decide(decision: Decision): Promise<void> {
    const piece = this.pieces.shift();
    if (!piece) return;
    const entry: Done = { piece };
    this.done.push(entry);
    try {
      const sent = post<{ edit: number; progress: Progress }>(address(this.settings.decideUrl, piece.id), decision);
      entry.sent = sent;
      const answer = await sent;
      entry.edit = answer.edit;
      this.progress = answer.progress;
    } catch (error) {
      this.done.splice(this.done.indexOf(entry), 1);
      throw error;
    }
  }

  async skip(): Promise<void> {
    const piece = this.pieces.shift();
    if (!piece) return;
    this.done.push({ piece });
    await post(address(this.settings.skipUrl, piece.id));
  }

  /** Take the last decision back and show its piece again. */
  async undo(): Promise<boolean> {
    await this.done.at(-1)?.sent?.catch(() => undefined); // what is on its way is undone when it has arrived
    const last = this.done.pop();
    if (!last) return false;
    if (last.edit === undefined) {
      await post(address(this.settings.skipUrl, last.piece.id), { undo: true });
    } else {
      const answer = await post<{ progress: Progress }>(address(this.settings.undoUrl, last.edit));
      this.progress = answer.progress;
    }
    this.pieces.unshift(last.piece);
    return true;
  }

  /** Put a piece back that the server did not take. */
  back(piece: Piece): void {
    this.pieces.unshift(piece);
  }

  /** On leaving: what was not looked at is free for others. */
  leave(token: string): void {
    if (!this.pieces.length) return;
    const form = new FormData();
    form.set("csrfmiddlewaretoken", token);
    form.set("keys", this.pieces.map((piece) => piece.id).join(","));
    navigator.sendBeacon(this.settings.leaveUrl, form);
  }
}
