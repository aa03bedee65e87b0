/** The clip studio: cut footage to a clip, dress it, save it, have it rendered. */
import "./studio/studio.css";
import { Bench } from "./studio/bench";
import type { StudioData } from "./studio/page";

const data = document.getElementById("studio-data");
if (data) new Bench(JSON.parse(data.textContent ?? "{}") as StudioData).open();
