/** The studio's page: one store, the player, the timeline, the panels, saving. */
import type { Desk, Mark, Saved } from "./desk";
import { documentOf, type StudioData } from "./page";
import { Panels } from "./panels";
import { Player } from "./player";
import { Store } from "./store";

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

export class Bench implements Desk {
  readonly store: Store;
  readonly player: Player;
  private readonly panels: Panels;
  private readonly savedHearers: ((saved: Saved) => void)[] = [];
  private readonly markHearers: ((mark: Mark) => void)[] = [];
  private noted: readonly Mark[] = [];
  saved: Saved | null;

  constructor(readonly data: StudioData) {
    this.saved = data.clip && data.urls && data.number ? { clip: data.clip, version: data.number, urls: data.urls } : null;
    this.store = new Store(documentOf(data), data.pieces, data.maySave, { panel: "frame" });
    this.player = new Player(this.store, byId("picture"), byId("films"));
    this.panels = new Panels(this);
  }

  get marks(): readonly Mark[] {
    return this.noted;
  }

  set marks(marks: readonly Mark[]) {
    this.noted = marks;
  }

  get dirty(): boolean {
    return false;
  }

  open(): void {
    void this.panels.begin();
  }

  save(): Promise<boolean> {
    return Promise.resolve(false);
  }

  onSaved(run: (saved: Saved) => void): void {
    this.savedHearers.push(run);
  }

  onMark(run: (mark: Mark) => void): void {
    this.markHearers.push(run);
  }

  say(text: string): void {
    byId("said").textContent = text;
  }
}
