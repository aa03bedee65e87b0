/** The inspector's "Remarks": markers and comments at moments of the footage, with answers. */
import "../inspector/inspector.css";
import { get, post, RequestError } from "../../shell/http";
import { register } from "../../shell/shortcuts";
import { toast } from "../../shell/toast";
import { timecode } from "../../shell/timecode";
import type { Desk, Mark } from "../desk";
import { seenAt, tidy } from "../document";
import { button, make } from "../inspector/fields";
import { type Remark, RemarkCard } from "../inspector/remarkcard";
import { w } from "../inspector/words";

const LONGEST = 2000;
/** Milliseconds between two looks at what others said, while the panel is shown. */
const AGAIN = 20_000;

interface Answer {
  remarks: Remark[];
}

class RemarksPanel {
  private remarks: Remark[] = [];
  private settled = false;
  private readonly words = make("textarea", { rows: 2, maxlength: LONGEST, "aria-label": w("remarkHere"), placeholder: w("remarkHere") });
  private readonly sending = button(w("sendRemark"), () => void this.say());
  private readonly marking = button(`${w("markHere")} (M)`, () => void this.mark());
  private readonly writing: HTMLElement;
  private readonly list = make("ol", { class: "pm-remarks" });
  private readonly none = make("p", { class: "pm-part__help" }, w("noRemarks"));
  private readonly more = button("", () => this.toggle());

  constructor(
    private readonly desk: Desk,
    place: HTMLElement,
  ) {
    this.writing = make("div", { class: "pm-remarks__write", hidden: !desk.data.mayRemark }, this.words, make("div", { class: "pm-row" }, this.sending, this.marking));
    place.append(this.writing, this.none, this.list, this.more);
    this.words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.say();
    });
    if (desk.data.mayRemark) register({ keys: ["m"], says: w("markKey"), run: () => void this.mark() });
    desk.onMark((mark) => this.reveal(mark));
    desk.onSaved(() => void this.load());
    // Where the moment lies changes with the cut.
    let before = desk.store.document.segments;
    desk.store.subscribe(() => {
      const { segments } = desk.store.document;
      if (segments !== before) this.draw();
      before = segments;
    });
    setInterval(() => {
      if (desk.store.view.panel === "remarks" && !document.hidden) void this.load();
    }, AGAIN);
    void this.load();
  }

  private get urls() {
    return this.desk.saved?.urls ?? this.desk.data.urls;
  }

  private async load(): Promise<void> {
    if (!this.urls) return this.draw();
    try {
      this.take(await get<Answer>(this.urls.remarks));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // What is shown stays; the next look comes by itself.
    }
  }

  private take({ remarks }: Answer): void {
    if (JSON.stringify(remarks) === JSON.stringify(this.remarks) && this.list.childElementCount) return;
    this.remarks = remarks;
    this.draw();
  }

  private async send(url: string, data: unknown): Promise<boolean> {
    try {
      this.take(await post<Answer>(url, data));
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      return false;
    }
  }

  /** What is seen now: footage and its seconds; undefined where nothing is, or the clip was never saved. */
  private moment(): { footage: number; seconds: number } | undefined {
    const place = this.desk.player.showing;
    if (!this.urls) {
      toast(w("saveFirst"), { kind: "error" });
      return undefined;
    }
    if (!place) return undefined;
    // Behind the last shot an end card is seen: what is said there belongs to the last picture.
    const last = Math.max(place.shot.start, place.shot.end - 1 / this.desk.player.rate);
    return { footage: place.shot.footage, seconds: tidy(Math.min(place.at, last)) };
  }

  private async mark(): Promise<void> {
    const moment = this.moment();
    if (!moment || !this.urls) return;
    const says = w("marked", { time: timecode(this.desk.player.time, this.desk.player.rate) });
    if (await this.send(this.urls.remark, moment)) this.desk.say(says);
  }

  private async say(): Promise<void> {
    const text = this.words.value.trim();
    const moment = this.moment();
    if (!text || !moment || !this.urls) return this.words.focus();
    this.sending.disabled = true;
    if (await this.send(this.urls.remark, { ...moment, text })) this.words.value = "";
    this.sending.disabled = false;
  }

  private toggle(): void {
    this.settled = !this.settled;
    this.draw();
  }

  /** A mark on the timeline was chosen. */
  private reveal(mark: Mark): void {
    const remark = this.remarks.find((each) => String(each.id) === mark.id);
    if (!remark) return;
    if (remark.resolved) this.settled = true;
    document.getElementById("tab-remarks")?.click();
    this.draw();
    const card = this.list.querySelector<HTMLElement>(`[data-remark="${mark.id}"]`);
    card?.scrollIntoView({ block: "nearest" });
    card?.focus({ preventScroll: true });
  }

  private goTo(remark: Remark): void {
    const time = seenAt(this.desk.store.document, remark.footage, remark.seconds);
    if (time === null) return;
    if (this.desk.store.view.source !== null) this.desk.store.look({ source: null });
    this.desk.player.stop();
    this.desk.player.seek(time);
  }

  private draw(): void {
    const { store, player, data } = this.desk;
    const at = (remark: Remark) => seenAt(store.document, remark.footage, remark.seconds);
    const order = this.remarks.toSorted((one, other) => (at(one) ?? Infinity) - (at(other) ?? Infinity) || one.id - other.id);
    this.desk.marks = order.map(({ id, footage, seconds, text, resolved }) => ({ id: String(id), footage, seconds, text, settled: resolved }));
    const done = this.remarks.filter((remark) => remark.resolved).length;
    const shown = order.filter((remark) => this.settled || !remark.resolved);
    const typing = this.typed();
    this.list.replaceChildren(
      ...shown.map((remark) => {
        const time = at(remark);
        const card = new RemarkCard(remark, {
          when: time === null ? null : timecode(time, player.rate),
          mayAnswer: data.mayRemark,
          mayWithdraw: remark.own || data.maySave,
          goTo: () => this.goTo(remark),
          answer: (text) => this.urls ? this.send(this.urls.remark, { footage: remark.footage, seconds: remark.seconds, text, answers: remark.id }) : Promise.resolve(false),
          settle: (resolved) => void this.send(`${this.urls?.remarks}${remark.id}/settle/`, { resolved }),
          withdraw: (id) => void this.send(`${this.urls?.remarks}${id}/withdraw/`, {}),
        });
        if (typing?.id === remark.id) card.typing(typing.text);
        return card.element;
      }),
    );
    this.none.hidden = shown.length > 0;
    this.more.hidden = !done;
    this.more.textContent = w("showSettled", { count: done });
    this.more.setAttribute("aria-pressed", String(this.settled));
  }

  /** An answer that is being written is not lost when others say something. */
  private typed(): { id: number; text: string } | null {
    const field = [...this.list.querySelectorAll<HTMLInputElement>(".pm-remark__answer input")].find((each) => each.value);
    return field ? { id: Number(field.closest<HTMLElement>("[data-remark]")!.dataset.remark), text: field.value } : null;
  }
}

export function mount(desk: Desk, place: HTMLElement): void {
  new RemarksPanel(desk, place);
}
