/** The page of an event: what is said of it as a whole; and of the setting that says how long a gap may be. */
import "./footage/footage.css";
import "./library/library.css";
import "./individuals/individuals.css";
import { Whole } from "./individuals/whole";
import { w } from "./footage/words";
import { showJob } from "./shell/jobs";
import { register } from "./shell/shortcuts";

const place = document.querySelector<HTMLElement>("#observations");
const data = document.querySelector("#event-data");
if (place && data) {
  const whole = new Whole(place, JSON.parse(data.textContent ?? "{}"));
  register({ keys: ["t"], says: w("keyTag"), run: () => whole.add() });
  const pieces = [...document.querySelectorAll<HTMLAnchorElement>(".pm-event__piece")];
  const move = (by: number) => {
    const at = pieces.indexOf(document.activeElement as HTMLAnchorElement);
    pieces[at < 0 ? 0 : Math.min(pieces.length - 1, Math.max(0, at + by))]?.focus();
  };
  register({ keys: ["ArrowLeft", "ArrowRight"], says: w("keyPiece"), run: (event) => move(event.key === "ArrowLeft" ? -1 : 1) });
}

const gap = document.querySelector("#gap-data");
const job = gap && (JSON.parse(gap.textContent ?? "{}").job as number | null);
if (job) void showJob(document.querySelector<HTMLElement>("#gap-job")!, job);
