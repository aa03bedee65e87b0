/** The calendar: month, week, list; drag or Alt with arrows moves. */
import "./calendar/calendar.css";
import { register } from "./shell/shortcuts";
import { button, choice, el } from "./post/dom";
import { askHour } from "./calendar/hourdialog";
import { manageFeeds } from "./calendar/feeds";
import { addDays, addMonths, clockIn, dayOf, keyOf } from "./calendar/days";
import { Page, VIEWS, type CalendarData } from "./calendar/page";
import { drawDrafts, drawList, drawMonth, drawNothing, drawWeek, heading } from "./calendar/views";
import { w } from "./calendar/words";

const root = document.querySelector<HTMLElement>("#calendar");
const source = document.querySelector("#calendar-data");
if (root && source) start(root, JSON.parse(source.textContent ?? "{}") as CalendarData);

function start(host: HTMLElement, data: CalendarData): void {
  const page = new Page(data, { posts: host.dataset.posts ?? "", post: host.dataset.post ?? "", create: host.dataset.new ?? "" });
  page.draw = () => draw(host, page);
  page.askHour = (chip, local, why) => askHour(page, chip, local, why);
  host.addEventListener("dragstart", (event) => {
    const chip = (event.target as HTMLElement).closest<HTMLElement>("[data-post]");
    if (chip) event.dataTransfer?.setData("text/x-pugmark-post", chip.dataset.post ?? "");
  });
  host.addEventListener("keydown", (event) => onKey(event, page));
  register(
    { keys: ["j", "PageUp"], says: w("previousKey"), run: () => step(page, -1) },
    { keys: ["k", "PageDown"], says: w("nextKey"), run: () => step(page, 1) },
    { keys: ["t"], says: w("todayKey"), run: () => void page.go({ day: page.today() }) },
    { keys: ["m"], says: w("hourKey"), when: () => focused() !== undefined, run: () => openHour(page) },
    { keys: ["s"], says: w("slotKey"), when: () => focused() !== undefined, run: () => void page.intoNextSlot(focused()!) },
    { keys: ["m"], says: w("month"), run: () => void page.go({ view: "month" }) },
    { keys: ["w"], says: w("week"), run: () => void page.go({ view: "week" }) },
    { keys: ["l"], says: w("list"), run: () => void page.go({ view: "list" }) },
    { keys: ["Alt+ArrowLeft", "Alt+ArrowRight"], says: w("moveKey"), run: () => {} },
    { keys: ["n"], says: w("newKey"), run: () => document.querySelector<HTMLElement>("#new-post")?.click() },
  );
  document.querySelector("#calendar-feeds")?.addEventListener("click", () => void manageFeeds(page));
  void page.load();
  window.setInterval(() => {
    if (!document.hidden && !host.querySelector(":focus-within")) void page.load();
  }, 15_000);
}

function focused(): number | undefined {
  const chip = document.activeElement?.closest<HTMLElement>("#calendar [data-post]");
  return chip ? Number(chip.dataset.post) : undefined;
}

function openHour(page: Page): void {
  const chip = page.find(focused() ?? 0);
  if (!chip || !page.mayMove(chip)) return;
  const clock = clockIn(page.zone, new Date(chip.at ?? Date.now() + 86_400_000));
  page.askHour(chip, `${keyOf(clock)}T${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`, "");
}

function step(page: Page, direction: 1 | -1): void {
  if (page.view === "month") void page.go({ day: addMonths(page.day, direction) });
  else void page.go({ day: addDays(page.day, direction * (page.view === "week" ? 7 : 28)) });
}

