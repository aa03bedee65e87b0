/** A card played in a dialog, without leaving the page. */
import { toast } from "../shell/toast";
import { w } from "./words";

export function preview(card: HTMLElement): void {
  const file = card.dataset.file;
  const link = card.querySelector<HTMLAnchorElement>("h3 a")!;
  if (!file) {
    toast(w("noPreview"));
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "pm-dialog pm-preview";
  const title = document.createElement("h2");
  title.textContent = link.textContent;
  const video = document.createElement("video");
  Object.assign(video, { src: file, controls: true, autoplay: true, loop: true, muted: true, playsInline: true });
  const actions = document.createElement("p");
  actions.className = "pm-preview__actions";
  const open = document.createElement("a");
  open.className = "pm-button";
  open.href = link.href;
  open.textContent = w("open");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "pm-button";
  close.textContent = w("close");
  close.onclick = () => dialog.close();
  actions.append(open, close);
  dialog.append(title, video, actions);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target !== close && event.target !== open) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  video.focus();
}
