/** The inspector's "Look": how the picture is made to look, for the clip or for single shots. */
import "../inspector/inspector.css";
import { register } from "../../shell/shortcuts";
import { toast } from "../../shell/toast";
import { set, setEdit } from "../actions";
import type { Desk } from "../desk";
import type { Look } from "../document";
import { button, make, section, segments, slider, tick } from "../inspector/fields";
import { lookOf } from "../inspector/framing";
import { shownShot, subjects, whileShown } from "../inspector/subject";
import { Wipe } from "../inspector/wipe";
import { w } from "../inspector/words";

type Strength = "shadows" | "contrast" | "saturation" | "warmth" | "denoise" | "stabilise" | "strip_top" | "strip_bottom";
/** Strengths with their least and most, as look.py has them. */
const RANGES: Record<Strength, [number, number]> = {
  shadows: [0, 1],
  contrast: [-1, 1],
  saturation: [-1, 1],
  warmth: [-1, 1],
  denoise: [0, 1],
  stabilise: [0, 1],
  strip_top: [0, 0.3],
  strip_bottom: [0, 0.3],
};
/** What is offered where no strip was found. */
const USUAL_STRIP = 0.06;

class LookPanel {
  private readonly state = make("p", { class: "pm-part__state" });
  private readonly scope = segments(w("scope"), [["clip", w("wholeClip")], ["shot", w("thisShot")]], (value) => this.choose(value));
  private readonly mode = segments(w("light"), [["none", w("asFilmed")], ["infrared", w("infrared")], ["day", w("day")]], (mode) => this.change({ mode: mode as Look["mode"] }));
  private readonly strip = segments(w("strip"), [["keep", w("keep")], ["crop", w("crop")], ["blur", w("blur")]], (strip) => this.changeStrip(strip as Look["strip"]));
  private readonly strengths: Record<Strength, ReturnType<typeof slider>>;
  private readonly plain = tick(w("plain"), (plain) => this.desk.store.look({ plain }));
  private readonly exact = button(w("exact"), () => this.compare());
  private readonly back = button(w("backToClip"), () => this.desk.store.apply("look", set(this.ids(), { look: null })));
  private readonly reset = button(w("resetLook"), () => this.change({ ...this.desk.data.plainLook }));
  private readonly found = make("p", { class: "pm-part__help" });
  private readonly wipe: Wipe;
  /** Whether changes are for shots: chosen by the person, or since the shot has a look of its own. */
  private ownShots = false;
  private before = "";

  constructor(
    private readonly desk: Desk,
    place: HTMLElement,
  ) {
    const says: Record<Strength, string> = { shadows: w("shadows"), contrast: w("contrast"), saturation: w("saturation"), warmth: w("warmth"), denoise: w("denoise"), stabilise: w("stabilise"), strip_top: w("stripTop"), strip_bottom: w("stripBottom") };
    this.strengths = Object.fromEntries((Object.keys(RANGES) as Strength[]).map((name) => [name, this.strength(name, says[name])])) as Record<Strength, ReturnType<typeof slider>>;
    this.wipe = new Wipe(desk, document.getElementById("overlay")!, (state) => this.told(state));
    const fields = (...names: Strength[]) => names.map((name) => this.strengths[name].element);
    place.append(
      this.state,
      this.scope.element,
      this.mode.element,
      section(w("tone"), ...fields("shadows", "contrast", "saturation", "warmth")),
      make("div", { class: "pm-row" }, this.exact, this.plain.element),
      make("p", { class: "pm-part__help" }, w("exactHelp")),
      section(w("steady"), ...fields("denoise", "stabilise"), make("p", { class: "pm-part__help" }, w("steadyHelp"))),
      this.strip.element,
      ...fields("strip_top", "strip_bottom"),
      this.found,
      make("div", { class: "pm-row" }, this.reset, this.back),
    );
    const { store } = desk;
    whileShown(desk, "look", () => [store.document, store.view.selected, store.view.plain, store.view.source, desk.player.showing?.shot.id, store.pieces.size], () => this.draw());
    register({ keys: ["v"], says: w("plainKey"), run: () => store.look({ plain: !store.view.plain }) });
  }

  private strength(name: Strength, says: string) {
    const [least, most] = RANGES[name];
    const change = (value: number, gesture: string) => this.change({ [name]: value }, gesture);
    return slider({ says, least, most, step: name.startsWith("strip") ? 0.005 : 0.01, plain: 0, scale: 100, unit: name.startsWith("strip") ? "%" : "", change, rest: () => this.rested() });
  }

