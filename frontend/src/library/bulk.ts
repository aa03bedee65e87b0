/** What can be done with much footage at once: an action of the server's list, its progress, and its undo. */
import { observationForm, type Choices } from "../footage/form";
import { speciesField } from "../footage/species";
import { get, post } from "../shell/http";
import { showJob } from "../shell/jobs";
import { toast } from "../shell/toast";
import { area, ask, button, field, open } from "./dialog";
import { make, type Collection } from "./collection";
import { w } from "./words";

export interface Action {
  name: string;
  label: string;
  asks: string[];
  danger: boolean;
  undoable: boolean;
}

/** Cards by hand, or everything that a search finds. */
export type Chosen = { ids: number[] } | { query: string };

interface Edit {
  edit: number;
  job: number | null;
  pieces: number;
  message: string;
  undo: boolean;
  /** Where to fetch what an export has written; empty for all others. */
  file: string;
}

interface Settings {
  bulkUrl: string;
  choicesUrl: string;
  collectionsUrl: string;
  speciesUrl: string;
}

export class Bulk {
  private choices: Choices | undefined;

  constructor(
    private readonly settings: Settings,
    /** After something was changed or taken back: the pieces, or undefined for a whole search. */
    private readonly onDone: (ids: number[] | undefined) => void,
  ) {}

  /** Ask for what the action needs, then do it. `count` pieces are meant. */
  async begin(action: Action, chosen: Chosen, count: number, collection?: number): Promise<void> {
    const title = `${action.label} · ${w("pieces", { count: count.toLocaleString(document.documentElement.lang) })}`;
    const run = (values: Record<string, unknown>) => this.run(action, chosen, values);
    if (action.asks.includes("observation")) return this.observe(title, run);
    if (action.asks.includes("collection")) return collection === undefined ? this.collect(title, run) : run({ collection });
    const fields: HTMLElement[] = [];
    const values: Record<string, () => unknown> = {};
    if (action.asks.some((name) => ["species", "from", "to"].includes(name))) await this.load();
    for (const name of action.asks) {
      if (name === "reason") {
        const reason = area();
        fields.push(field(w("reason"), reason));
        values.reason = () => reason.value;
      } else {
        const species = speciesField({ url: this.settings.speciesUrl, often: this.choices!.often, chosen: { id: null, name: "" }, onChoose: () => undefined });
        fields.push(titled(w(name === "from" ? "fromSpecies" : name === "to" ? "toSpecies" : "species"), species.element));
        values[name === "species" ? "taxon" : name] = () => species.value();
      }
    }
    if (!fields.length && (count < 100 || !action.undoable) && !action.danger) return run({});
    ask(title, fields.length ? fields : [note(w("sure", { count: count.toLocaleString(document.documentElement.lang) }))], {
      save: action.label,
      className: "pm-tagdialog",
      run: () => run(Object.fromEntries(Object.entries(values).map(([name, read]) => [name, read()]))),
    });
  }

  private async load(): Promise<void> {
    this.choices ??= await get<Choices>(this.settings.choicesUrl);
  }

  private async observe(title: string, run: (values: Record<string, unknown>) => Promise<void>): Promise<void> {
    await this.load();
    const holder = document.createElement("div");
    const form = observationForm({
      choices: this.choices!,
      onSave: async (entry) => {
        await run({ ...entry });
        asked.close();
      },
      onCancel: () => asked.close(),
    });
    holder.append(form.element);
    const asked = open(title, holder, "pm-tagdialog");
    form.focus();
  }

  private async collect(title: string, run: (values: Record<string, unknown>) => Promise<void>): Promise<void> {
    const { collections } = await get<{ collections: Collection[] }>(`${this.settings.collectionsUrl}?changeable`);
    const list = document.createElement("div");
    list.className = "pm-choose";
    const into = (collection: Collection) => {
      asked.close();
      void run({ collection: collection.id });
    };
    const fresh = button(w("newCollection"), () => {
      asked.close();
      make(this.settings.collectionsUrl, into);
    });
    list.append(fresh, ...collections.map((one) => button(one.name, () => into(one), "pm-choose__one")));
    if (!collections.length) list.append(note(w("noCollections")));
    const asked = open(title, list);
  }

  private async run(action: Action, chosen: Chosen, values: Record<string, unknown>): Promise<void> {
    const edit = await post<Edit>(this.settings.bulkUrl, { action: action.name, ...chosen, values });
    await this.follow(edit, action.label, "ids" in chosen ? chosen.ids : undefined);
  }

  private async follow(edit: Edit, label: string, ids: number[] | undefined): Promise<void> {
    let message = edit.message;
    if (edit.job !== null) {
      const done = await this.progress(edit.job, label);
      if (!done) return this.onDone(ids);
      if (edit.file) return this.fetchFile(edit.file, label);
      message = w("doneFor", { count: edit.pieces.toLocaleString(document.documentElement.lang) });
    }
    this.onDone(ids);
    toast(`${label} · ${message}`, { seconds: 12, undo: () => this.undo(edit, label, ids) });
  }

  private fetchFile(file: string, label: string): void {
    location.assign(file);
    toast(`${label} · ${w("packed")}`, { seconds: 12 });
  }

  private async undo(edit: Edit, label: string, ids: number[] | undefined): Promise<void> {
    const answer = await post<Edit>(`${this.settings.bulkUrl}${edit.edit}/undo/`);
    if (answer.job !== null) await this.progress(answer.job, `${w("undoing")} · ${label}`);
    this.onDone(ids);
    toast(w("undone"));
  }

  /** A line at the foot of the page with the job's progress; resolves with whether it came to its end. */
  private async progress(job: number, label: string): Promise<boolean> {
    const box = document.createElement("div");
    box.className = "pm-progress";
    box.setAttribute("role", "status");
    const title = document.createElement("strong");
    title.textContent = label;
    const bar = document.createElement("div");
    box.append(title, bar);
    document.body.append(box);
    const last = await showJob(bar, job);
    if (last.state === "done") box.remove();
    else box.append(button(w("close"), () => box.remove()));
    return last.state === "done";
  }
}

function titled(label: string, element: HTMLElement): HTMLElement {
  const made = document.createElement("div");
  made.className = "pm-field";
  const text = document.createElement("span");
  text.className = "pm-label";
  text.textContent = label;
  made.append(text, element);
  return made;
}

function note(text: string): HTMLElement {
  return Object.assign(document.createElement("p"), { className: "pm-muted", textContent: text });
}
