/** The pages of individuals: the list and a dossier. */
import "./footage/footage.css";
import "./individuals/individuals.css";
import { finders } from "./individuals/finder";
import { listen } from "./individuals/fragments";
import { w } from "./individuals/words";
import { register } from "./shell/shortcuts";

listen();
finders(document);

const search = document.querySelector<HTMLInputElement>("#individual-search");
if (search) register({ keys: ["/"], says: w("search"), run: () => search.focus() });
const edit = document.querySelector<HTMLAnchorElement>("#edit-dossier");
if (edit) register({ keys: ["e"], says: w("edit"), run: () => edit.click() });

for (const opener of document.querySelectorAll<HTMLElement>("[data-dialog]")) {
  const dialog = document.getElementById(opener.dataset.dialog!) as HTMLDialogElement;
  opener.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
}
