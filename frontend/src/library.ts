/** The page of footage cards: find, scrub, preview, select, tag. */
import "./footage/footage.css";
import "./library/library.css";
import { Find } from "./library/find";
import { Grid } from "./library/grid";
import { register } from "./shell/shortcuts";
import { Selection } from "./library/selection";
import { scrubbing } from "./library/scrub";
import { w } from "./library/words";

const form = document.querySelector<HTMLFormElement>("#library");
const data = document.querySelector("#library-data");
if (form && data) {
  const settings = JSON.parse(data.textContent ?? "{}");
  const results = form.querySelector<HTMLElement>("#results")!;
  const selection = new Selection(results, document.querySelector<HTMLElement>("#selection")!, {
    ...settings,
    mayTag: Boolean(form.dataset.mayTag),
    clipUrl: form.dataset.clipUrl ?? "",
  });
  scrubbing(results);
  new Grid(results, selection);
  const find = new Find(form, results, settings.choices, () => selection.refresh());
  register({ keys: ["/"], says: w("keySearch"), run: () => find.focusText() });
}
