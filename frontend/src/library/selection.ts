/** Which cards are selected, and what can be done with them. */
import { observationForm, type Choices, type Entry } from "../footage/form";
import { post, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import { w } from "./words";

interface Settings {
  choices: Choices;
  tagUrl: string;
  undoUrl: string;
  mayTag: boolean;
  clipUrl: string;
}

export class Selection {
  private readonly chosen = new Set<string>();
  private last: HTMLElement | undefined;

  constructor(
    private readonly results: HTMLElement,
    private readonly bar: HTMLElement,
    private readonly settings: Settings,
  ) {
    results.addEventListener("click", (event) => {
      const box = (event.target as HTMLElement).closest<HTMLInputElement>(".pm-film__pick input");
      if (box) this.picked(box.closest<HTMLElement>(".pm-film")!, box.checked, event.shiftKey);
    });
    // The boxes lie in the search's form but are no part of the search.
    results.addEventListener("change", (event) => {
      if ((event.target as HTMLElement).closest(".pm-film__pick")) event.stopPropagation();
    });
  }

  get size(): number {
    return this.chosen.size;
  }

  toggle(card: HTMLElement): void {
    this.set(card, !this.chosen.has(card.dataset.id!));
    this.draw();
  }

  clear(): void {
    this.chosen.clear();
    this.refresh();
  }

  /** After the cards were replaced: what is gone is no longer selected. */
  refresh(): void {
    const cards = this.cards();
    const there = new Set(cards.map((card) => card.dataset.id!));
    for (const id of this.chosen) if (!there.has(id)) this.chosen.delete(id);
    for (const card of cards) this.set(card, this.chosen.has(card.dataset.id!));
    this.draw();
  }

  tag(): void {
    if (!this.size || !this.settings.mayTag) return;
    const dialog = document.createElement("dialog");
    dialog.className = "pm-dialog pm-tagdialog";
    const title = document.createElement("h2");
    title.textContent = w("tagTitle", { count: this.size });
    const form = observationForm({
      choices: this.settings.choices,
      onSave: async (entry) => {
        await this.save(entry);
        dialog.close();
      },
      onCancel: () => dialog.close(),
    });
    dialog.append(title, form.element);
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
    form.focus();
  }

  private async save(entry: Entry): Promise<void> {
    const answer = await post<{ added: number[]; message: string }>(this.settings.tagUrl, { ...entry, footage: [...this.chosen].map(Number) });
    const cards = [...this.chosen];
    await this.redraw(cards);
    toast(answer.message, {
      undo: async () => {
        await post(this.settings.undoUrl, { added: answer.added });
        await this.redraw(cards);
        toast(w("undone"));
      },
    });
  }

  /** Fetch these cards again, to show what is now known of them. */
  private async redraw(ids: string[]): Promise<void> {
    for (const id of ids) {
      const card = this.cards().find((one) => one.dataset.id === id);
      const response = await fetch(`/studio/footage/${id}/card/`, { credentials: "same-origin" });
      if (!card || !response.ok) continue;
      const { html } = (await response.json()) as { html: string };
      card.outerHTML = html;
    }
    this.refresh();
  }

  private cards(): HTMLElement[] {
    return [...this.results.querySelectorAll<HTMLElement>(".pm-film")];
  }

  private picked(card: HTMLElement, on: boolean, range: boolean): void {
    const cards = this.cards();
    if (range && this.last && cards.includes(this.last)) {
      const [from, to] = [cards.indexOf(this.last), cards.indexOf(card)].sort((a, b) => a - b) as [number, number];
      for (const between of cards.slice(from, to + 1)) this.set(between, on);
    } else {
      this.set(card, on);
    }
    this.last = card;
    this.draw();
  }

  private set(card: HTMLElement, on: boolean): void {
    const id = card.dataset.id!;
    if (on) this.chosen.add(id);
    else this.chosen.delete(id);
    card.classList.toggle("pm-film--on", on);
    const box = card.querySelector<HTMLInputElement>(".pm-film__pick input");
    if (box) box.checked = on;
  }

  private draw(): void {
    this.bar.hidden = !this.size;
    this.results.classList.toggle("pm-results--selecting", this.size > 0);
    const count = document.createElement("strong");
    count.textContent = w("selected", { count: this.size });
    const parts: HTMLElement[] = [count];
    if (this.settings.mayTag) parts.push(button(w("tag"), () => this.tag()));
    if (this.settings.clipUrl && this.size === 1) {
      const link = document.createElement("a");
      link.className = "pm-button pm-button--tiger";
      link.href = `${this.settings.clipUrl}?footage=${[...this.chosen][0]}`;
      link.textContent = w("clip");
      parts.push(link);
    }
    parts.push(button(w("clear"), () => this.clear()));
    this.bar.replaceChildren(...parts);
  }
}

function button(text: string, run: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "pm-button";
  made.textContent = text;
  made.onclick = () => {
    try {
      run();
    } catch (error) {
      if (error instanceof RequestError) toast(error.message, { kind: "error" });
      else throw error;
    }
  };
  return made;
}
