/** Who does a language until when. */
import { choice, el } from "../post/dom";
import { ask } from "../library/dialog";
import { get, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import type { Person, ServerTrack } from "./rows";
import { w } from "./dialogwords";

let people: Person[] | null = null;

export async function assign(track: ServerTrack, name: string, url: string, save: (user: number | null, due: string | null) => Promise<void>): Promise<void> {
  try {
    if (!people) {
      const told = await get<{ people?: Person[] }>(url);
      people = Array.isArray(told) ? (told as unknown as Person[]) : (told.people ?? []);
    }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return toast(error.message, { kind: "error" });
  }
  let user = track.assignee ? String(track.assignee.id) : "";
  const who = choice(w("doneByWhom"), [{ value: "", text: w("nobody") }, ...people.map((each) => ({ value: String(each.id), text: each.name }))], user, (value) => { user = value; });
  const due = Object.assign(el("input"), { type: "date", value: track.due ?? "" });
  ask(w("assignOf", { language: name }), [who, el("label", "pm-field", el("span", "", w("due")), due)], {
    save: w("assignSave"),
    run: () => save(user ? Number(user) : null, due.value || null),
  });
}
