/** The page of one piece of footage. */
import "./footage/footage.css";
import "./library/library.css";
import "./individuals/companions";
import { Layers } from "./footage/layers";
import { player, strip } from "./footage/player";
import { withholding } from "./footage/withholding";
import { w } from "./footage/words";
import { post, RequestError } from "./shell/http";
import { showJob } from "./shell/jobs";
import { register } from "./shell/shortcuts";
import { toast } from "./shell/toast";

const place = document.querySelector<HTMLElement>("#observations");
const data = document.querySelector("#footage-data");
if (place && data) {
  const settings = JSON.parse(data.textContent ?? "{}");
  const layers = new Layers(place, { ...settings, url: settings.observationsUrl });
  if (settings.mayTag) register({ keys: ["t"], says: w("keyTag"), run: () => layers.add() });
  const clip = document.querySelector<HTMLAnchorElement>("#make-clip");
  if (clip) register({ keys: ["c"], says: w("keyClip"), run: () => clip.click() });
  const video = document.querySelector<HTMLVideoElement>("#video");
  if (video) {
    player(video, settings.frameRate);
    if (settings.scrub) strip(document.querySelector<HTMLElement>("#strip")!, video, settings.scrub);
  }
  reading(settings);
  withholding(document.querySelector<HTMLElement>("#withholding")!, settings.withholdUrl, settings.actions);
}

/** While a file is being read, or where that failed: the job's progress, and trying again. */
function reading(settings: { job: number | null; retryUrl: string }): void {
  const holder = document.querySelector<HTMLElement>("#job");
  const retry = document.querySelector<HTMLButtonElement>("#retry");
  const follow = async (job: number) => {
    const last = await showJob(holder!, job);
    if (last.state === "done") window.location.reload();
  };
  if (holder && settings.job) void follow(settings.job);
  retry?.addEventListener("click", async () => {
    retry.disabled = true;
    try {
      const { job } = await post<{ job: number }>(settings.retryUrl);
      retry.remove();
      await follow(job);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      retry.disabled = false;
      toast(error.message, { kind: "error" });
    }
  });
}
