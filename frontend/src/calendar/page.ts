/** The state of the calendar: what is asked for stands in the address bar. */
import { get, post as send, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { addDays, clockIn, dayOf, keyOf, momentIn, monthPage, weekPage, type Day } from "./days";
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
  placeable: boolean;
  proposable: boolean;
  campaign: { id: number; name: string; colour: string } | null;
  marks: string[];
  languages: string[];
  channels: number[];
}
export interface Occasion {
  on: string;
  until: string;
  name: string;
  source: string;
  countries: string[];
}
export interface Option {
  value: string;
  text: string;
}
export interface CalendarData {
  zone: string;
  now: string;
  channels: { id: number; name: string; platform: string; platformName: string; zone: string; state: string }[];
  states: Record<string, string>;
  choices: { languages: Option[]; campaigns: Option[]; species: Option[] };
  zones: string[];
  may: { schedule: boolean; add: boolean };
}
interface Moved extends Record<string, unknown> {
  chip: Chip;
  undo: unknown;
}
export type View = "month" | "week" | "list";
export const VIEWS: View[] = ["month", "week", "list"];
export const FILTERS = ["channel", "language", "campaign", "species", "show"] as const;
export type Filters = Record<(typeof FILTERS)[number], string>;
const EACH: Record<View, number> = { month: 3, week: 60, list: 60 };
const LIST_DAYS = 35;

export class Page {
  view: View;
  day: Day;
  zone: string;
  filters: Filters;
  counts: Record<string, number> = {};
  occasions: Occasion[] = [];
  posts: Chip[] = [];
  drafts: Chip[] = [];
  loading = true;
  draw: () => void = () => {};
  askHour: (chip: Chip, local: string, why: string) => void = () => {};
  private turn = 0;

  constructor(
    readonly data: CalendarData,
    readonly addresses: { posts: string; post: string; create: string },
  ) {
    const asked = new URLSearchParams(location.search);
    const view = asked.get("view") as View;
    this.view = VIEWS.includes(view) ? view : window.innerWidth < 720 ? "list" : "month";
    this.zone = data.zones.includes(asked.get("zone") ?? "") ? asked.get("zone")! : data.zone;
    this.day = dayOf(asked.get("day") ?? "") ?? this.today();
    this.filters = Object.fromEntries(FILTERS.map((name) => [name, asked.get(name) ?? ""])) as Filters;
  }

  today(): Day {
    return clockIn(this.zone, new Date());
  }

  days(): Day[] {
    if (this.view === "month") return monthPage(this.day);
    if (this.view === "week") return weekPage(this.day);
    return Array.from({ length: LIST_DAYS }, (_, index) => addDays(this.day, index));
  }

  get channel(): number | null {
    return Number(this.filters.channel) || null;
  }

  /** What is filtered by, without what is not. */
  asked(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.filters).filter(([, value]) => value));
  }

  /** Posts of the filter by the day on which the reader's clocks have them. */
  byDay(): Map<string, Chip[]> {
    const found = new Map<string, Chip[]>();
    for (const chip of this.posts) {
      if (!chip.at) continue;
      const key = keyOf(clockIn(this.zone, new Date(chip.at)));
      found.set(key, [...(found.get(key) ?? []), chip]);
    }
    return found;
  }

  async go(change: Partial<Pick<Page, "view" | "day" | "zone">> & { filters?: Partial<Filters> }): Promise<void> {
    const { filters, ...rest } = change;
    Object.assign(this, rest);
    this.filters = { ...this.filters, ...filters };
    const address = new URLSearchParams({ view: this.view, day: keyOf(this.day), ...this.asked() });
    if (this.zone !== this.data.zone) address.set("zone", this.zone);
    history.replaceState(null, "", `?${address.toString()}`);
    await this.load();
  }

  async load(): Promise<void> {
    const number = ++this.turn;
    const days = this.days();
    const from = momentIn(this.zone, days[0]!).toISOString();
    const to = momentIn(this.zone, addDays(days.at(-1)!, 1)).toISOString();
    this.draw();
    try {
      const found = await get<{ posts: Chip[]; drafts: Chip[]; counts: Record<string, number>; occasions: Occasion[] } & Record<string, unknown>>(
        `${this.addresses.posts}?${new URLSearchParams({ from, to, zone: this.zone, each: String(EACH[this.view]), ...this.asked() }).toString()}`,
      );
      if (number !== this.turn) return;
      this.posts = found.posts;
      this.drafts = found.drafts;
      this.counts = found.counts;
      this.occasions = found.occasions;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
    this.loading = false;
    this.draw();
  }

  find(id: number): Chip | undefined {
    return [...this.posts, ...this.drafts].find((each) => each.id === id);
  }

  mayMove(chip: Chip): boolean {
    return chip.proposable || ((chip.movable || chip.placeable) && this.data.may.schedule);
  }

  /** Another day, the same hour on the clocks shown. Where clocks skip or repeat it, or there is none yet, `askHour` asks. */
  async moveToDay(id: number, day: Day): Promise<void> {
    const chip = this.find(id);
    if (!chip) return;
    if (!this.mayMove(chip)) {
      toast(w("cannotMove"), { kind: "error" });
      return;
    }
    if (!chip.at) {
      this.askHour(chip, `${keyOf(day)}T19:30`, "");
      return;
    }
    const clock = clockIn(this.zone, new Date(chip.at));
    if (keyOf(clock) === keyOf(day)) return;
    const local = `${keyOf(day)}T${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`;
    try {
      await this.place(chip, { local, zone: this.zone });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if ("instead" in error.body || "twice" in error.body) this.askHour(chip, local, error.message);
      else toast(error.message, { kind: "error" });
      if (error.status === 409) void this.load();
    }
  }

  /** Give a post an hour: {local, zone, second?} or nothing for its next free slot. Throws what the server refuses. */
  async place(chip: Chip, wanted: { local: string; zone: string; second?: boolean } | null): Promise<void> {
    const address = this.addresses.post.replace("/0/", `/${chip.id}/`);
    const answer = wanted
      ? await send<Moved>(`${address}move/`, { ...wanted, seen: chip.at })
      : await send<Moved>(`${address}next-slot/`);
    await this.load();
    const at = new Date(answer.chip.at ?? "");
    const when = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeZone: this.zone, dateStyle: "medium", timeStyle: "short" }).format(at);
    toast([w("moved", { when }), ...answer.chip.marks].join(" "), {
      undo: async () => {
        try {
          await send(`${address}move-back/`, { undo: answer.undo });
          toast(w("movedBack"));
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          toast(error.message, { kind: "error" });
        }
        await this.load();
      },
    });
  }

  async intoNextSlot(id: number): Promise<void> {
    const chip = this.find(id);
    if (!chip || !this.mayMove(chip)) {
      toast(w("cannotMove"), { kind: "error" });
      return;
    }
    try {
      await this.place(chip, null);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  }
}
