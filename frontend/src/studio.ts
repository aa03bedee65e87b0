/** On every page of ours: the look, the shortcuts' list. */
import "@fontsource-variable/noto-sans-sc/wght.css";
import "./shell/studio.css";
import { listen } from "./shell/shortcuts";

listen();

// Korean stands in names of languages and in captions only: its table of parts may come after the page.
void import("@fontsource-variable/noto-sans-kr/wght.css");
