/** The panels of a footage page that say what belongs to it: event, near duplicates, individuals. */
import "./individuals.css";
import { register } from "../shell/shortcuts";
import { finders } from "./finder";
import { listen } from "./fragments";
import { w } from "./words";

async function load(place: HTMLElement): Promise<void> {
  try {
    const response = await fetch(place.dataset.url!, { credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) throw new TypeError(String(response.status));
    place.innerHTML = await response.text();
    finders(place);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const told = document.createElement("p");
    told.className = "pm-error";
    const again = document.createElement("button");
    Object.assign(again, { type: "button", className: "pm-button", textContent: w("again"), onclick: () => void load(place) });
    told.append(w("failed"), " ", again);
    place.replaceChildren(told);
  }
}

const go = (mark: string) => document.querySelector<HTMLAnchorElement>(`a[data-event-${mark}]`)?.click();

const place = document.querySelector<HTMLElement>("#companions");
if (place) {
  listen();
  place.addEventListener("drawn", () => finders(place));
  register({ keys: ["["], says: w("before"), run: () => go("before") }, { keys: ["]"], says: w("after"), run: () => go("after") });
  void load(place);
}