const ARROWS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Arrows walk over the days; with Alt they move the post in focus. */
function onKey(event: KeyboardEvent, page: Page): void {
  const by = ARROWS[event.key];
  const target = event.target as HTMLElement;
  if (by === undefined || target.matches("select, input")) return;
  const chip = target.closest<HTMLElement>("[data-post]");
  if (event.altKey && chip) {
    event.preventDefault();
    const post = page.find(Number(chip.dataset.post));
    if (!post?.at) return;
    const day = addDays(clockIn(page.zone, new Date(post.at)), by);
    void page.moveToDay(post.id, day).then(() => document.querySelector<HTMLElement>(`[data-post="${post.id}"]`)?.focus());
    return;
  }
  const box = target.closest<HTMLElement>(".cal-month [data-day]");
  const here = dayOf(box?.dataset.day ?? "");
  if (!here || event.altKey || event.ctrlKey) return;
  event.preventDefault();
  const next = addDays(here, by);
  const focus = () => document.querySelector<HTMLElement>(`.cal-month [data-day="${keyOf(next)}"]`)?.focus();
  if (document.querySelector(`.cal-month [data-day="${keyOf(next)}"]`)) focus();
  else void page.go({ day: next }).then(focus);
}

function draw(host: HTMLElement, page: Page): void {
  const focused = document.activeElement instanceof HTMLElement && host.contains(document.activeElement) ? (document.activeElement.dataset.post ?? "") : "";
  const views = el("div", "cal-views");
  for (const view of VIEWS) {
    const made = button(w(view), "cal-view", () => page.go({ view }));
    made.setAttribute("aria-pressed", String(view === page.view));
    views.append(made);
  }
  const before = button("‹", "pm-button cal-step", () => step(page, -1));
  const after = button("›", "pm-button cal-step", () => step(page, 1));
  before.setAttribute("aria-label", w("before"));
  after.setAttribute("aria-label", w("after"));
  const title = el("h2", "cal-title", heading(page));
  title.setAttribute("aria-live", "polite");
  const all = (text: string, options: { value: string; text: string }[]) => [{ value: "", text }, ...options];
  const picked = (name: keyof typeof page.filters) => (value: string) => void page.go({ filters: { [name]: value } });
  const zones = page.data.zones.map((name) => ({ value: name, text: name.replaceAll("_", " ") }));
  const channels = [{ value: "", text: w("allChannels") }, ...page.data.channels.map((channel) => ({ value: String(channel.id), text: channel.name }))];
  const groups = [{ value: "", text: w("allStates") }, ...(["needs", "open", "published", "unwritten"] as const).map((value) => ({ value, text: w(value) }))];
  const bar = el(
    "div",
    "cal-bar",
    el("div", "cal-bar__move", before, button(w("today"), "pm-button", () => page.go({ day: page.today() })), after),
    title,
    views,
    el("div", "cal-bar__filter", choice(w("channel"), channels, page.filters.channel, picked("channel")), choice(w("language"), all(w("allLanguages"), page.data.choices.languages), page.filters.language, picked("language")), choice(w("campaign"), all(w("allCampaigns"), page.data.choices.campaigns), page.filters.campaign, picked("campaign")), choice(w("species"), all(w("allSpecies"), page.data.choices.species), page.filters.species, picked("species")), choice(w("state"), groups, page.filters.show, picked("show")), choice(w("zoneChoice"), zones, page.zone, (zone) => void page.go({ zone }))),
  );
  const body = page.view === "month" ? drawMonth(page) : page.view === "week" ? drawWeek(page) : drawList(page);
  const drafts = drawDrafts(page);
  const empty = !page.loading && page.posts.length === 0;
  const parts: Node[] = [bar, body];
  if (empty && page.view === "list") parts.splice(1, 1, drawNothing(page));
  else if (empty && !drafts) parts.push(drawNothing(page));
  if (drafts) parts.push(drafts);
  parts.push(el("p", "cal-zone pm-muted", w("zone", { zone: page.zone.replaceAll("_", " ") })));
  host.replaceChildren(...parts);
  host.setAttribute("aria-busy", String(page.loading));
  if (focused) host.querySelector<HTMLElement>(`[data-post="${focused}"]`)?.focus();
}
