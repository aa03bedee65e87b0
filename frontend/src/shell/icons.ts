/** The studio's own signs, drawn as lines on a field of 24 by 24, so that they look alike whatever fonts there are. */
const PATHS = {
  split: "M12 3v18M7 8 3 12l4 4M17 8l4 4-4 4",
  duplicate: "M8 8h12v12H8zM4 16V4h12",
  earlier: "M20 12H5M11 6l-6 6 6 6",
  later: "M4 12h15M13 6l6 6-6 6",
  remove: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  roll: "M12 4v16M8 9l-4 3 4 3M16 9l4 3-4 3M8 12H4M16 12h4",
  snap: "M6 4v8a6 6 0 0 0 12 0V4M6 8h4M14 8h4M10 4v8a2 2 0 0 0 4 0V4M6 4h4M14 4h4",
  playSelection: "M4 4v16M20 4v16M9 7l7 5-7 5z",
  zoomIn: "M12 5v14M5 12h14",
  zoomOut: "M5 12h14",
  zoomFit: "M4 5v14M20 5v14M8 12h8M10.5 9 8 12l2.5 3M13.5 9l2.5 3-2.5 3",
  undo: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m16 5 4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
  loop: "M17 3l4 4-4 4M21 7H8a5 5 0 0 0-5 5M7 21l-4-4 4-4M3 17h13a5 5 0 0 0 5-5",
  sound: "M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  toStart: "M6 5v14M19 5l-9 7 9 7z",
  toEnd: "M18 5v14M5 5l9 7-9 7z",
  back: "M15 5l-7 7 7 7",
  on: "M9 5l7 7-7 7",
} as const;

export type Sign = keyof typeof PATHS;

const SPACE = "http://www.w3.org/2000/svg";

export function icon(sign: Sign): SVGSVGElement {
  const drawn = document.createElementNS(SPACE, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("class", "pm-sign");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SPACE, "path");
  path.setAttribute("d", PATHS[sign]);
  drawn.append(path);
  return drawn;
}

/** Fill every `data-sign` beneath `root`. */
export function drawSigns(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-sign]")) place.replaceChildren(icon(place.dataset.sign as Sign));
}
