/** On every page of ours: the look, the shortcuts' list. */
import "@fontsource-variable/noto-sans-kr/wght.css";
import "@fontsource-variable/noto-sans-sc/wght.css";
import "./shell/studio.css";
import { listen } from "./shell/shortcuts";

listen();
