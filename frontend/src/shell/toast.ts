/** Short messages at the foot of the page, with undo where something can be undone. */
import { t } from "./messages";

let holder: HTMLElement | undefined;

export function toast(message: string, options: { kind?: "info" | "error"; undo?: () => void | Promise<void>; seconds?: number } = {}): void {
  if (!holder) {
    holder = document.createElement("div");
    holder.className = "pm-toasts";
    holder.setAttribute("role", "status");
    document.body.append(holder);
  }
  const item = document.createElement("div");
  item.className = `pm-toast pm-toast--${options.kind ?? "info"}`;
  item.append(document.createTextNode(message));
  if (options.undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = t("undo");
    button.onclick = async () => {
      item.remove();
      await options.undo?.();
    };
    item.append(button);
  }
  holder.append(item);
  const seconds = options.seconds ?? (options.undo || options.kind === "error" ? 10 : 4);
  setTimeout(() => item.remove(), seconds * 1000);
}
