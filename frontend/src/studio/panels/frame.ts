/** The inspector's "Frame": what each shape shows of the shot that is seen. */
import "../inspector/inspector.css";
import { register } from "../../shell/shortcuts";
import type { Desk } from "../desk";
import { rateOf, type Shot } from "../document";
import { areasFor } from "../inspector/areas";
import { button, type Field, make, section, segments, select, slider, tick } from "../inspector/fields";
import { boxOf, followAgain, frameAt, framedByHand, framedHow, holdStill, keyAt, keysOf, lookOf, MOST_ZOOM, neighbour, removeKey, setKey } from "../inspector/framing";
import { KeyBand } from "../inspector/keyband";
import { shownShot, whileShown } from "../inspector/subject";
import { w } from "../inspector/words";

type Axis = "x" | "y" | "zoom";

class FramePanel {
  private readonly band: KeyBand;
  private readonly state = make("p", { class: "pm-part__state" });
  private readonly shapes: Field<string>;
  private readonly framed = tick(w("framed"), (framed) => this.desk.store.look({ framed }));
  private readonly areas = select(w("areas"), [["", w("areasNone")]], (areas) => this.desk.store.look({ areas }));
  private readonly sliders = {
    zoom: this.slider("zoom", w("zoom"), 1, MOST_ZOOM / 2, 0.01),
    x: this.slider("x", w("across"), 0, 1, 0.001),
    y: this.slider("y", w("down"), 0, 1, 0.001),
  };
  private readonly add = button(`◆ ${w("addKey")}`, () => this.toggleKey());
  private readonly before = button("◂", () => this.step(-1), { "aria-label": w("previousKey"), title: `${w("previousKey")} [` });
  private readonly after = button("▸", () => this.step(1), { "aria-label": w("nextKey"), title: `${w("nextKey")} ]` });
  private readonly hold = button(w("holdStill"), () => this.holdHere());
  private readonly follow = button(w("followAgain"), () => this.followHere());
  private readonly settings: HTMLElement;
  private shown = "";

  constructor(
    private readonly desk: Desk,
    place: HTMLElement,
  ) {
    this.shapes = segments(
      w("shape"),
      desk.data.shapes.map(({ name }) => [name, name] as const),
      (shape) => desk.store.look({ shape, areas: areasFor(shape).some((area) => area.name === desk.store.view.areas) ? desk.store.view.areas : "" }),
    );
    this.band = new KeyBand(desk);
    this.settings = make(
      "div",
      {},
      ...Object.values(this.sliders).map((each) => each.element),
      section(w("keys"), this.band.element, make("div", { class: "pm-row" }, this.before, this.add, this.after), make("p", { class: "pm-part__help" }, w("keyHelp"))),
      make("div", { class: "pm-row" }, this.hold, this.follow),
    );
    place.append(this.shapes.element, this.framed.element, this.areas.element, make("p", { class: "pm-part__help", "data-for": "areas" }, w("areasHelp")), this.state, this.settings);
    const { store, player } = desk;
    whileShown(desk, "frame", () => [store.document, store.view.shape, store.view.framed, store.view.areas, store.view.playhead, store.view.source, player.showing?.shot.id, store.pieces.size], () => this.draw());
    register({ keys: ["[", "]"], says: w("keyName"), run: (event) => this.step(event.key === "[" ? -1 : 1) });
  }

  private get shape(): string {
    return this.desk.store.view.shape;
  }

  private get ratio(): number {
    const shape = this.desk.data.shapes.find((each) => each.name === this.shape);
    return shape ? shape.width / shape.height : 16 / 9;
  }

  private slider(axis: Axis, says: string, least: number, most: number, step: number) {
    return slider({ says, least, most, step, plain: axis === "zoom" ? 1 : 0.5, scale: 100, unit: "%", change: (value, gesture) => this.set(axis, value, gesture), rest: () => this.desk.store.rest() });
  }

  /** The frame that is seen, its centre where all of it lies in the picture. */
  private frame(shot: Shot, at: number) {
    const { store } = this.desk;
    const [piece, look] = [store.pieceOf(shot), lookOf(store.document, shot)];
    const key = frameAt(shot, piece, look, this.shape, this.ratio, at);
    const box = boxOf(key, piece, look, this.ratio);
    return { ...key, x: box.x + box.w / 2, y: box.y + box.h / 2 };
  }

