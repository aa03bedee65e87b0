/** A dialog that asks which cells of the matrix are meant. */
import { t } from "../shell/messages";
import { toast } from "../shell/toast";
import { button, el } from "./dom";
import { p } from "./phrases";

export interface Cell {
  channel: number;
  language: string;
}
export interface Offer extends Cell {
  name: string;
  note: string;
  checked: boolean;
}
interface Wish {
  title: string;
  help?: string;
  offers: Offer[];
  /** A box of its own beneath the cells. */
  also?: string;
  confirm: string;
  run: (cells: Cell[], also: boolean) => void | Promise<void>;
}

export function askCells(wish: Wish): void {
  const dialog = el("dialog", "pm-dialog pe-cells");
  const heading = el("h2", "", wish.title);
  heading.id = "cells-heading";
  dialog.setAttribute("aria-labelledby", heading.id);
  const boxes = wish.offers.map((offer) => {
    const box = el("input");
    box.type = "checkbox";
    box.checked = offer.checked;
    return { box, offer };
  });
  const list = el("ul", "pe-cells__list", ...boxes.map(({ box, offer }) => el("li", "", el("label", "", box, el("span", "", offer.name), el("small", "pm-muted", offer.note)))));
  const set = (on: boolean) => () => boxes.forEach(({ box }) => (box.checked = on));
  const also = el("input");
  also.type = "checkbox";
  const go = button(wish.confirm, "pm-button pm-button--tiger", async () => {
    const cells = boxes.filter(({ box }) => box.checked).map(({ offer }) => ({ channel: offer.channel, language: offer.language }));
    if (!cells.length) {
      toast(p("choose"), { kind: "error" });
      return;
    }
    dialog.close();
    await wish.run(cells, also.checked);
  });
  dialog.append(
    heading,
    ...(wish.help ? [el("p", "pm-muted", wish.help)] : []),
    el("div", "pe-cells__all", button(p("all"), "pm-button pm-button--quiet", set(true)), button(p("noneOf"), "pm-button pm-button--quiet", set(false))),
    list,
    ...(wish.also ? [el("label", "pe-cells__also", also, ` ${wish.also}`)] : []),
    el("div", "pe-dialog__buttons", button(t("cancel"), "pm-button", () => dialog.close()), go),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
