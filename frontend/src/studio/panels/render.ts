/** The inspector's "Files": what was made of the clip, and having more made. */
import "../rendering/rendering.css";
import { button, el } from "../../post/dom";
import type { Desk } from "../desk";
import { Chooser } from "../rendering/chooser";
import { Ledger } from "../rendering/ledger";
import { w } from "../rendering/words";

export function mount(desk: Desk, place: HTMLElement): void {
  const ledger = new Ledger(desk);
  const chooser = new Chooser(desk, ledger);
  // An older version is only looked at: the newest one is what would be rendered.
  if (desk.data.mayRender && !desk.data.looking) {
    place.append(el("p", "", button(w("choose"), "pm-button", () => chooser.open())));
    place.addEventListener("choose", () => chooser.open());
  }
  place.append(ledger.element);
  void ledger.load();
}
