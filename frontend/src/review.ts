/** The review page: one piece after another, by keyboard. */
import "./footage/footage.css";
import "./review/review.css";
import { observationForm, type Choices } from "./footage/form";
import { AHEAD, Queue, type Decision, type Piece, type Settings } from "./review/queue";
import { element, film, stage, type Handlers, type Stage } from "./review/stage";
import { w } from "./review/words";
import { csrfToken, RequestError } from "./shell/http";
import { register } from "./shell/shortcuts";
import { toast } from "./shell/toast";

const EMPTY_SECONDS = 20; // until an empty queue is asked again

class Review {
  private readonly queue: Queue;
  private readonly films = new Map<number, HTMLVideoElement>();
  private shown: Stage | undefined;
  private piece: Piece | undefined;
  private count: number | undefined;
  private boxes = true;
  private waiting = 0;

  constructor(
    private readonly place: HTMLElement,
    private readonly foot: HTMLElement,
    private readonly settings: Settings & { choices: Choices },
  ) {
    this.queue = new Queue(settings);
    window.addEventListener("pagehide", () => this.queue.leave(csrfToken()));
    void this.more();
  }

  readonly handlers: Handlers = {
    agree: () => void this.agree(false),
    agreeEvent: () => void this.agree(true),
    correct: () => this.correct(),
    blank: () => void this.decide({ action: "blank" }, w("blanked")),
    skip: () => void this.run(() => this.queue.skip(), w("skipped")),
    undo: () => void this.undo(),
  };

  number(count: number): void {
    this.count = count;
    this.shown?.setCount(count);
  }

  play(): void {
    const video = this.shown?.video;
    if (video) void (video.paused ? video.play() : video.pause());
  }

  toggleBoxes(): void {
    this.boxes = !this.boxes;
    this.place.classList.toggle("pm-review--plain", !this.boxes);
  }

  private async agree(event: boolean): Promise<void> {
    const piece = this.piece;
    if (!piece || (event && !piece.event)) return;
    if (!piece.answer) return toast(w("nothingToAgree"));
    await this.decide({ action: "agree", event, ...(this.count ? { count: this.count } : {}) }, w("agreed", { what: piece.answer }));
  }

  private correct(): void {
    const [piece, shown] = [this.piece, this.shown];
    if (!piece || !shown || shown.form.childElementCount) return;
    const event = piece.event ? element("input") : undefined;
    const form = observationForm({
      choices: this.settings.choices,
      value: { count: this.count ? String(this.count) : "", type: "animal" },
      onSave: (entry) => this.decide({ action: "observe", values: entry, event: event?.checked ?? false }, w("corrected"), true),
      onCancel: () => shown.form.replaceChildren(),
    });
    if (event && piece.event) {
      event.type = "checkbox";
      const label = element("label", "pm-review__event");
      label.append(event, w("wholeEvent", { pieces: piece.event.pieces }));
      form.element.insertBefore(label, form.element.lastElementChild);
    }
    shown.form.replaceChildren(form.element);
    form.focus();
  }

  /** `strict`: what is wrong with the values is told in the form, which stays. */
  private async decide(decision: Decision, done: string, strict = false): Promise<void> {
    const piece = this.piece;
    await this.run(() => this.queue.decide(decision), done, (error) => {
      if (!piece || error.status === 409) return;
      this.queue.back(piece);
      if (strict) throw error;
    });
  }

  /** Do it, and show the next piece at once; a refusal is told when it comes. */
  private async run(work: () => Promise<void>, done: string, refused: (error: RequestError) => void = () => undefined): Promise<void> {
    if (!this.piece) return;
    const left = this.piece;
    const keep = this.shown;
    const working = work();
    this.count = undefined;
    if (!keep?.form.childElementCount) this.draw();
    try {
      await working;
      toast(done);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      refused(error);
      toast(error.message, { kind: "error" });
    }
    if (this.queue.current?.id !== this.piece?.id || this.piece === left) this.draw();
    this.tell();
    await this.more();
  }

