/** The page that lists changes to much footage: progress of what goes on, undo of what is done. */
import "./review/changes.css";
import { post, RequestError } from "./shell/http";
import { showJob } from "./shell/jobs";
import { toast } from "./shell/toast";

async function follow(place: HTMLElement, job: number): Promise<void> {
  const last = await showJob(place, job);
  if (last.state !== "failed") window.location.reload();
}

for (const place of document.querySelectorAll<HTMLElement>("[data-job]")) {
  const job = Number(place.dataset.job);
  if (job) void follow(place, job);
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-undo]")) {
  button.onclick = async () => {
    button.disabled = true;
    try {
      const answer = await post<{ job: number | null }>(button.dataset.undo!);
      if (answer.job) {
        const place = document.createElement("div");
        button.replaceWith(place);
        await follow(place, answer.job);
      } else {
        window.location.reload();
      }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      button.disabled = false;
      toast(error.message, { kind: "error" });
    }
  };
}
