/** Campaigns and text templates: server-rendered pages; a template is shown with a real post while it is written. */
import "./desk/desk.css";
import "./house/house.css";
import { confirmations } from "./desk/confirmations";
import { trial } from "./house/trial";

confirmations();
const form = document.querySelector<HTMLFormElement>("#template-form");
if (form) trial(form);