  private async undo(): Promise<void> {
    try {
      const undone = await this.queue.undo();
      toast(undone ? w("undone") : w("nothingToUndo"));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
    this.draw();
    this.tell();
  }

  /** Have the next pieces and their films at hand. */
  private async more(): Promise<void> {
    try {
      await this.queue.fill();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (!this.queue.current) this.problem(error.message);
      return;
    }
    for (const piece of this.queue.pieces.slice(0, AHEAD)) if (piece.video && !this.films.has(piece.id)) this.films.set(piece.id, film(piece));
    for (const id of this.films.keys()) if (!this.queue.pieces.some((piece) => piece.id === id)) this.films.delete(id);
    if (this.queue.current?.id !== this.piece?.id || !this.piece) this.draw();
    this.tell();
  }

  private draw(): void {
    const piece = this.queue.current;
    this.shown?.video?.pause();
    this.piece = piece;
    if (!piece) {
      this.shown = undefined;
      this.place.replaceChildren(this.empty());
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => void this.more(), EMPTY_SECONDS * 1000);
      return;
    }
    const video = piece.video ? (this.films.get(piece.id) ?? film(piece)) : undefined;
    this.shown = stage(piece, video, this.handlers, this.queue.undoable);
    this.shown.setCount(this.count);
    this.place.replaceChildren(this.shown.element);
    if (video) {
      video.currentTime = 0;
      video.play().catch(() => undefined); // a browser may want a press first; then the poster stays
    }
  }

  private empty(): HTMLElement {
    const box = element("div", "pm-empty");
    const again = element("button", "pm-button", w("again"));
    again.type = "button";
    again.onclick = () => void this.more();
    const library = element("a", "pm-button pm-button--tiger", w("library"));
    library.href = this.settings.footageUrl;
    const actions = element("p", "pm-review__emptyactions");
    actions.append(library, again);
    const { number, until } = this.queue.elsewhere;
    if (number && until && !this.settings.query) {
      const time = new Date(until).toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit" });
      box.append(element("h2", "", w("othersTitle", { number })), element("p", "", w("othersText", { time })), actions);
      return box;
    }
    box.append(element("h2", "", w("emptyTitle")), element("p", "", this.settings.query ? w("emptyNarrow") : w("emptyText")), actions);
    return box;
  }

  private problem(message: string): void {
    this.piece = undefined;
    const again = element("button", "pm-button", w("again"));
    again.type = "button";
    again.onclick = () => void this.more();
    const box = element("div", "pm-panel");
    box.append(element("p", "pm-error", w("problem", { problem: message })), again);
    this.place.replaceChildren(box);
  }

  private tell(): void {
    const { mine, mineHourly, team, teamHourly, people } = this.queue.progress;
    const told = [mine ? w("mine", { count: mine, hourly: mineHourly }) : w("none")];
    if (people > 1 || team > mine) told.push(w("team", { count: team, hourly: teamHourly }));
    this.foot.textContent = told.join(" · ");
  }
}

const data = document.querySelector("#review-data");
const place = document.querySelector<HTMLElement>("#stage");
const foot = document.querySelector<HTMLElement>("#progress");
if (data && place && foot) {
  const review = new Review(place, foot, JSON.parse(data.textContent ?? "{}"));
  const { handlers } = review;
  const free = () => !document.querySelector("dialog[open]");
  register(
    { keys: ["a"], says: w("keyAgree"), when: free, run: handlers.agree },
    { keys: ["Shift+a"], shown: "Shift A", says: w("keyAgreeEvent"), when: free, run: handlers.agreeEvent },
    { keys: ["c"], says: w("keyCorrect"), when: free, run: handlers.correct },
    { keys: ["b"], says: w("keyBlank"), when: free, run: handlers.blank },
    { keys: ["n", "ArrowRight"], says: w("keySkip"), when: free, run: handlers.skip },
    { keys: ["u"], says: w("keyUndo"), when: free, run: handlers.undo },
    { keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], says: w("keyCount"), when: free, run: (event) => review.number(Number(event.key)) },
    { keys: [" "], says: w("keyPlay"), when: free, run: () => review.play() },
    { keys: ["x"], says: w("keyBoxes"), when: free, run: () => review.toggleBoxes() },
  );
}
