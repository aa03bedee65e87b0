/**
 * The look over the playing picture, at once: an SVG filter that does what the render does (curation/video/looks/look.py).
 * Colours are turned into brightness and chroma (BT.709), both changed by the same numbers, and turned back. What grain
 * and shaking become is only seen in the exact picture and in the finished file.
 */
import type { Look } from "../document";
import { curve, lift } from "../tone";

// As in look.py.
const WARM = 0.06;
const LIFTED_COLOUR = 0.3;
const DAY_COLOUR = 1.06;

const [R, G, B] = [0.2126, 0.7152, 0.0722];
const [BLUE, RED] = [1.8556, 1.5748];
/** From red, green, blue to brightness, blue and red chroma (0.5 is none): rows of feColorMatrix. */
export const CHROMA: readonly number[] = toChroma(0, 0);
/** And back. */
export const RGB: readonly number[] = [
  ...[1, 0, RED, 0, -RED / 2],
  ...[1, (-B * BLUE) / G, (-R * RED) / G, 0, (B * BLUE + R * RED) / G / 2],
  ...[1, BLUE, 0, 0, -BLUE / 2],
  ...[0, 0, 0, 1, 0],
];
const SVG = "http://www.w3.org/2000/svg";
const NAME = "pm-look";

/** As CHROMA, with `blue` and `red` chroma added in full light. */
export function toChroma(blue: number, red: number): number[] {
  const light = [R, G, B];
  const row = (own: number[], added: number) => [...own.map((value, index) => value + added * light[index]!), 0, 0.5];
  return [
    ...[...light, 0, 0],
    ...row([-R / BLUE, -G / BLUE, (1 - B) / BLUE], blue),
    ...row([(1 - R) / RED, -G / RED, -B / RED], red),
    ...[0, 0, 0, 1, 0],
  ];
}

export function chromaGain(look: Look): number {
  if (look.mode === "infrared") return 0;
  return (1 + look.saturation) * (1 + LIFTED_COLOUR * lift(look)) * (look.mode === "day" ? DAY_COLOUR : 1);
}

/** Whether the filter has anything to do. */
export function changesPicture(look: Look): boolean {
  return look.mode !== "none" || [look.shadows, look.contrast, look.saturation, look.warmth].some((value) => value !== 0);
}

export class LookFilter {
  private readonly first = element("feColorMatrix", { type: "matrix", in: "SourceGraphic" });
  private readonly tone = element("feFuncR", { type: "table" });
  private readonly colours = ["feFuncG", "feFuncB"].map((name) => element(name, { type: "linear" }));
  private shown = "";

  constructor(private readonly videos: readonly HTMLElement[]) {
    const last = element("feColorMatrix", { type: "matrix", values: RGB.join(" ") });
    const transfer = element("feComponentTransfer", {}, [this.tone, ...this.colours]);
    const filter = element("filter", { id: NAME, x: "0", y: "0", width: "1", height: "1", "color-interpolation-filters": "sRGB" }, [this.first, transfer, last]);
    const drawing = element("svg", { width: "0", height: "0", "aria-hidden": "true", class: "pm-look-filter" }, [filter]);
    document.body.append(drawing);
  }

  /** `light`: blue and red chroma of the footage's light, which the day mode takes away (a guess; the render measures). */
  show(look: Look | null, light: readonly [number, number] = [0, 0]): void {
    const wanted = look && changesPicture(look) ? JSON.stringify([look, light]) : "";
    if (wanted === this.shown) return;
    this.shown = wanted;
    for (const video of this.videos) video.style.filter = wanted ? `url(#${NAME})` : "";
    if (!look || !wanted) return;
    const [blue, red] = look.mode === "day" ? light : [0, 0];
    const balance = look.mode === "infrared" ? toChroma(0, 0) : toChroma(-blue - WARM * look.warmth, -red + WARM * look.warmth);
    const gain = chromaGain(look);
    this.first.setAttribute("values", balance.map((value) => value.toFixed(6)).join(" "));
    this.tone.setAttribute(
      "tableValues",
      curve(look)
        .map((value) => value.toFixed(5))
        .join(" "),
    );
    for (const each of this.colours) {
      each.setAttribute("slope", gain.toFixed(5));
      each.setAttribute("intercept", ((1 - gain) / 2).toFixed(5));
    }
  }
}

function element(name: string, attributes: Record<string, string>, inside: SVGElement[] = []): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}
