/** The clip's notes, and everything that was ever saved of it. */
import { button, el } from "../../post/dom";
import { clock } from "../../shell/format";
import { get, RequestError } from "../../shell/http";
import { toast } from "../../shell/toast";
import { note } from "../actions";
import type { Desk } from "../desk";
import type { VersionData } from "../page";
import { w } from "../words";

interface Version {
  id: number;
  number: number;
  by: string;
  at: string;
  seconds: number;
  files: number;
  published: boolean;
}

export function mount(desk: Desk, place: HTMLElement): void {
  const list = el("ol", "pm-versions");
  place.append(notes(desk), el("h3", "", w("versions")), list);
  const load = async () => {
    if (!desk.saved) {
      list.replaceChildren(el("li", "pm-muted", w("noVersions")));
      return;
    }
    try {
      const { versions } = await get<{ versions: Version[] }>(desk.saved.urls.versions);
      list.replaceChildren(...versions.map((version) => row(desk, version, versions[0]!.number)));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      list.replaceChildren(el("li", "pm-error", error.message));
    }
  };
  desk.onSaved(() => void load());
  void load();
}

function notes(desk: Desk): HTMLElement {
  const field = el("textarea");
  field.rows = 3;
  field.readOnly = !desk.store.editable;
  const show = () => {
    if (document.activeElement !== field) field.value = desk.store.document.notes;
  };
  field.addEventListener("input", () => desk.store.apply("notes", note(field.value), "notes"));
  field.addEventListener("blur", () => desk.store.rest());
  desk.store.subscribe((changed) => changed.has("document") && show());
  show();
  return el("label", "pm-field", el("span", "", w("notes")), field);
}

function row(desk: Desk, version: Version, newest: number): HTMLLIElement {
  const shown = desk.data.looking || desk.saved?.version;
  const facts = [new Date(version.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }), version.by, clock(version.seconds)];
  const head = el("p", "pm-version__head", el("strong", "", w("version", { number: version.number })));
  if (version.published) head.append(el("span", "pm-chip pm-chip--good", w("published")));
  if (version.number === shown) head.append(el("span", "pm-chip", w("shown")));
  const actions = el("p", "pm-version__actions");
  if (version.number !== shown) {
    const look = el("a", "pm-button", w("lookAt"));
    look.href = version.number === newest ? desk.saved!.urls.edit : `${desk.saved!.urls.edit}?version=${version.number}`;
    actions.append(look);
    if (desk.store.editable) actions.append(button(w("takeUp"), "pm-button", () => takeUp(desk, version.number)));
  }
  return el("li", "pm-version", head, el("p", "pm-version__facts", facts.filter(Boolean).join(" · ")), actions);
}

/** Its cut becomes what is edited now: one step that can be undone, and the newest version once it is saved. */
async function takeUp(desk: Desk, number: number): Promise<void> {
  try {
    const older = await get<VersionData & Record<string, unknown>>(`${desk.saved!.urls.versions}${number}/`);
    desk.store.know(older.pieces);
    desk.store.replace({ ...desk.store.document, segments: older.segments, edit: older.edit }, "takeUp");
    toast(w("takenUp", { number }), { undo: () => void desk.store.undo() });
  } catch (error) {
    toast(error instanceof RequestError ? error.message : String(error), { kind: "error" });
  }
}
