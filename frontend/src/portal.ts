/** The partners' pages: what is being prepared is asked for until it is ready. */
import "@fontsource-variable/noto-sans-sc/wght.css";
import "./portal/portal.css";
import { follow } from "./portal/preparing";

for (const place of document.querySelectorAll<HTMLElement>("[data-ask]")) void follow(place);
