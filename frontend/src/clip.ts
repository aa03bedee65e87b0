/** The clip studio: set in and out points, name the clip, save it, have it rendered. */
import "./clip/studio.css";
import * as drafts from "./clip/draft";
import { type Piece, Player } from "./clip/player";
import { Renders } from "./clip/renders";
import { conflict } from "./clip/conflict";
import { Strip } from "./clip/strip";
import { Stretches } from "./clip/stretches";
import { same, SHORTEST, type Sheet, type Stretch, timecode, total, withIn, withOut } from "./clip/timeline";
import { w } from "./clip/words";
import { post, RequestError } from "./shell/http";
import { register } from "./shell/shortcuts";
import { toast } from "./shell/toast";

type Urls = Record<"edit" | "workbench" | "save" | "renditions" | "render", string>;
type Segment = Piece & Stretch & { scrub: Sheet | Record<string, never> };

interface Page {
  clip: number | null;
  title: string;
  notes: string;
  version: number | null;
  segments: Segment[];
  names: Record<string, string>;
  maySave: boolean;
  newUrl: string;
  urls: Urls | null;
}

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

class Studio {
  private readonly pieces = new Map<number, Segment>();
  private stretches: Stretch[];
  private active = 0;
  private saved: { title: string; stretches: Stretch[] };
  private readonly title = byId<HTMLInputElement>("clip-title");
  private readonly state = byId("save-state");
  private readonly saveButton = byId<HTMLButtonElement>("save");
  private readonly player = new Player(byId<HTMLVideoElement>("video"), byId("timecode"), byId<HTMLButtonElement>("play"));
  private readonly strip: Strip;
  private readonly list: Stretches;
  private readonly renders: Renders;
  private readonly draftName: string;

  constructor(private readonly page: Page) {
    for (const segment of page.segments) this.pieces.set(segment.footage, segment);
    this.stretches = page.segments.map(({ footage, start, end }) => ({ footage, start, end }));
    this.saved = { title: page.title, stretches: page.version ? [...this.stretches] : [] };
    this.draftName = page.clip ? String(page.clip) : `new-${page.segments[0]!.footage}`;
    this.strip = new Strip(byId("strip"), !page.maySave);
    this.list = new Stretches(byId("stretches"), page.maySave);
    this.renders = new Renders(byId("renditions"), document.querySelector<HTMLFormElement>("#render"), page.names);
    this.connect();
    this.restore();
    this.pick(0);
    if (page.urls && page.version) void this.renders.show(page.urls, page.version);
  }

  private get current(): Stretch {
    return this.stretches[this.active]!;
  }

  private get piece(): Segment {
    return this.pieces.get(this.current.footage)!;
  }

  private connect(): void {
    const { player, strip, list } = this;
    player.onTime = (time) => strip.playhead(time);
    strip.onSeek = (time) => {
      player.stop();
      player.seek(time);
    };
    strip.onChange = (index, stretch) => {
      const moved = stretch.start !== this.stretches[index]!.start ? stretch.start : stretch.end - 1 / player.rate;
      this.change(index, stretch);
      player.stop();
      player.seek(moved);
    };
    strip.onPick = list.onPick = (index) => this.pick(index);
    list.onRemove = (index) => this.remove(index);
    list.onUp = (index) => {
      const order = [...this.stretches];
      [order[index - 1], order[index]] = [order[index]!, order[index - 1]!];
      this.replace(order, index - 1);
    };
    this.title.addEventListener("input", () => this.changed());
    this.saveButton.addEventListener("click", () => void this.save());
    this.buttons();
    this.keys();
  }

  private buttons(): void {
    const { player } = this;
    const actions: Record<string, () => void> = {
      play: () => player.playOrPause(),
      back: () => player.byPictures(-1),
      on: () => player.byPictures(1),
      "set-in": () => this.setIn(),
      "set-out": () => this.setOut(),
      "to-in": () => this.to("start"),
      "to-out": () => this.to("end"),
      selection: () => void player.playRange(this.current.start, this.current.end),
      add: () => this.add(),
    };
    for (const [id, run] of Object.entries(actions)) {
      const button = document.getElementById(id);
      button?.addEventListener("click", (event) => {
        run();
        // A click with the mouse leaves the keys to the player.
        if (event.detail) button.blur();
      });
    }
  }

  private keys(): void {
    const { player } = this;
    register(
      { keys: [" "], says: w("keyPlay"), run: () => player.playOrPause() },
      { keys: ["i"], says: w("keyIn"), run: () => this.setIn() },
      { keys: ["o"], says: w("keyOut"), run: () => this.setOut() },
      { keys: ["j"], says: w("keyBack"), run: () => player.backward() },
      { keys: ["k"], says: w("keyStop"), run: () => player.stop() },
      { keys: ["l"], says: w("keyForward"), run: () => void player.forward() },
      { keys: ["ArrowLeft", "ArrowRight"], says: w("keyFrame"), run: (event) => player.byPictures(event.key === "ArrowLeft" ? -1 : 1) },
      { keys: ["Shift+ArrowLeft", "Shift+ArrowRight"], says: w("keySecond"), run: (event) => player.byPictures((event.key === "ArrowLeft" ? -1 : 1) * Math.round(player.rate)) },
      { keys: ["Home", "End"], says: w("keyEnds"), run: (event) => this.to(event.key === "Home" ? "start" : "end") },
      { keys: ["p"], says: w("keySelection"), run: () => void player.playRange(this.current.start, this.current.end) },
      { keys: ["a"], says: w("keyAdd"), run: () => this.add() },
      { keys: ["Ctrl+s"], says: w("keySave"), inFields: true, run: () => void this.save() },
    );
  }

