/** From draft to scheduled: one button at a time matters most, and one that refuses says why. */
import { toast } from "../shell/toast";
import { t } from "../shell/messages";
import { askWords } from "../approvals/asking";
import { a } from "./approvalwords";
import { button, el } from "./dom";
import type { Editor } from "./editor";
import { isOpen, reasonsAgainst } from "./model";
import { w } from "./words";

interface Hour {
  local: () => string;
  zone: () => string;
  second: () => boolean | undefined;
}

export function drawActions(host: HTMLElement, why: HTMLElement, editor: Editor, hour: Hour, flush: () => void): void {
  const { post } = editor;
  const made: HTMLElement[] = [];
  const act = async (path: string, body: unknown, done: string) => {
    flush();
    if (await editor.act(path, body, done)) editor.unlocked = false;
    editor.draw();
  };
  const add = (words: string, look: string, path: string, done: string) => made.push(button(words, look, () => act(path, {}, done)));
  const quiet = "pm-button";
  const tiger = "pm-button pm-button--tiger";
  const written = post.variants.length > 0;
  const review = post.review;
  const open = post.state === "draft" || post.state === "in_review";
  const approves = Boolean(review?.approve) && open && written;
  if (post.state === "draft" && post.may.edit && written) add(w("submit"), approves ? quiet : tiger, "submit/", w("handedIn"));
  if ((post.state === "in_review" || post.state === "approved") && review?.decides) made.push(back(act));
  if (open && written && review && (approves || post.may.approve || review.decides)) {
    const approve = button(review.finishes ? w("approve") : a("firstOfTwo"), tiger, () => (approves ? act("approve/", {}, review.finishes ? w("approved") : "") : toast(review.reason, { kind: "error" })));
    approve.id = "approve";
    if (!approves) approve.setAttribute("aria-disabled", "true");
    if (review.reason) approve.title = review.reason;
    made.push(approve);
  }
  if (post.state === "scheduled" && post.may.schedule) add(w("unschedule"), quiet, "unschedule/", w("unscheduled"));
  const reasons = reasonsAgainst(post, editor.hour, {
    notApproved: w("notApproved"),
    noHour: w("noHour"),
    nothing: w("nothing"),
    past: w("past"),
    named: (variant, message) => w("named", { channel: editor.channel(variant.channel)?.name ?? "", language: editor.languageName(variant.language), message }),
  });
  if (post.may.schedule && isOpen(post)) {
    const approved = post.state !== "draft" && post.state !== "in_review";
    if (post.state === "approved") made.push(now(editor, reasons, hour, flush));
    const schedule = button(post.state === "scheduled" || post.state === "closed" ? w("reschedule") : w("schedule"), approved ? tiger : quiet, async () => {
      if (reasons.length) {
        why.querySelector("details")?.setAttribute("open", "");
        toast(reasons[0]!, { kind: "error" });
        return;
      }
      await act("schedule/", { local: hour.local(), zone: hour.zone(), second: hour.second() }, w("scheduled"));
    });
    schedule.id = "schedule";
    if (reasons.length) schedule.setAttribute("aria-disabled", "true");
    schedule.setAttribute("aria-describedby", "why-not");
    made.push(schedule);
  }
  host.replaceChildren(...made);
  why.replaceChildren();
  if (reasons.length && post.may.schedule && isOpen(post)) {
    const details = el("details", "pe-why", el("summary", "", `${w("whyNot")} ${reasons[0]}${reasons.length > 1 ? ` (+${reasons.length - 1})` : ""}`));
    const list = el("ul", "pe-obstacles");
    for (const reason of reasons) list.append(el("li", "pe-obstacle pe-obstacle--error", reason));
    details.append(list);
    why.append(details);
  }
}

/** Asking for changes asks what should be changed. */
function back(act: (path: string, body: unknown, done: string) => Promise<void>): HTMLButtonElement {
  const made = button(a("sendBack"), "pm-button", async () => {
    const words = await askWords(a("why"), a("sendBack"), { needed: false });
    if (words !== null) await act("send-back/", { comment: words }, w("sentBack"));
  });
  made.id = "send-back";
  return made;
}

function now(editor: Editor, reasons: string[], hour: Hour, flush: () => void): HTMLButtonElement {
  // The hour does not matter here; everything else does.
  const against = reasons.filter((reason) => reason !== w("noHour") && reason !== w("past") && reason !== editor.hour?.error);
  const made = button(w("publishNow"), "pm-button", () => {
    if (against.length) {
      toast(against[0]!, { kind: "error" });
      return;
    }
    const dialog = el("dialog", "pm-dialog", el("p", "", w("confirmNow", { number: editor.post.variants.length })));
    const yes = button(w("yes"), "pm-button pm-button--tiger", async () => {
      dialog.close();
      flush();
      await editor.act("schedule/", { now: true, zone: hour.zone() }, w("scheduled"));
    });
    yes.id = "confirm-publish-now";
    dialog.append(el("div", "pe-dialog__buttons", button(t("cancel"), "pm-button", () => dialog.close()), yes));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
  made.id = "publish-now";
  if (against.length) made.setAttribute("aria-disabled", "true");
  return made;
}
