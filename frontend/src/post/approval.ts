/** Beneath the editor: who must say yes, what was said so far, and what people remark on the post and its cells. */
import { language } from "../shell/messages";
import { button, el } from "./dom";
import { a } from "./approvalwords";
import type { Editor } from "./editor";
import type { Review } from "./review";
import { askWords } from "../approvals/asking";

export interface ApprovalPanel {
  draw: () => void;
}

export function makeApproval(host: HTMLElement, editor: Editor): ApprovalPanel {
  host.id = "approval";
  const standing = el("div", "pe-standing");
  standing.setAttribute("aria-live", "polite");
  const history = el("ol", "pe-history");
  const comments = el("ul", "pe-comments");
  const form = commentForm(editor);
  const past = el("details", "pe-past", el("summary", "", a("history")), history);
  host.append(
    el("div", "pe-approval__said", el("h2", "", a("approval")), standing, past),
    el("div", "pe-approval__talk", el("h2", "", a("comments")), comments, form),
  );
  return {
    draw: () => {
      const review = editor.post.review;
      if (!review) return;
      drawStanding(standing, editor, review);
      past.hidden = review.history.length === 0;
      history.replaceChildren(...review.history.map((moment) => line(moment)));
      comments.replaceChildren(...review.comments.map((comment) => remark(comment, editor)));
      if (!review.comments.length) comments.append(el("li", "pm-muted", a("noComments")));
    },
  };
}

function drawStanding(host: HTMLElement, editor: Editor, review: Review): void {
  host.replaceChildren();
  const { state } = editor.post;
  if (review.task && state === "in_review") host.append(el("p", "", a("waitsFor", { task: review.task })));
  if (review.approvers.length) host.append(el("p", "", a("approvedBy", { names: review.approvers.join(", ") })));
  if (review.twoPerson.length) host.append(el("p", "pm-muted", a("twoPerson", { channels: review.twoPerson.join(", ") })));
  if (review.reason && editor.post.variants.length) host.append(el("p", "pm-muted", review.reason));
  const made: HTMLElement[] = [];
  if (review.undo) made.push(button(a("takeBack"), "pm-button", () => void editor.act("take-back/", {}, a("takenBack"))));
  if (review.decides && (state === "in_review" || state === "approved")) {
    made.push(
      button(a("reject"), "pm-button", async () => {
        const words = await askWords(a("whyNot"), a("reject"), { needed: true });
        if (words) await editor.act("reject/", { comment: words }, a("rejected"));
      }),
    );
  }
  if (made.length) host.append(el("div", "pm-buttons", ...made));
  if (!host.childNodes.length) host.append(el("p", "pm-muted", a("nothingYet")));
}

/** The hour on the reader's clock, which the browser knows. */
function when(iso: string): HTMLElement {
  const made = el("time", "", new Date(iso).toLocaleString(language() === "en" ? "en-GB" : "zh-CN", { dateStyle: "medium", timeStyle: "short" }));
  made.dateTime = iso;
  return made;
}

function line(moment: Review["history"][number]): HTMLElement {
  const made = el("li", `pe-history__line pe-history__line--${moment.kind}`, el("strong", "", moment.title), " ", el("span", "pm-muted", moment.who), " ", when(moment.at));
  if (moment.words) made.append(quoted(moment.words));
  return made;
}

function quoted(words: string): HTMLElement {
  const made = el("p", "pe-words", words);
  made.dir = "auto";
  return made;
}

function remark(comment: Review["comments"][number], editor: Editor): HTMLElement {
  const head = el("div", "pe-comment__head", el("strong", "", comment.who), " ", when(comment.at));
  if (comment.cell) head.append(" ", cellLink(comment, editor));
  const made = el("li", comment.resolved ? "pe-comment pe-comment--resolved" : "pe-comment", head, quoted(comment.text));
  const words = comment.resolved ? a("reopen") : a("resolve");
  const settle = button(words, "pm-button pm-button--quiet", () => void editor.act(`comments/${comment.id}/`, { open: comment.resolved }));
  settle.setAttribute("aria-label", `${words}: ${comment.text.slice(0, 40)}`);
  const foot = el("div", "pe-comment__foot", settle);
  if (comment.resolved && comment.resolvedBy) foot.append(el("small", "pm-muted", a("resolvedBy", { name: comment.resolvedBy })));
  made.append(foot);
  return made;
}

function cellLink(comment: Review["comments"][number], editor: Editor): HTMLElement {
  const variant = editor.post.variants.find((each) => each.id === comment.variant);
  if (!variant) return el("span", "pm-chip", comment.cell);
  return button(comment.cell, "pm-chip pe-comment__cell", () => void editor.select(variant.channel, variant.language));
}

function commentForm(editor: Editor): HTMLElement {
  const words = el("textarea");
  words.id = "comment-words";
  words.rows = 3;
  words.maxLength = 4000;
  const here = el("input");
  here.type = "checkbox";
  here.id = "comment-here";
  const label = el("label", "pm-field", el("span", "", a("yourComment")), words);
  const form = el("form", "pe-comment-form", label, el("label", "pe-comment-here", here, " ", a("onThisCell")), el("p", "pm-muted", a("mentionHelp")));
  const go = el("button", "pm-button", a("say"));
  form.append(go);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return words.focus();
    const variant = here.checked ? editor.variant()?.id : undefined;
    if (await editor.act("comments/", variant ? { text, variant } : { text }, a("said"))) words.value = "";
  });
  return form;
}
