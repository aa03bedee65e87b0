/** The quarantine: tick several, see how many, release them at once. Without this script the forms work too. */
import "./quarantine/quarantine.css";
import { ticking } from "./quarantine/ticking";

const bulk = document.querySelector<HTMLFormElement>("#bulk");
if (bulk) ticking(bulk);
