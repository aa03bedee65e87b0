/** The post editor: matrix, words, preview, hour. */
import "./post/post.css";
import "./post/approval.css";
import { get } from "./shell/http";
import { register } from "./shell/shortcuts";
import { drawActions } from "./post/actions";
import { makeApproval } from "./post/approval";
import { el } from "./post/dom";
import { Editor } from "./post/editor";
import { drawCampaign } from "./post/campaign";
import { makeHour } from "./post/hour";
import { copyCell, deriveMany, drawMaster } from "./post/master";
import { drawMatrix, neighbour } from "./post/matrix";
import type { PageData, Post } from "./post/model";
import { drawPreview } from "./post/preview";
import { p } from "./post/phrases";
import { w } from "./post/words";
import { drawWriting, type WritingPanel } from "./post/writing";

const root = document.querySelector<HTMLElement>("#post-editor");
const source = document.querySelector("#post-data");
if (root && source) start(root, JSON.parse(source.textContent ?? "{}") as PageData);

function start(host: HTMLElement, data: PageData): void {
  const editor = new Editor(data, host.dataset.base ?? "");
  const matrix = el("section", "pm-panel pe-matrix-panel");
  const hourBox = el("section", "pm-panel pe-hour");
  const why = el("div", "pe-why-box");
  why.id = "why-not";
  const writing = el("section", "pm-panel pe-writing");
  const preview = el("section", "pm-panel pe-preview");
  const saving = el("p", "pe-saving pm-muted");
  saving.setAttribute("role", "status");
  const clip = el("div", "pe-clip");
  const campaign = el("div", "pe-campaign");
  const master = el("section", "pm-panel pe-master-panel");
  const centre = el("div", "pe-centre", master, writing);
  host.replaceChildren(why, el("div", "pe-grid", el("div", "pe-left", clip, campaign, matrix, hourBox), centre, preview));
  const approvalBox = el("section", "pm-panel pe-approval");
  host.append(approvalBox);
  const approval = makeApproval(approvalBox, editor);
  const hour = makeHour(hourBox, editor);
  let panel: WritingPanel = { counters: () => {}, flush: () => {}, focus: () => {} };
  const actions = document.querySelector<HTMLElement>("#post-actions")!;

  editor.drawSaving = () => {
    saving.textContent = w(editor.saving);
    saving.dataset.state = editor.saving;
  };
  editor.drawOutlook = (outlook) => {
    panel.counters(outlook);
    const variant = editor.variant();
    if (variant) Object.assign(variant, outlook);
    drawPreview(preview, editor, outlook);
    drawMatrix(matrix, editor);
    drawActions(actions, why, editor, hour, () => panel.flush());
  };
  editor.drawFrame = () => {
    const { post } = editor;
    document.querySelector("#post-title")!.textContent = post.title;
    document.querySelector("#post-state")!.textContent = post.stateLabel + (post.approvedBy ? ` · ${w("approvedBy", { name: post.approvedBy })}` : "");
    document.querySelector<HTMLElement>("#post-state")!.dataset.state = post.state;
    drawMatrix(matrix, editor);
    drawActions(actions, why, editor, hour, () => panel.flush());
    approval.draw();
  };
  editor.flush = () => panel.flush();
  editor.drawHour = () => {
    hour.draw();
    editor.drawFrame();
  };
  editor.draw = () => {
    panel.flush();
    panel = drawWriting(writing, editor);
    writing.append(saving);
    drawPreview(preview, editor, editor.variant());
    drawMaster(master, editor);
    drawCampaign(campaign, editor);
    editor.drawHour();
  };
  drawClip(clip, editor);
  editor.draw();
  editor.drawSaving();
  window.addEventListener("beforeunload", (event) => {
    if (editor.saving === "saved") return;
    panel.flush();
    event.preventDefault();
  });
  register(
    { keys: ["Ctrl+s"], says: w("saveKey"), inFields: true, run: () => panel.flush() },
    { keys: ["]"], says: w("nextCell"), run: () => go(editor, 1) },
    { keys: ["["], says: w("previousCell"), run: () => go(editor, -1) },
    { keys: ["ArrowRight"], shown: "← ↑ → ↓", says: p("arrows"), when: () => false, run: () => {} },
    { keys: ["m"], says: p("masterKey"), run: () => openMaster(master) },
    { keys: ["g"], says: p("deriveKey"), when: () => editor.editable, run: () => deriveMany(editor) },
    { keys: ["c"], says: p("copyKey"), when: () => editor.editable, run: () => copyCell(editor) },
    { keys: ["h"], says: w("hourKey"), run: () => hour.focus() },
  );
  watch(editor);
}

function openMaster(host: HTMLElement): void {
  const box = host.querySelector("details");
  if (!box) return;
  box.open = true;
  host.querySelector<HTMLElement>("#master-text")?.focus();
}

function go(editor: Editor, step: 1 | -1): void {
  const next = neighbour(editor, step);
  if (next) void editor.select(next.channel, next.language);
}

function drawClip(host: HTMLElement, editor: Editor): void {
  const { clip } = editor.post;
  const image = el("img");
  image.src = clip.poster;
  image.alt = "";
  image.addEventListener("error", () => image.remove());
  const tracks = clip.tracks.length ? clip.tracks.map((track) => track.name).join(" · ") : w("noCaptions");
  host.append(image, el("div", "", el("strong", "", clip.title), el("small", "pm-muted", `${clip.seconds.toFixed(1)} s · ${tracks}`)));
}

/** While deliveries are on their way the page follows them. */
function watch(editor: Editor): void {
  const moving = new Set(["scheduled", "preparing", "publishing", "waiting", "taking_down", "unconfirmed"]);
  window.setInterval(async () => {
    if (document.hidden || editor.saving !== "saved" || editor.post.state !== "scheduled") return;
    const soon = editor.post.variants.some((variant) => variant.delivery && moving.has(variant.delivery.state));
    if (!soon || document.activeElement?.closest("#post-hour, #post-zone")) return;
    const fresh = await get<Post & Record<string, unknown>>(`${editor.base}json/`).catch(() => null);
    if (fresh && JSON.stringify(states(fresh)) !== JSON.stringify(states(editor.post))) editor.take({ post: fresh });
  }, 2000);
}

const states = (post: Post) => [post.state, ...post.variants.map((variant) => variant.delivery?.state)];
