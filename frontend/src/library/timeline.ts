/** The search in time: months as bars, and the days of the month that is asked for. A click narrows. */
import { get, RequestError } from "../shell/http";
import { searched, withField, withValue } from "./address";
import { button } from "./dialog";
import type { Find } from "./find";
import { w } from "./words";

const LABEL = 72; // pixels that a month's name takes

interface Bar {
  value: string;
  label: string;
  count: number;
  on: boolean;
}

interface Times {
  months: Bar[];
  days: Bar[];
  total: number;
  dated: number;
}

export async function showTimeline(place: HTMLElement, find: Find): Promise<void> {
  try {
    const times = await get<Times>(`${place.dataset.timeline}?${searched(find.parameters)}`);
    if (place.isConnected) draw(place, times, find);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const message = Object.assign(document.createElement("p"), { className: "pm-error", textContent: error.message });
    message.setAttribute("role", "alert");
    place.replaceChildren(message);
  }
}

function draw(place: HTMLElement, times: Times, find: Find): void {
  if (!times.months.length) {
    place.replaceChildren(Object.assign(document.createElement("p"), { className: "pm-empty", textContent: w("noTimes") }));
    return;
  }
  const parts = [chart(w("months"), times.months, place.clientWidth, (bar) => find.go(withValue(find.parameters, "month", bar.value, !bar.on)))];
  if (times.days.length) {
    const day = (bar: Bar) => {
      const told = withField(withField(withField(find.parameters, "month", ""), "since", bar.value), "until", bar.value);
      find.go(withField(told, "view", ""));
    };
    parts.push(chart(w("days"), times.days, place.clientWidth, day));
  }
  const note = document.createElement("p");
  note.className = "pm-muted";
  note.textContent = w("timelineHelp");
  place.replaceChildren(...parts, note);
}

/** Bars with their numbers; each is a button, so that the keyboard and readers of screens have them too. */
function chart(title: string, bars: Bar[], width: number, choose: (bar: Bar) => void): HTMLElement {
  const figure = document.createElement("figure");
  figure.className = "pm-timeline__chart";
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  const row = document.createElement("div");
  row.className = "pm-timeline__bars";
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const every = Math.ceil(bars.length / Math.max(2, Math.floor(width / LABEL)));
  bars.forEach((bar, at) => {
    const made = button("", () => choose(bar), "pm-timeline__bar");
    const said = `${bar.label}: ${bar.count.toLocaleString(document.documentElement.lang)}`;
    made.title = said;
    made.setAttribute("aria-label", said);
    made.setAttribute("aria-pressed", String(bar.on));
    made.disabled = !bar.count && !bar.on;
    const fill = document.createElement("i");
    fill.style.blockSize = bar.count ? `max(3px, ${(bar.count / most) * 100}%)` : "0";
    const label = document.createElement("small");
    label.textContent = at % every ? "" : bar.value.length === 7 ? bar.value : String(Number(bar.value.slice(-2)));
    made.append(fill, label);
    row.append(made);
  });
  figure.append(caption, row);
  return figure;
}
