/** Captions as files: taking one in, with what could not be read of it by line, and every format to take away. */
import { button, el } from "../post/dom";
import { open } from "../library/dialog";
import { csrfToken, RequestError } from "../shell/http";
import type { ServerTrack } from "./rows";
import { w } from "./dialogwords";

interface Problem {
  line: number;
  says: string;
}

export interface Taken {
  tracks?: ServerTrack[];
  problems?: Problem[];
  count?: number;
}

export interface FilesOptions {
  language: string;
  name: string;
  track: ServerTrack | undefined;
  /** Where a file is sent; empty for who may not write. */
  url: string;
  /** The captions of the language are replaced by those of the file. */
  taken: (answer: Taken) => void;
  /** What is written here is stored first; false where it could not be. */
  before: () => Promise<boolean>;
}

const READABLE = ".vtt,.srt,.ttml,.xml,.dfxp,.ass,.ssa,.scc,.stl";
const NAMES: Record<string, string> = { vtt: "WebVTT", srt: "SubRip", ttml: "TTML", imsc: "IMSC", ass: "ASS", scc: "SCC", stl: "EBU STL" };

export function showFiles(options: FilesOptions): void {
  const content = el("div", "pm-files");
  content.append(exports(options));
  if (options.url) content.append(takeIn(options));
  const asked = open(w("filesOf", { language: options.name }), content, "pm-files__dialog");
  content.append(el("p", "pm-dialog__actions", button(w("closeDialog"), "pm-button", () => asked.close())));
}

function exports({ track, name }: FilesOptions): HTMLElement {
  const part = el("section", "pm-files__out", el("h3", "", w("takeAway")));
  if (!track?.cues.length) {
    part.append(el("p", "pm-muted", w("nothingToExport")));
    return part;
  }
  const list = el("ul", "pm-files__formats");
  for (const [ending, address] of Object.entries(track.exports)) {
    const link = el("a", "pm-button", `${ending.toUpperCase()}`);
    link.href = address;
    link.download = "";
    link.title = NAMES[ending] ?? ending;
    link.setAttribute("aria-label", `${w("export")} ${ending.toUpperCase()} · ${name}`);
    list.append(el("li", "", link));
  }
  part.append(list);
  return part;
}

function takeIn(options: FilesOptions): HTMLElement {
  const file = Object.assign(el("input"), { type: "file", accept: READABLE });
  const problem = el("p", "pm-error");
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  const told = el("div", "pm-files__told");
  told.setAttribute("aria-live", "polite");
  const send = button(w("takeIn"), "pm-button pm-button--tiger", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    send.disabled = true;
    problem.hidden = true;
    told.replaceChildren();
    try {
      if (!(await options.before())) return;
      const answer = await upload(options.url, options.language, chosen);
      options.taken(answer);
      told.replaceChildren(...outcome(answer));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      problem.textContent = error.message;
      problem.hidden = false;
      told.replaceChildren(...problems((error.body.problems as Problem[] | undefined) ?? []));
    } finally {
      send.disabled = !file.files?.length;
    }
  });
  send.disabled = true;
  file.addEventListener("change", () => { send.disabled = !file.files?.length; });
  return el("section", "pm-files__in", el("h3", "", w("takeInTitle")), el("p", "pm-muted", w("takeInExplain", { language: options.name })), el("label", "pm-field", el("span", "", w("file")), file), send, problem, told);
}

async function upload(url: string, language: string, file: File): Promise<Taken> {
  const form = new FormData();
  form.set("language", language);
  form.set("file", file);
  const answer = await fetch(url, { method: "POST", credentials: "same-origin", headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest" }, body: form }).catch(() => null);
  if (!answer) throw new RequestError(w("noAnswer"), 0, {});
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (!answer.ok) throw new RequestError(typeof body.error === "string" ? body.error : w("noAnswer"), answer.status, body);
  return body as Taken;
}

function outcome(answer: Taken): HTMLElement[] {
  const found = answer.problems ?? [];
  return [el("p", found.length ? "pm-files__warn" : "pm-files__good", w(found.length ? "takenWith" : "taken", { count: found.length })), ...problems(found)];
}

function problems(found: readonly Problem[]): HTMLElement[] {
  if (!found.length) return [];
  const list = el("ol", "pm-files__problems");
  for (const each of found.slice(0, 200)) list.append(el("li", "", el("strong", "", w("line", { line: each.line })), ` ${each.says}`));
  return [list];
}
