/** The search on a map of our own: no picture comes from outside. Who may see exact places gets stations, others cells. */
import { get, RequestError } from "../shell/http";
import { searched, withValue } from "./address";
import { button } from "./dialog";
import type { Find } from "./find";
import { around, fit, gridStep, toDegrees, toPixels, zoomed, type Box, type View } from "./projection";
import { w } from "./words";

interface Station {
  code: string;
  name: string;
  zone: string;
  latitude: number;
  longitude: number;
  count: number;
}

interface Cell {
  west: number;
  south: number;
  size: number;
  count: number;
  zones: string[];
}

interface Places {
  exact: boolean;
  stations?: Station[];
  cells?: Cell[];
  zones: { zone: string; count: number }[];
  unplaced: number;
}

/** Something that is drawn: where it is, what it says, and which filter it stands for. */
interface Mark extends Box {
  count: number;
  title: string;
  zone: string;
  filter: [string, string][];
  point: boolean;
}

export async function showMap(place: HTMLElement, find: Find): Promise<void> {
  try {
    const places = await get<Places>(`${place.dataset.map}?${searched(find.parameters)}`);
    if (place.isConnected) new ParkMap(place, places, find);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const message = Object.assign(document.createElement("p"), { className: "pm-error", textContent: error.message });
    message.setAttribute("role", "alert");
    place.replaceChildren(message);
  }
}

class ParkMap {
  private readonly canvas = document.createElement("canvas");
  private readonly tip = document.createElement("div");
  private readonly marks: Mark[];
  private view: View | undefined;
  private under: Mark | undefined;
  private dragged: { x: number; y: number; moved: boolean } | undefined;

  constructor(
    place: HTMLElement,
    private readonly places: Places,
    private readonly find: Find,
  ) {
    this.marks = places.exact ? (places.stations ?? []).map(ofStation) : (places.cells ?? []).map(ofCell);
    const stage = document.createElement("div");
    stage.className = "pm-map__stage";
    this.tip.className = "pm-map__tip";
    this.tip.hidden = true;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", w(places.exact ? "mapExact" : "mapCells"));
    stage.append(this.canvas, this.tip, this.tools());
    place.replaceChildren(stage, this.list());
    this.listen();
    new ResizeObserver(() => this.draw()).observe(stage);
    document.fonts.addEventListener("loadingdone", () => this.canvas.isConnected && this.draw());
  }

  private tools(): HTMLElement {
    const tools = document.createElement("div");
    tools.className = "pm-map__tools";
    const zoom = (by: number) => () => this.zoom(by, this.canvas.clientWidth / 2, this.canvas.clientHeight / 2);
    for (const [sign, label, run] of [["+", w("zoomIn"), zoom(1.5)], ["−", w("zoomOut"), zoom(1 / 1.5)], ["⤢", w("zoomAll"), () => this.whole()]] as const) {
      const made = button(sign, run);
      made.title = label;
      made.setAttribute("aria-label", label);
      tools.append(made);
    }
    return tools;
  }

  /** Zones as text: for the keyboard, for readers of screens, and where nothing can be drawn. */
  private list(): HTMLElement {
    const list = document.createElement("div");
    list.className = "pm-map__zones";
    const title = document.createElement("h3");
    title.textContent = w("zones");
    list.append(title);
    for (const { zone, count } of this.places.zones) {
      const row = button("", () => this.find.go(withValue(this.find.parameters, "zone", zone, true)), "pm-map__zone");
      row.append(Object.assign(document.createElement("span"), { textContent: zone }), Object.assign(document.createElement("small"), { textContent: number(count) }));
      list.append(row);
    }
    const note = document.createElement("p");
    note.className = "pm-muted";
    const unplaced = this.places.unplaced ? ` ${w("unplaced", { count: number(this.places.unplaced) })}` : "";
    note.textContent = w(this.places.exact ? "mapExact" : "mapCells") + unplaced;
    list.append(note);
    return list;
  }

