/** The pages of terms, the memory and rules: filters that act at once, rows of forms, progress of an import. */
import "./language/language.css";
import { addRow, dropRows } from "./language/forms";
import { w } from "./language/words";
import { showJob } from "./shell/jobs";
import { register } from "./shell/shortcuts";

const search = document.querySelector<HTMLInputElement>("#language-search");
if (search) register({ keys: ["/"], says: w("search"), run: () => search.focus() });

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-submits]")) {
  form.querySelector<HTMLElement>("[data-needless]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

const sheet = document.querySelector<HTMLFormElement>("#term");
const row = document.querySelector<HTMLTemplateElement>("#form-row");
const list = document.querySelector<HTMLElement>("#forms");
const add = document.querySelector<HTMLButtonElement>("#add-form");
if (sheet && row && list && add) {
  add.hidden = false;
  add.addEventListener("click", () => addRow(list, row));
  dropRows(list);
}

const job = document.querySelector<HTMLElement>("[data-job]");
if (job) void showJob(job, Number(job.dataset.job)).then((last) => last.state === "done" && window.location.reload());
