/** The list of a clip's stretches beside the viewer. */
import { type Stretch, timecode } from "./timeline";
import { w } from "./words";

export class Stretches {
  onPick: (index: number) => void = () => {};
  onRemove: (index: number) => void = () => {};
  onUp: (index: number) => void = () => {};

  constructor(
    private readonly root: HTMLElement,
    private readonly maySave: boolean,
  ) {}

  draw(stretches: readonly Stretch[], active: number, rateOf: (stretch: Stretch) => number): void {
    this.root.replaceChildren(
      ...stretches.map((stretch, index) => {
        const rate = rateOf(stretch);
        const item = document.createElement("li");
        item.className = "pm-stretch";
        const pick = document.createElement("button");
        pick.type = "button";
        pick.className = "pm-stretch__pick";
        pick.setAttribute("aria-pressed", String(index === active));
        const name = document.createElement("strong");
        name.textContent = w("stretch", { number: index + 1 });
        const times = document.createElement("span");
        times.textContent = `${timecode(stretch.start, rate)} – ${timecode(stretch.end, rate)}`;
        const length = document.createElement("span");
        length.className = "pm-stretch__length";
        length.textContent = timecode(stretch.end - stretch.start, rate);
        pick.append(name, times, length);
        pick.onclick = () => this.onPick(index);
        item.append(pick);
        if (this.maySave && stretches.length > 1) {
          if (index) item.append(this.small("↑", w("moveUp", { number: index + 1 }), () => this.onUp(index)));
          item.append(this.small("×", w("remove", { number: index + 1 }), () => this.onRemove(index)));
        }
        return item;
      }),
    );
  }

  private small(sign: string, says: string, run: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pm-stretch__small";
    button.textContent = sign;
    button.title = says;
    button.setAttribute("aria-label", says);
    button.onclick = run;
    return button;
  }
}