  private listen(): void {
    const { canvas } = this;
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.dragged = { x: event.offsetX, y: event.offsetY, moved: false };
    });
    canvas.addEventListener("pointermove", (event) => (this.dragged ? this.pan(event) : this.point(event.offsetX, event.offsetY)));
    canvas.addEventListener("pointerup", (event) => {
      const click = this.dragged && !this.dragged.moved;
      this.dragged = undefined;
      if (!click) return;
      this.point(event.offsetX, event.offsetY);
      if (this.under && event.pointerType === "mouse") this.choose(this.under);
    });
    canvas.addEventListener("pointerleave", () => this.point(-99, -99));
  }

  private choose(mark: Mark): void {
    let told = this.find.parameters;
    for (const [name, value] of mark.filter) told = withValue(told, name, value, true);
    this.find.go(told);
  }

  private pan(event: PointerEvent): void {
    const from = this.dragged!;
    if (!this.view || (!from.moved && Math.hypot(event.offsetX - from.x, event.offsetY - from.y) < 4)) return;
    const size = [this.canvas.clientWidth, this.canvas.clientHeight] as const;
    const before = toDegrees(this.view, from.x, from.y, ...size);
    const after = toDegrees(this.view, event.offsetX, event.offsetY, ...size);
    this.view = { ...this.view, longitude: this.view.longitude + before[0] - after[0], latitude: this.view.latitude + before[1] - after[1] };
    this.dragged = { x: event.offsetX, y: event.offsetY, moved: true };
    this.draw();
  }

  private zoom(by: number, x: number, y: number): void {
    if (!this.view) return;
    this.view = zoomed(this.view, by, x, y, this.canvas.clientWidth, this.canvas.clientHeight);
    this.draw();
  }

  private whole(): void {
    this.view = undefined;
    this.draw();
  }

  private point(x: number, y: number): void {
    const near = this.marks.filter((mark) => mark.count && this.hits(mark, x, y));
    // The smallest thing under the pointer is the one that is meant.
    const found = near.sort((a, b) => a.east - a.west - (b.east - b.west))[0];
    if (found !== this.under) {
      this.under = found;
      this.draw();
    }
    this.tip.hidden = !found;
    this.canvas.classList.toggle("pm-map--pointing", Boolean(found));
    if (!found) return;
    this.tip.textContent = `${found.title} · ${w("pieces", { count: number(found.count) })}`;
    this.tip.style.insetInlineStart = `${Math.min(x + 14, this.canvas.clientWidth - 200)}px`;
    this.tip.style.insetBlockStart = `${y + 14}px`;
  }

  private hits(mark: Mark, x: number, y: number): boolean {
    const { left, top, right, bottom } = this.place(mark);
    const slack = mark.point ? radius(mark.count) + 3 : 0;
    return x >= left - slack && x <= right + slack && y >= top - slack && y <= bottom + slack;
  }

  private place(mark: Box): { left: number; top: number; right: number; bottom: number } {
    const size = [this.canvas.clientWidth, this.canvas.clientHeight] as const;
    const [left, bottom] = toPixels(this.view!, mark.west, mark.south, ...size);
    const [right, top] = toPixels(this.view!, mark.east, mark.north, ...size);
    return { left, top, right, bottom };
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const density = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    const pen = this.canvas.getContext("2d");
    const shown = this.marks.filter((mark) => mark.count);
    const box = around(shown.length ? shown : this.marks);
    if (!pen || !width || !box) return;
    pen.scale(density, density);
    this.view ??= fit(box, width, height);
    const look = getComputedStyle(this.canvas);
    const colour = (name: string) => look.getPropertyValue(name).trim();
    this.grid(pen, width, height, colour("--pm-line"), colour("--pm-ink-soft"));
    const most = Math.max(1, ...shown.map((mark) => mark.count));
    for (const mark of this.marks) this.mark(pen, mark, most, colour);
    this.names(pen, shown, colour);
  }

  private grid(pen: CanvasRenderingContext2D, width: number, height: number, line: string, ink: string): void {
    const view = this.view!;
    const step = gridStep(view.scale);
    const [west, south] = toDegrees(view, 0, height, width, height);
    const [east, north] = toDegrees(view, width, 0, width, height);
    pen.strokeStyle = line;
    pen.fillStyle = ink;
    pen.lineWidth = 1;
    pen.font = "11px system-ui, sans-serif";
    const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    for (let at = Math.ceil(west / step) * step; at < east; at += step) {
      const x = Math.round(toPixels(view, at, south, width, height)[0]) + 0.5;
      pen.beginPath();
      pen.moveTo(x, 0);
      pen.lineTo(x, height);
      pen.stroke();
      pen.fillText(`${at.toFixed(digits)}° E`, x + 3, height - 5);
    }
    for (let at = Math.ceil(south / step) * step; at < north; at += step) {
      const y = Math.round(toPixels(view, west, at, width, height)[1]) + 0.5;
      pen.beginPath();
      pen.moveTo(0, y);
      pen.lineTo(width, y);
      pen.stroke();
      pen.fillText(`${at.toFixed(digits)}° N`, 4, y - 4);
    }
  }

  private mark(pen: CanvasRenderingContext2D, mark: Mark, most: number, colour: (name: string) => string): void {
    const { left, top, right, bottom } = this.place(mark);
    const weight = mark.count ? 0.25 + 0.65 * (Math.log1p(mark.count) / Math.log1p(most)) : 0;
    const on = mark === this.under;
    pen.globalAlpha = mark.count ? weight : 0.45;
    pen.fillStyle = mark.count ? colour("--pm-map-ink") : colour("--pm-line");
    pen.beginPath();
    if (mark.point) pen.arc(left, top, mark.count ? radius(mark.count) : 2.5, 0, 2 * Math.PI);
    else pen.roundRect(left + 1, top + 1, right - left - 2, bottom - top - 2, 6);
    pen.fill();
    pen.globalAlpha = 1;
    pen.lineWidth = on ? 2.5 : 1;
    pen.strokeStyle = on ? colour("--pm-tiger") : colour("--pm-card");
    if (mark.count) pen.stroke();
    if (mark.point || right - left < 34) return;
    pen.fillStyle = weight > 0.55 ? colour("--pm-map-on") : colour("--pm-ink");
    pen.font = "600 12px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.fillText(brief(mark.count), (left + right) / 2, (top + bottom) / 2 + 4);
    pen.textAlign = "start";
  }

  /** Each zone's name once, above what is drawn of it; where names would lie on each other the larger zone has it. */
  private names(pen: CanvasRenderingContext2D, shown: Mark[], colour: (name: string) => string): void {
    const zones = new Map<string, Mark[]>();
    for (const mark of shown) zones.set(mark.zone, [...(zones.get(mark.zone) ?? []), mark]);
    const taken: { x: number; y: number; half: number }[] = [];
    pen.font = "600 13px system-ui, 'PingFang SC', 'Noto Sans SC Variable', sans-serif";
    pen.textAlign = "center";
    pen.lineWidth = 3.5;
    pen.strokeStyle = colour("--pm-card");
    pen.fillStyle = colour("--pm-ink");
    const count = (marks: Mark[]) => marks.reduce((sum, mark) => sum + mark.count, 0);
    for (const [zone, marks] of [...zones].sort((a, b) => count(b[1]) - count(a[1]))) {
      const box = around(marks)!;
      const { left, top, right } = this.place(box);
      const [x, y] = [(left + right) / 2, top - 7];
      const half = pen.measureText(zone).width / 2 + 6;
      if (taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < 18)) continue;
      taken.push({ x, y, half });
      pen.strokeText(zone, x, y);
      pen.fillText(zone, x, y);
    }
    pen.textAlign = "start";
  }
}

function ofStation(one: Station): Mark {
  const title = [one.code, one.name, one.zone].filter(Boolean).join(" · ");
  const { longitude, latitude, count, zone } = one;
  return { west: longitude, east: longitude, south: latitude, north: latitude, count, title, zone, filter: [["station", one.code]], point: true };
}

function ofCell(one: Cell): Mark {
  const box = { west: one.west, south: one.south, east: one.west + one.size, north: one.south + one.size };
  return { ...box, count: one.count, title: one.zones.join(", "), zone: one.zones[0] ?? "", filter: one.zones.map((zone) => ["zone", zone]), point: false };
}

function radius(count: number): number {
  return 4 + 2 * Math.log10(Math.max(1, count)) * 1.6;
}

function number(value: number): string {
  return value.toLocaleString(document.documentElement.lang);
}

function brief(value: number): string {
  return value.toLocaleString(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 });
}
