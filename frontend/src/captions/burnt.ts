/** The caption as it is burnt into the picture, in each shape, by the very engine that renders the files. */
import { settled } from "../post/dom";
import { element } from "./cellview";
import { w } from "./words";

const PAUSE = 450; // milliseconds without a key; each picture is a small render

export interface Moment {
  language: string;
  text: string;
  at: number;
}

export class Burnt {
  private readonly soon = settled(PAUSE, () => this.ask());
  private readonly figures = new Map<string, { root: HTMLElement; image: HTMLImageElement; note: HTMLElement; shown: string }>();
  private moment: Moment | null = null;
  private open = false;

  constructor(
    root: HTMLElement,
    private readonly url: string,
    shapes: readonly string[],
    private readonly chosen: (shape: string) => void,
  ) {
    const list = element("div", "pm-burnt");
    for (const shape of shapes) list.append(this.figure(shape));
    root.append(list, Object.assign(element("p", "pm-muted pm-burnt__explain"), { textContent: w("burntExplain") }));
  }

  /** Whether anybody looks; nothing is rendered for nobody. */
  look(open: boolean): void {
    this.open = open;
    if (open) this.ask();
  }

  show(moment: Moment | null): void {
    this.moment = moment;
    if (this.open) this.soon.later();
  }

  private figure(shape: string): HTMLElement {
    const root = element("figure", "pm-burnt__shape");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pm-burnt__choose";
    button.setAttribute("aria-label", w("lookAs", { shape }));
    button.title = w("lookAs", { shape });
    button.style.aspectRatio = shape.replace(":", " / ");
    button.addEventListener("click", () => this.chosen(shape));
    const image = Object.assign(document.createElement("img"), { alt: w("burntAs", { shape }), decoding: "async" });
    const note = element("figcaption", "");
    note.textContent = shape;
    image.addEventListener("load", () => { root.dataset.state = "shown"; });
    image.addEventListener("error", () => {
      if (image.getAttribute("src")) root.dataset.state = "failed";
    });
    button.append(image);
    root.append(button, note);
    this.figures.set(shape, { root, image, note, shown: "" });
    return root;
  }

  private ask(): void {
    if (!this.open) return;
    for (const [shape, figure] of this.figures) {
      if (!this.moment?.text.trim()) {
        figure.root.dataset.state = "empty";
        figure.image.removeAttribute("src");
        figure.shown = "";
        continue;
      }
      const { language, text, at } = this.moment;
      const address = `${this.url}?${new URLSearchParams({ language, shape, at: at.toFixed(3), text })}`;
      if (address === figure.shown) continue;
      figure.shown = address;
      figure.root.dataset.state = "waiting";
      figure.image.src = address;
    }
  }
}
