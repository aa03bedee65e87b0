/** The inspector's "Sound": how loud each shot is, fades, and what plays just now. */
import "../inspector/inspector.css";
import { set, setEdit } from "../actions";
import type { Desk } from "../desk";
import { lengthOf, type Shot } from "../document";
import { make, section, slider, tick } from "../inspector/fields";
import { LevelMeter } from "../inspector/meter";
import { subjects, whileShown } from "../inspector/subject";
import { w } from "../inspector/words";

/** Decibels that the sliders reach; the server takes -60 to 20. */
const QUIETEST = -40;
const LOUDEST = 20;
const LONGEST_FADE = 10; // seconds

type Setting = "gain" | "fade_in" | "fade_out";

class SoundPanel {
  private readonly state = make("p", { class: "pm-part__state" });
  private readonly silent = make("p", { class: "pm-part__help" }, w("silent"));
  private readonly gain = this.shotSlider("gain", w("gain"), QUIETEST, LOUDEST, 0.5, "dB");
  private readonly fadeIn = this.shotSlider("fade_in", w("fadeIn"), 0, LONGEST_FADE, 0.1, "s");
  private readonly fadeOut = this.shotSlider("fade_out", w("fadeOut"), 0, LONGEST_FADE, 0.1, "s");
  private readonly mute = tick(w("mute"), (mute) => this.desk.store.apply("mute", set(this.ids(), { mute })));
  private readonly whole = slider({ says: w("gain"), least: QUIETEST, most: LOUDEST, step: 0.5, plain: 0, unit: "dB", change: (gain, gesture) => this.desk.store.apply("gain", setEdit({ gain }), gesture), rest: () => this.desk.store.rest() });

  constructor(
    private readonly desk: Desk,
    place: HTMLElement,
  ) {
    place.append(
      section(w("level"), new LevelMeter(desk).element),
      this.state,
      this.silent,
      this.gain.element,
      this.mute.element,
      section(w("fades"), this.fadeIn.element, this.fadeOut.element),
      section(w("clipGain"), this.whole.element),
      section(w("targets"), this.targets(), make("p", { class: "pm-part__help" }, w("targetsHelp"))),
    );
    const { store } = desk;
    whileShown(desk, "sound", () => [store.document, store.view.selected, store.view.source, desk.player.showing?.shot.id, store.pieces.size], () => this.draw());
  }

  private shotSlider(name: Setting, says: string, least: number, most: number, step: number, unit: string) {
    const change = (value: number, gesture: string) => this.desk.store.apply(name === "gain" ? "gain" : "fade", set(this.ids(), { [name]: value }), gesture);
    return slider({ says, least, most, step, plain: 0, unit, change, rest: () => this.desk.store.rest() });
  }

  private ids(): string[] {
    return subjects(this.desk).map((shot) => shot.id);
  }

  /** Levels with the platforms that files are levelled to them for. */
  private targets(): HTMLElement {
    const byLevel = new Map<number | null, string[]>();
    for (const [platform, level] of this.desk.data.loudness) byLevel.set(level, [...(byLevel.get(level) ?? []), platform]);
    const rows = [...byLevel].map(([level, platforms]) => make("div", {}, make("dt", {}, level === null ? w("asIs") : `${level} LUFS`.replace("-", "−")), make("dd", {}, platforms.join(", "))));
    return make("dl", { class: "pm-targets" }, ...rows);
  }

  private draw(): void {
    const { store } = this.desk;
    const shots = subjects(this.desk);
    const [first] = shots;
    const count = store.document.segments.length;
    this.state.textContent = !first ? w("noShot") : shots.length > 1 ? w("shots", { count: shots.length }) : w("shotOf", { number: store.document.segments.indexOf(first) + 1, count });
    const mute = shots.length > 0 && shots.every((shot) => this.isSilent(shot));
    this.silent.hidden = !mute;
    for (const field of [this.gain, this.mute, this.fadeIn, this.fadeOut]) {
      field.element.hidden = !first;
      field.enable(store.editable);
    }
    this.gain.element.hidden ||= mute;
    this.mute.element.hidden ||= mute;
    this.whole.enable(store.editable);
    this.whole.set(store.document.edit.gain);
    if (!first) return;
    this.gain.set(first.gain);
    this.mute.set(first.mute);
    const longest = Math.min(LONGEST_FADE, Math.max(...shots.map(lengthOf)));
    for (const [field, value] of [[this.fadeIn, first.fade_in], [this.fadeOut, first.fade_out]] as const) {
      for (const input of field.element.querySelectorAll("input")) input.max = longest.toFixed(1);
      field.set(value);
    }
  }

  private isSilent(shot: Shot): boolean {
    return this.desk.store.pieceOf(shot)?.sound === false;
  }
}

export function mount(desk: Desk, place: HTMLElement): void {
  new SoundPanel(desk, place);
}
