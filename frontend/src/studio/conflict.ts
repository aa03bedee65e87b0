/** Asks what shall become of two edits of the same thing. */
import { button, el } from "../post/dom";
import type { ClipDocument } from "./document";
import { w } from "./words";

export type Choice = "both" | "theirs" | "fork" | "later";

const MOST = 6; // clashes that are named

/** `clashes` as merge.ts names them: "title", "shot:ID.speed", "order". */
export function askConflict(clashes: readonly string[], number: number, mine: ClipDocument): Promise<Choice> {
  const named = [...new Set(clashes.map((clash) => saidOf(clash, mine)))];
  const list = el("ul", "", ...named.slice(0, MOST).map((each) => el("li", "", each)));
  if (named.length > MOST) list.append(el("li", "", w("andMore", { count: named.length - MOST })));
  return ask<Choice>({
    title: w("conflict", { number }),
    body: [el("p", "", w("clashes")), list],
    answers: [["both", w("both"), true], ["theirs", w("theirs")], ["fork", w("fork")], ["later", w("decideLater")]],
    otherwise: "later",
  });
}

interface Question<Answer extends string> {
  title: string;
  body: Node[];
  /** What can be answered, its words, and whether it is the usual one. */
  answers: [Answer, string, true?][];
  /** What Escape means. */
  otherwise: Answer;
}

export function ask<Answer extends string>(question: Question<Answer>): Promise<Answer> {
  return new Promise((resolve) => {
    const dialog = el("dialog", "pm-dialog");
    const title = el("h2", "", question.title);
    title.id = "question-title";
    dialog.setAttribute("aria-labelledby", title.id);
    const answers = question.answers.map(([answer, words, usual]) => {
      const made = button(words, usual ? "pm-button pm-button--tiger" : "pm-button", () => {
        dialog.returnValue = answer;
        dialog.close(answer);
      });
      if (usual) made.autofocus = true;
      return made;
    });
    dialog.append(title, ...question.body, el("p", "pm-dialog__actions", ...answers));
    dialog.addEventListener("close", () => {
      const answer = dialog.returnValue as Answer;
      dialog.remove();
      resolve(question.answers.some(([each]) => each === answer) ? answer : question.otherwise);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function saidOf(clash: string, mine: ClipDocument): string {
  const [kind, rest = ""] = clash.split(":");
  if (rest === "order") return w("clashOrder");
  if (kind === "title" || kind === "notes") return w(kind === "title" ? "name" : "notes");
  if (kind === "caption") return w("titles");
  if (kind !== "shot") return w("wholeClip");
  const dot = rest.indexOf(".");
  const id = dot < 0 ? rest : rest.slice(0, dot);
  const number = mine.segments.findIndex((shot) => shot.id === id) + 1;
  return number ? w("clashShot", { number }) : w("clashGone");
}
