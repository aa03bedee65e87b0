/** The state of the calendar: what is asked for stands in the address bar. */
import { get, post as send, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { addDays, clockIn, dayOf, keyOf, momentIn, monthPage, onDay, weekPage, type Day } from "./days";
import { toneOf } from "./chips";
import { w } from "./words";

export interface Chip {
  id: number;
  title: string;
  url: string;
  poster: string;
  at: string | null;
  zone: string;
  state: string;
  movable: boolean;
  languages: string[];
  channels: number[];
}
export interface CalendarData {
  zone: string;
  now: string;
  channels: { id: number; name: string; platform: string; platformName: string; zone: string; state: string }[];
  states: Record<string, string>;
  may: { schedule: boolean; add: boolean };
}
export type View = "month" | "week" | "list";
export const VIEWS: View[] = ["month", "week", "list"];
const GROUPS: Record<string, string[]> = { needs: ["bad", "warn"], open: ["open"], published: ["good"], unwritten: ["draft"] };
const LIST_DAYS = 35;

export class Page {
  view: View;
  day: Day;
  channel: number | null;
  group: string;
  posts: Chip[] = [];
  drafts: Chip[] = [];
  loading = true;
  draw: () => void = () => {};
  private asked = 0;

  constructor(
    readonly data: CalendarData,
    readonly addresses: { posts: string; post: string; create: string },
  ) {
    const asked = new URLSearchParams(location.search);
    const view = asked.get("view") as View;
    this.view = VIEWS.includes(view) ? view : window.innerWidth < 720 ? "list" : "month";
    this.day = dayOf(asked.get("day") ?? "") ?? this.today();
    this.channel = Number(asked.get("channel")) || null;
    this.group = asked.get("show") ?? "";
  }

  today(): Day {
    return clockIn(this.data.zone, new Date());
  }

  days(): Day[] {
    if (this.view === "month") return monthPage(this.day);
    if (this.view === "week") return weekPage(this.day);
    return Array.from({ length: LIST_DAYS }, (_, index) => addDays(this.day, index));
  }

  shown(chips: Chip[]): Chip[] {
    const tones = GROUPS[this.group];
    return chips.filter((chip) => (!this.channel || chip.channels.includes(this.channel)) && (!tones || tones.includes(toneOf(chip.state))));
  }

  /** Posts of the filter by the day on which the reader's clocks have them. */
  byDay(): Map<string, Chip[]> {
    const found = new Map<string, Chip[]>();
    for (const chip of this.shown(this.posts)) {
      if (!chip.at) continue;
      const key = keyOf(clockIn(this.data.zone, new Date(chip.at)));
      found.set(key, [...(found.get(key) ?? []), chip]);
    }
    return found;
  }

  async go(change: Partial<Pick<Page, "view" | "day" | "channel" | "group">>): Promise<void> {
    Object.assign(this, change);
    const address = new URLSearchParams({ view: this.view, day: keyOf(this.day) });
    if (this.channel) address.set("channel", String(this.channel));
    if (this.group) address.set("show", this.group);
    history.replaceState(null, "", `?${address.toString()}`);
    await this.load();
  }

  async load(): Promise<void> {
    const number = ++this.asked;
    const days = this.days();
    const from = momentIn(this.data.zone, days[0]!).toISOString();
    const to = momentIn(this.data.zone, addDays(days.at(-1)!, 1)).toISOString();
    this.draw();
    try {
      const found = await get<{ posts: Chip[]; drafts: Chip[] } & Record<string, unknown>>(`${this.addresses.posts}?${new URLSearchParams({ from, to }).toString()}`);
      if (number !== this.asked) return;
      this.posts = found.posts;
      this.drafts = found.drafts;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
    this.loading = false;
    this.draw();
  }

  /** Another day, the same hour; the toast takes it back. */
  async moveToDay(id: number, day: Day): Promise<void> {
    const chip = this.posts.find((each) => each.id === id);
    if (!chip?.at) return;
    if (!chip.movable || !this.data.may.schedule) {
      toast(w("cannotMove"), { kind: "error" });
      return;
    }
    const at = onDay(this.data.zone, new Date(chip.at), day);
    const before = chip.at;
    if (at.getTime() === new Date(before).getTime()) return;
    if (!(await this.move(id, at.toISOString()))) return;
    const when = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeZone: this.data.zone, dateStyle: "medium", timeStyle: "short" }).format(at);
    toast(w("moved", { when }), {
      undo: async () => {
        if (await this.move(id, before)) toast(w("movedBack"));
      },
    });
  }

  private async move(id: number, at: string): Promise<boolean> {
    const chip = this.posts.find((each) => each.id === id);
    const before = chip?.at ?? null;
    if (chip) chip.at = at; // shown at once, taken back when the server refuses
    this.draw();
    try {
      const answer = await send<{ chip: Chip }>(`${this.addresses.post.replace("/0/", `/${id}/`)}move/`, { at });
      this.posts = this.posts.map((each) => (each.id === id ? answer.chip : each));
      this.draw();
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (chip) chip.at = before;
      this.draw();
      toast(error.message, { kind: "error" });
      return false;
    }
  }
}
