/** The library: find, filter, look at it as cards, as a map or in time, select, keep. */
import "./footage/footage.css";
import "./library/library.css";
import "./library/filters.css";
import "./library/places.css";
import { Bulk } from "./library/bulk";
import { arranging, Head } from "./library/collection";
import { Events } from "./library/events";
import { Facets } from "./library/facets";
import { Find } from "./library/find";
import { Grid } from "./library/grid";
import { showMap } from "./library/map";
import { register } from "./shell/shortcuts";
import { SavedSearches } from "./library/saved";
import { Selection } from "./library/selection";
import { scrubbing } from "./library/scrub";
import { showTimeline } from "./library/timeline";
import { w } from "./library/words";

const form = document.querySelector<HTMLFormElement>("#library");
const data = document.querySelector("#library-data");
if (form && data) {
  const settings = JSON.parse(data.textContent ?? "{}");
  const results = form.querySelector<HTMLElement>("#results")!;

  const shown = (options: { first: boolean }) => {
    events.refresh();
    selection.refresh();
    const map = results.querySelector<HTMLElement>("[data-map]");
    const timeline = results.querySelector<HTMLElement>("[data-timeline]");
    if (map) void showMap(map, find);
    if (timeline) void showTimeline(timeline, find);
    void facets.load();
    if (options.first) void saved.look();
  };

  const find = new Find(form, results, shown);
  const head = new Head(results, settings, () => void find.load());
  const bulk = new Bulk(settings, (ids) => {
    void facets.load({ again: true });
    void selection.redraw(ids);
  });
  const selection = new Selection(results, document.querySelector<HTMLElement>("#selection")!, settings, find, bulk, () => head.id);
  const events = new Events(results, form.querySelector<HTMLInputElement>("#one-per-event")!);
  const facets = new Facets(form.querySelector<HTMLElement>(".pm-facets__groups")!, find, settings);
  const saved = new SavedSearches(form.querySelector<HTMLElement>("#saved")!, find, settings.savedUrl);
  arranging(results, head);
  scrubbing(results);
  new Grid(results, selection);
  register(
    { keys: ["/"], says: w("keySearch"), run: () => find.focusText() },
    { keys: ["a"], says: w("keyAll"), run: () => selection.all() },
    { keys: ["g"], says: w("keyGrid"), run: () => find.show("") },
    { keys: ["m"], says: w("keyMap"), run: () => find.show("map") },
    { keys: ["l"], says: w("keyTimeline"), run: () => find.show("timeline") },
    { keys: ["s"], says: w("keySave"), run: () => saved.save() },
  );
  shown({ first: true });
}