  private set(axis: Axis, value: number, gesture: string): void {
    const [shot, at] = [shownShot(this.desk), this.desk.player.showing?.at];
    if (!shot || at === undefined) return;
    this.desk.player.stop();
    const key = { ...this.frame(shot, at), [axis]: value };
    const { store } = this.desk;
    const box = boxOf(key, store.pieceOf(shot), lookOf(store.document, shot), this.ratio);
    store.apply("framing", setKey(shot.id, this.shape, { ...key, x: box.x + box.w / 2, y: box.y + box.h / 2 }), gesture);
  }

  private toggleKey(): void {
    const [shot, at] = [shownShot(this.desk), this.desk.player.showing?.at];
    if (!shot || at === undefined) return;
    this.desk.player.stop();
    const index = this.keyHere(shot, at);
    if (index >= 0) this.desk.store.apply("framing", removeKey(shot.id, this.shape, index));
    else this.desk.store.apply("framing", setKey(shot.id, this.shape, this.frame(shot, at)));
  }

  private keyHere(shot: Shot, at: number): number {
    const piece = this.desk.store.pieceOf(shot);
    return framedByHand(shot, this.shape) ? keyAt(keysOf(shot, piece, this.shape), at, rateOf(piece)) : -1;
  }

  private step(way: 1 | -1): void {
    const [shot, place] = [shownShot(this.desk), this.desk.player.showing];
    if (!shot || !place) return;
    const piece = this.desk.store.pieceOf(shot);
    const key = neighbour(
      keysOf(shot, piece, this.shape).filter((each) => each.time >= shot.start && each.time < shot.end),
      place.at,
      way,
      rateOf(piece),
    );
    if (!key) return;
    this.desk.player.stop();
    this.desk.player.seek(place.offset + (key.time - shot.start) / shot.speed);
  }

  private holdHere(): void {
    const [shot, at] = [shownShot(this.desk), this.desk.player.showing?.at];
    if (shot && at !== undefined) this.desk.store.apply("framing", holdStill(shot.id, this.shape, this.frame(shot, at)));
  }

  private followHere(): void {
    const { store } = this.desk;
    const shot = shownShot(this.desk);
    const ids = store.selectedShots.length ? store.selectedShots.map((each) => each.id) : shot ? [shot.id] : [];
    store.apply("framing", followAgain(ids, this.shape));
  }

  private draw(): void {
    const { store, player } = this.desk;
    const { view } = store;
    this.shapes.set(view.shape);
    this.framed.set(view.framed);
    this.drawAreas();
    const shot = shownShot(this.desk);
    const at = player.showing?.at;
    const piece = shot && store.pieceOf(shot);
    this.settings.hidden = !shot || !piece?.usable;
    if (!shot || at === undefined) {
      this.state.textContent = w("noShot");
      return;
    }
    if (!piece?.usable) {
      this.state.textContent = w("unusable");
      return;
    }
    const hand = framedByHand(shot, view.shape);
    const keys = keysOf(shot, piece, view.shape);
    const number = store.document.segments.indexOf(shot) + 1;
    this.state.textContent = `${w("shotOf", { number, count: store.document.segments.length })} · ${w(framedHow(shot, piece, view.shape, this.ratio))}`;
    const frame = this.frame(shot, at);
    for (const axis of ["x", "y", "zoom"] as const) {
      this.sliders[axis].set(frame[axis]);
      this.sliders[axis].enable(store.editable);
    }
    this.band.draw(shot, at);
    const here = this.keyHere(shot, at) >= 0;
    this.add.textContent = here ? `◇ ${w("removeKey")}` : `◆ ${w("addKey")}`;
    this.add.disabled = this.hold.disabled = !store.editable;
    this.follow.disabled = !store.editable || !hand;
    const slack = 0.6 / rateOf(piece);
    this.before.disabled = !keys.some((key) => key.time >= shot.start && key.time < at - slack);
    this.after.disabled = !keys.some((key) => key.time < shot.end && key.time > at + slack);
  }

  private drawAreas(): void {
    const { shape, areas } = this.desk.store.view;
    const offered = areasFor(shape);
    if (this.shown !== shape) this.areas.choices([["", w("areasNone")], ...offered.map(({ name }) => [name, name] as const)]);
    this.shown = shape;
    this.areas.set(areas);
    this.areas.element.hidden = !offered.length;
    (this.areas.element.nextElementSibling as HTMLElement).hidden = !areas;
  }
}

export function mount(desk: Desk, place: HTMLElement): void {
  new FramePanel(desk, place);
}
