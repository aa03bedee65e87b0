/** Saved searches: kept with a name, listed with what is new, looked at, renamed, removed with undo. */
import { get, post, RequestError, send } from "../shell/http";
import { toast } from "../shell/toast";
import { searched } from "./address";
import { ask, button, field, input, tick } from "./dialog";
import type { Find } from "./find";
import { w } from "./words";

interface Saved {
  id: number;
  name: string;
  url: string;
  fresh: number;
  mail: boolean;
  checked: string;
  problem: string;
}

export class SavedSearches {
  private readonly panel: HTMLElement;
  private readonly opener: HTMLButtonElement;

  constructor(
    place: HTMLElement,
    private readonly find: Find,
    private readonly url: string,
  ) {
    this.panel = place.querySelector<HTMLElement>(".pm-saved__panel")!;
    this.opener = place.querySelector<HTMLButtonElement>(".pm-saved__open")!;
    this.opener.addEventListener("click", () => this.toggle(Boolean(this.panel.hidden)));
    document.addEventListener("click", (event) => {
      const at = event.target;
      // What was redrawn meanwhile, a dialog that the panel has opened, and its undo do not close it.
      if (at instanceof Element && at.isConnected && !place.contains(at) && !at.closest("dialog, .pm-toast")) this.toggle(false);
    });
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.panel.hidden) return;
      this.toggle(false);
      this.opener.focus();
    });
    void this.load();
  }

  /** Whoever opens a saved search has seen what it finds. */
  async look(): Promise<void> {
    const id = this.find.parameters.get("saved");
    if (!id) return;
    try {
      await post(`${this.url}${id}/look/`);
      await this.load();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error; // not searched: what is new stays new
    }
  }

  save(): void {
    const query = searched(this.find.parameters);
    const name = input(this.find.parameters.get("q") ?? "");
    const mail = tick(w("tellByMail"), false);
    ask(w("saveSearch"), [field(w("name"), name), mail.element], {
      save: w("save"),
      run: async () => {
        await post(this.url, { name: name.value, query, mail: mail.box.checked });
        await this.load();
        toast(w("searchSaved"));
      },
    });
    name.select();
  }

  private toggle(open: boolean): void {
    this.panel.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.draw((await get<{ saved: Saved[] }>(this.url)).saved);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }

  private draw(list: Saved[]): void {
    const fresh = list.reduce((sum, one) => sum + one.fresh, 0);
    const count = this.opener.querySelector<HTMLElement>(".pm-saved__count")!;
    count.hidden = !fresh;
    count.textContent = String(fresh);
    count.title = w("newPieces", { count: fresh });
    const rows = list.map((one) => this.row(one));
    const save = button(w("saveThis"), () => this.save(), "pm-button pm-saved__save");
    this.panel.replaceChildren(save, ...(rows.length ? rows : [note(w("nothingSaved"))]));
  }

  private row(saved: Saved): HTMLElement {
    const row = document.createElement("div");
    row.className = "pm-saved__one";
    const link = document.createElement("a");
    link.href = saved.url;
    link.textContent = saved.name;
    const fresh = document.createElement("small");
    fresh.textContent = saved.problem ? w("notChecked") : saved.fresh ? w("newPieces", { count: saved.fresh }) : "";
    fresh.className = saved.fresh ? "pm-saved__fresh" : "";
    const mail = button("✉", () => void this.change(saved, { mail: !saved.mail }), "pm-saved__tool");
    mail.setAttribute("aria-pressed", String(saved.mail));
    mail.title = w(saved.mail ? "mailOff" : "mailOn");
    const rename = button("✎", () => this.rename(saved), "pm-saved__tool");
    rename.title = w("rename");
    const remove = button("×", () => void this.remove(saved), "pm-saved__tool");
    remove.title = w("remove");
    for (const tool of [mail, rename, remove]) tool.setAttribute("aria-label", `${tool.title} ${saved.name}`);
    row.append(link, fresh, mail, rename, remove);
    return row;
  }

  private rename(saved: Saved): void {
    const name = input(saved.name);
    ask(w("rename"), [field(w("name"), name)], {
      save: w("save"),
      run: async () => this.draw((await send<{ saved: Saved[] }>("PUT", `${this.url}${saved.id}/`, { name: name.value })).saved),
    });
  }

  private async change(saved: Saved, change: { mail: boolean }): Promise<void> {
    this.draw((await send<{ saved: Saved[] }>("PUT", `${this.url}${saved.id}/`, change)).saved);
    toast(w(change.mail ? "mailIsOn" : "mailIsOff"));
  }

  private async remove(saved: Saved): Promise<void> {
    this.draw((await send<{ saved: Saved[] }>("DELETE", `${this.url}${saved.id}/`)).saved);
    toast(w("searchRemoved"), {
      undo: async () => this.draw((await post<{ saved: Saved[] }>(`${this.url}${saved.id}/restore/`)).saved),
    });
  }
}

function note(text: string): HTMLElement {
  return Object.assign(document.createElement("p"), { className: "pm-muted", textContent: text });
}
