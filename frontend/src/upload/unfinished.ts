/** What this person began and has not finished, as the server knows it: also from another browser, also after a crash. */
import { defaultOptions } from "tus-js-client";
import { bytes } from "../shell/format";
import { csrfToken, get, send } from "../shell/http";
import { language } from "../shell/messages";
import { toast } from "../shell/toast";
import type { Chosen } from "./chosen";
import type { Known, Settings } from "./sending";
import { w } from "./words";

export class Unfinished {
  private known: Known[] = [];
  private readonly here = new Set<string>(); // tus uploads that this browser can go on with

  constructor(
    private readonly place: HTMLElement,
    private readonly settings: Settings,
  ) {}

  async load(): Promise<void> {
    try {
      const { uploads } = await get<{ uploads: Known[] }>(this.settings.mineUrl);
      this.known = uploads;
      for (const one of (await defaultOptions.urlStorage?.findAllUploads()) ?? []) this.here.add(new URL(one.uploadUrl ?? "", location.href).pathname);
    } catch {
      this.known = []; // the page works without this list
    }
    this.show();
  }

  /** The upload that this file belongs to, which then leaves the list: it is on its way again. */
  claim(chosen: Chosen): Known | undefined {
    const { file, folder } = chosen;
    const found = this.known.find((one) => one.name === file.name && one.folder === folder && one.size === file.size);
    this.known = this.known.filter((one) => one !== found);
    this.show();
    return found;
  }

  private show(): void {
    this.place.hidden = !this.known.length;
    const title = document.createElement("h2");
    title.textContent = w("unfinished");
    const help = document.createElement("p");
    help.className = "pm-muted";
    help.textContent = w("unfinishedHelp");
    const list = document.createElement("ul");
    list.append(...this.known.map((one) => this.line(one)));
    this.place.replaceChildren(title, help, list);
  }

  private line(one: Known): HTMLElement {
    const item = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = one.name;
    const more = document.createElement("small");
    more.className = "pm-muted";
    const when = new Date(one.touched).toLocaleString(language() === "en" ? "en-GB" : "zh-Hans", { dateStyle: "medium", timeStyle: "short" });
    const percent = one.size ? Math.floor((one.received / one.size) * 100) : 100;
    const elsewhere = one.direct || this.here.has(one.url) ? [] : [w("elsewhere")];
    more.textContent = [w("unfinishedFile", { percent, size: bytes(one.size), when }), ...elsewhere].join(" · ");
    const discard = document.createElement("button");
    Object.assign(discard, { type: "button", className: "pm-button", textContent: w("discard") });
    discard.setAttribute("aria-label", `${w("discard")}: ${one.name}`);
    discard.onclick = () => void this.discard(one);
    item.append(name, more, discard);
    return item;
  }

  private async discard(one: Known): Promise<void> {
    try {
      if (one.direct) await send("DELETE", one.url);
      else await fetch(one.url, { method: "DELETE", headers: { "X-CSRFToken": csrfToken(), "Tus-Resumable": "1.0.0" } });
      this.known = this.known.filter((other) => other !== one);
      toast(w("discarded", { name: one.name }));
      this.show();
    } catch (error) {
      toast(w("notDiscarded", { reason: error instanceof Error ? error.message : "" }));
    }
  }
}