  private rested(): void {
    this.desk.store.rest();
    if (this.wipe.open) this.wipe.show();
  }

  private ids(): string[] {
    return subjects(this.desk).map((shot) => shot.id);
  }

  /** What the fields show: the look of the first shot that is meant, or the clip's. */
  private get look(): Look {
    const { document } = this.desk.store;
    const [first] = this.ownShots ? subjects(this.desk) : [];
    return first ? lookOf(document, first) : document.edit.look;
  }

  private change(changes: Partial<Look>, gesture = ""): void {
    const { store } = this.desk;
    const name = "look";
    if (this.ownShots) {
      store.apply(name, (document, pieces) => this.ids().reduce((next, id) => set([id], { look: { ...lookOf(next, next.segments.find((shot) => shot.id === id)!), ...changes } })(next, pieces), document), gesture);
    } else store.apply(name, setEdit({ look: { ...store.document.edit.look, ...changes } }), gesture);
    if (store.view.plain && !this.wipe.open) store.look({ plain: false });
    if (!gesture && this.wipe.open) this.wipe.show();
  }

  /** With the strip that was found in the footage, where nobody has set its height yet. */
  private changeStrip(strip: Look["strip"]): void {
    const { look } = this;
    const known = look.strip_top + look.strip_bottom > 0;
    const found = this.detected();
    const heights = known || strip === "keep" ? {} : { strip_top: found?.top ?? 0, strip_bottom: found ? found.bottom : USUAL_STRIP };
    this.change({ strip, ...heights });
  }

  private detected(): { top: number; bottom: number } | null {
    const shot = subjects(this.desk)[0] ?? shownShot(this.desk);
    return (shot && this.desk.store.pieceOf(shot)?.strip) || null;
  }

  private choose(scope: string): void {
    this.ownShots = scope === "shot";
    this.draw();
  }

  private compare(): void {
    if (this.wipe.open) this.wipe.close();
    else this.wipe.show();
  }

  private told(state: "off" | "busy" | "on" | "failed"): void {
    this.exact.textContent = w(state === "busy" ? "exactBusy" : state === "on" ? "exactDone" : "exact");
    this.exact.setAttribute("aria-pressed", String(state === "on"));
    this.exact.disabled = state === "busy";
    if (state === "failed") toast(w("unusable"), { kind: "error" });
    if (state === "on") this.desk.say(w("exactLine"));
  }

  private draw(): void {
    const { store } = this.desk;
    const shots = subjects(this.desk);
    const here = shots.map((shot) => shot.id).join();
    // Another shot: what is meant follows what it has.
    if (here !== this.before) this.ownShots = shots.some((shot) => shot.look);
    this.before = here;
    if (!shots.length) this.ownShots = false;
    const own = shots.filter((shot) => shot.look).length;
    this.state.textContent = shots.length === 1 ? `${w("shotOf", { number: store.document.segments.indexOf(shots[0]!) + 1, count: store.document.segments.length })}${own ? ` · ${w("ownLook")}` : ""}` : shots.length ? w("shots", { count: shots.length }) : w("noShot");
    this.scope.set(this.ownShots ? "shot" : "clip");
    this.scope.enable(store.editable && shots.length > 0);
    const { look } = this;
    this.mode.set(look.mode);
    this.strip.set(look.strip);
    for (const [name, field] of Object.entries(this.strengths)) {
      field.set(look[name as Strength]);
      field.enable(store.editable);
    }
    this.mode.enable(store.editable);
    this.strip.enable(store.editable);
    this.strengths.strip_top.element.hidden = this.strengths.strip_bottom.element.hidden = look.strip === "keep";
    const found = this.detected();
    this.found.hidden = !found;
    if (found) this.found.textContent = w("stripFound", { share: Math.round((found.top + found.bottom) * 100) });
    this.plain.set(store.view.plain);
    this.exact.disabled = !shownShot(this.desk);
    this.reset.disabled = !store.editable || JSON.stringify(look) === JSON.stringify(this.desk.data.plainLook);
    this.back.hidden = !own;
    this.back.disabled = !store.editable;
  }
}

export function mount(desk: Desk, place: HTMLElement): void {
  new LookPanel(desk, place);
}