  private to(side: "start" | "end"): void {
    this.player.stop();
    this.player.seek(side === "start" ? this.current.start : this.current.end - 1 / this.player.rate);
  }

  private setIn(): void {
    if (this.page.maySave) this.change(this.active, withIn(this.current, this.player.time - 0.0005, this.player.rate, this.piece.duration));
  }

  private setOut(): void {
    // The picture that is seen is the last one of the cut.
    const time = this.player.time - 0.0005 + 1 / this.player.rate;
    if (this.page.maySave) this.change(this.active, withOut(this.current, time, this.player.rate, this.piece.duration));
  }

  private add(): void {
    if (!this.page.maySave) return;
    const { duration } = this.piece;
    const inside = this.player.time >= this.current.start - 0.01 && this.player.time < this.current.end && this.current.end < duration - SHORTEST;
    const rest = withIn({ footage: this.current.footage, start: 0, end: duration }, inside ? this.current.end : this.player.time, this.player.rate, duration);
    this.replace([...this.stretches.slice(0, this.active + 1), rest, ...this.stretches.slice(this.active + 1)], this.active + 1);
  }

  private remove(index: number): void {
    const before = this.stretches;
    this.replace(before.filter((_each, at) => at !== index), Math.max(0, Math.min(this.active, before.length - 2)));
    toast(w("removed"), { undo: () => this.replace(before, index) });
  }

  private replace(stretches: Stretch[], active: number): void {
    this.stretches = stretches;
    this.pick(active);
    this.changed();
  }

  private change(index: number, stretch: Stretch): void {
    this.stretches = this.stretches.map((each, at) => (at === index ? stretch : each));
    this.draw();
    this.changed();
  }

  private pick(index: number): void {
    this.active = index;
    const piece = this.piece;
    byId("not-playable").hidden = Boolean(piece.file);
    if (piece.file) this.player.load(piece, this.current.start);
    const sheet = "count" in piece.scrub ? (piece.scrub as Sheet) : null;
    this.strip.show({ footage: piece.footage, duration: piece.duration, rate: piece.frame_rate || 25, sheet, picture: piece.sheet });
    this.strip.playhead(this.current.start);
    this.draw();
  }

  private draw(): void {
    this.strip.stretches(this.stretches, this.active);
    this.list.draw(this.stretches, this.active, (stretch) => this.pieces.get(stretch.footage)!.frame_rate || 25);
    byId("length").textContent = timecode(total(this.stretches), this.player.rate);
  }

  private get dirty(): boolean {
    return this.title.value.trim() !== this.saved.title || !same(this.stretches, this.saved.stretches);
  }

  private changed(): void {
    if (this.dirty) drafts.keep(this.draftName, { title: this.title.value, stretches: this.stretches, version: this.page.version, at: new Date().toISOString() });
    else drafts.forget(this.draftName);
    this.tell();
  }

  private tell(): void {
    const number = this.page.version ?? 0;
    this.state.textContent = this.dirty ? w(number ? "changed" : "unsaved", { number }) : number ? w("saved", { number }) : w("unsaved");
    this.state.dataset.dirty = String(this.dirty);
  }

  private restore(): void {
    const draft = this.page.maySave ? drafts.read(this.draftName) : null;
    const usable = draft && draft.stretches.every((each) => this.pieces.has(each.footage));
    if (usable && (draft.title.trim() !== this.page.title || !same(draft.stretches, this.stretches))) {
      const server = this.stretches;
      this.title.value = draft.title;
      this.stretches = draft.stretches;
      toast(w("kept", { when: new Date(draft.at).toLocaleString(document.documentElement.lang) }), {
        seconds: 12,
        undo: () => {
          this.title.value = this.page.title;
          this.replace(server, 0);
        },
      });
    }
    this.tell();
  }

  private async save(asNew = false): Promise<void> {
    if (!this.page.maySave) return;
    const title = this.title.value.trim();
    if (!title) {
      toast(w("nameIt"), { kind: "error" });
      this.title.focus();
      return;
    }
    this.saveButton.disabled = true;
    this.state.textContent = w("saving");
    const sent = this.stretches;
    try {
      const url = asNew || !this.page.urls ? this.page.newUrl : this.page.urls.save;
      const answer = await post<{ clip: number; version: number; title: string; urls: Urls }>(url, {
        title,
        notes: this.page.notes,
        segments: sent,
        base_version: asNew ? null : this.page.version,
      });
      drafts.forget(this.draftName);
      this.accept(answer, sent);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.tell();
      if (error.body.code === "newer_version") this.collided(error.message, title);
      else toast(error.message, { kind: "error" });
    } finally {
      this.saveButton.disabled = false;
    }
  }

  private accept(answer: { clip: number; version: number; title: string; urls: Urls }, sent: Stretch[]): void {
    const moved = this.page.clip !== answer.clip;
    Object.assign(this.page, { clip: answer.clip, version: answer.version, urls: answer.urls, title: answer.title });
    this.saved = { title: answer.title, stretches: sent };
    if (moved) {
      // From here on it is this clip's page: loading it again shows what was saved.
      window.location.assign(answer.urls.edit);
      return;
    }
    this.tell();
    void this.renders.show(answer.urls, answer.version);
  }

  private collided(message: string, title: string): void {
    conflict(message, {
      theirs: () => {
        drafts.forget(this.draftName);
        window.location.assign(this.page.urls!.edit);
      },
      own: () => {
        this.title.value = w("copyOf", { title });
        void this.save(true);
      },
    });
  }
}

const data = document.getElementById("studio-data");
if (data) new Studio(JSON.parse(data.textContent ?? "{}") as Page);
