/** The caption workbench: captions beside the player, in several languages, by keyboard. */
import "./captions/captions.css";
import { Bench } from "./captions/bench";
import type { Page } from "./captions/page";

const data = document.getElementById("workbench-data");
if (data) new Bench(JSON.parse(data.textContent ?? "{}") as Page);
