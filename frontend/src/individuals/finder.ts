/** Fields that find an animal by any of its names and do something with it. */
import { speciesPicker } from "../footage/picker";
import { actFrom } from "./fragments";
import { w } from "./words";

/** Fill every `[data-finder]` within `root`: `data-link` links the footage shown, `data-adopt` takes a label over. */
export function finders(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-finder]")) {
    const { finder, link, adopt } = place.dataset;
    const picker = speciesPicker({
      url: finder!,
      label: w("individual"),
      none: w("noIndividual"),
      placeholder: adopt ? w("adopt") : w("find"),
      onChoose: async (individual) => {
        if (link) void actFrom(place, link, { individual: individual.id });
        else if (adopt && (await actFrom(place, `${finder!.replace(/find\/$/, "")}${individual.id}/labels/`, { label: adopt }))) place.closest("li")?.remove();
      },
    });
    place.replaceChildren(picker.element);
  }
}
