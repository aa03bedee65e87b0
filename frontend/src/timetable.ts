/** A table of hours: its progress while it is tried or applied, and the buttons that decide. */
import "./desk/desk.css";
import { get, post as send, RequestError } from "./shell/http";
import { toast } from "./shell/toast";

const root = document.querySelector<HTMLElement>("#timetable");
if (root) {
  if ("running" in root.dataset) void follow(root);
  root.addEventListener("click", (event) => {
    const pressed = (event.target as HTMLElement).closest<HTMLButtonElement>("button[data-do]");
    if (pressed) void act(root, pressed);
  });
}

async function act(host: HTMLElement, pressed: HTMLButtonElement): Promise<void> {
  pressed.disabled = true;
  try {
    await send(host.dataset.act ?? "", { do: pressed.dataset.do, good: "good" in pressed.dataset });
    location.reload();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    pressed.disabled = false;
    toast(error.message, { kind: "error" });
  }
}

async function follow(host: HTMLElement): Promise<void> {
  const bar = host.querySelector("progress");
  for (;;) {
    await new Promise((resolve) => window.setTimeout(resolve, 700));
    try {
      const found = await get<{ running: boolean; fraction: number } & Record<string, unknown>>(host.dataset.state ?? "");
      if (bar) bar.value = found.fraction;
      if (!found.running) {
        location.reload();
        return;
      }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }
}
