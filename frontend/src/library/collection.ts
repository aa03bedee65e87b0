/** Collections: make, rename, share, remove, and put in order. */
import { get, post, RequestError, send } from "../shell/http";
import { toast } from "../shell/toast";
import { area, ask, field, input, tick } from "./dialog";
import { w } from "./words";

export interface Collection {
  id: number;
  name: string;
  description: string;
  own: boolean;
  url: string;
}

interface Sharing extends Collection {
  everybody?: boolean;
  people?: { id: number; name: string; may: "" | "look" | "change" }[];
}

/** Ask for a name and make a collection with these pieces in it. */
export function make(url: string, onMade: (made: Collection) => void, pieces: number[] = []): void {
  const name = input();
  const description = area();
  ask(w("newCollection"), [field(w("name"), name), field(w("description"), description)], {
    save: w("make"),
    run: async () => onMade(await post<Collection>(url, { name: name.value, description: description.value, pieces })),
  });
}

export function describe(url: string, now: { name: string; description: string }, onSaved: () => void): void {
  const name = input(now.name);
  const description = area(now.description);
  ask(w("renameCollection"), [field(w("name"), name), field(w("description"), description)], {
    save: w("save"),
    run: async () => {
      await send("PUT", url, { name: name.value, description: description.value });
      onSaved();
    },
  });
}

export async function share(url: string, onSaved: () => void): Promise<void> {
  const now = await get<Sharing>(url);
  const everybody = tick(w("everybodyLooks"), now.everybody ?? false);
  const list = document.createElement("div");
  list.className = "pm-sharing";
  const rights = (now.people ?? []).map((person) => {
    const select = document.createElement("select");
    for (const [value, label] of [["", w("notShared")], ["look", w("mayLook")], ["change", w("mayChange")]] as const) select.add(new Option(label, value, false, value === person.may));
    list.append(field(person.name, select));
    return { id: person.id, select };
  });
  ask(w("shareCollection"), [everybody.element, list], {
    save: w("save"),
    run: async () => {
      const people = Object.fromEntries(rights.filter((one) => one.select.value).map((one) => [one.id, one.select.value]));
      await post(`${url}sharing/`, { everybody: everybody.box.checked, people });
      onSaved();
    },
  });
}

/** The head of a collection's page. */
export class Head {
  constructor(
    private readonly results: HTMLElement,
    private readonly settings: { collectionsUrl: string },
    private readonly reload: () => void,
  ) {
    results.addEventListener("click", (event) => {
      const head = (event.target as HTMLElement).closest<HTMLElement>("[data-collection]");
      const action = (event.target as HTMLElement).closest<HTMLElement>("[data-describe], [data-share], [data-remove]");
      if (head && action) void this.act(head, action);
    });
  }

  /** The collection that is shown; undefined on any other page. */
  get shown(): HTMLElement | undefined {
    return this.results.querySelector<HTMLElement>("[data-collection]") ?? undefined;
  }

  get id(): number | undefined {
    return this.shown ? Number(this.shown.dataset.collection) : undefined;
  }

  /** Whether the cards stand in the collection's own order and this person may change it. */
  get arranging(): boolean {
    return Boolean(this.shown?.dataset.arranged && this.shown.dataset.change);
  }

  private url(head: HTMLElement): string {
    return `${this.settings.collectionsUrl}${head.dataset.collection}/`;
  }

  private async act(head: HTMLElement, action: HTMLElement): Promise<void> {
    const url = this.url(head);
    try {
      if (action.matches("[data-describe]")) describe(url, { name: head.dataset.name!, description: head.dataset.description! }, this.reload);
      else if (action.matches("[data-share]")) await share(url, this.reload);
      else await this.remove(url);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  }

  private async remove(url: string): Promise<void> {
    await send("DELETE", url);
    for (const part of this.results.querySelectorAll<HTMLElement>(".pm-collection__actions, .pm-films, .pm-results__head")) part.hidden = true;
    toast(w("collectionRemoved"), {
      undo: async () => {
        await post(`${url}restore/`);
        this.reload();
      },
    });
  }

  /** Store the order in which the cards stand now. */
  async arrange(cards: HTMLElement[]): Promise<void> {
    if (!this.shown) return;
    try {
      await post(`${this.url(this.shown)}order/`, { pieces: cards.map((card) => Number(card.dataset.id)) });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  }
}

/** Cards that are dragged into an order, or moved with Alt and the arrows. */
export function arranging(results: HTMLElement, head: Head): void {
  let dragged: HTMLElement | undefined;
  const cards = () => [...results.querySelectorAll<HTMLElement>(".pm-film")];
  results.addEventListener("pointerdown", (event) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>(".pm-film");
    if (card) card.draggable = head.arranging;
  });
  results.addEventListener("dragstart", (event) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>(".pm-film");
    if (!card || !head.arranging) return;
    dragged = card;
    card.classList.add("pm-film--dragged");
    event.dataTransfer?.setData("text/plain", card.dataset.id ?? "");
  });
  results.addEventListener("dragover", (event) => {
    const over = (event.target as HTMLElement).closest<HTMLElement>(".pm-film");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const all = cards();
    if (all.indexOf(over) > all.indexOf(dragged)) over.after(dragged);
    else over.before(dragged);
  });
  results.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("pm-film--dragged");
    dragged = undefined;
    void head.arrange(cards());
  });
  results.addEventListener("keydown", (event) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>(".pm-film");
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !card || !by || !head.arranging) return;
    event.preventDefault();
    event.stopPropagation();
    const next = cards()[cards().indexOf(card) + by];
    if (!next) return;
    if (by > 0) next.after(card);
    else next.before(card);
    card.querySelector<HTMLElement>("h3 a")?.focus();
    void head.arrange(cards());
  });
}
