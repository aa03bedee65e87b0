/** The buttons beneath the picture. */
import { el } from "../post/dom";
import { timecode } from "../shell/timecode";
import type { Cutting } from "./cutting";
import type { Desk } from "./desk";
import { rateOf } from "./document";
import type { SourceView } from "./source";
import type { Timeline } from "./timeline";
import { w } from "./words";

const byId = <E extends HTMLElement>(id: string) => document.getElementById(id) as E | null;

interface Parts {
  desk: Desk;
  timeline: Timeline;
  source: SourceView;
  cutting: Cutting;
}

export function transport({ desk, timeline, source, cutting }: Parts): void {
  const { player, store } = desk;
  const inSource = () => store.view.source !== null;
  const runs: Record<string, () => void> = {
    play: () => player.toggle(),
    back: () => player.byPictures(-1),
    on: () => player.byPictures(1),
    "to-start": () => cutting.toEnd(false),
    "to-end": () => cutting.toEnd(true),
    "set-in": () => (inSource() ? source.setIn() : timeline.grips.trimHere("start")),
    "set-out": () => (inSource() ? source.setOut() : timeline.grips.trimHere("end")),
    undo: () => cutting.step("undo"),
    redo: () => cutting.step("redo"),
  };
  for (const [id, run] of Object.entries(runs)) {
    const made = byId(id);
    made?.addEventListener("click", (event) => {
      run();
      // A click with the mouse leaves the keys to the player.
      if (event.detail) made.blur();
    });
  }
  shuttle(desk);
  switches(desk);
  times(desk);
}

/** Drag to either side: slow near the middle, fast at the ends; let go, and it stops. */
function shuttle(desk: Desk): void {
  const wheel = byId<HTMLInputElement>("shuttle");
  if (!wheel) return;
  const rest = () => {
    wheel.value = "0";
    desk.player.stop();
  };
  wheel.addEventListener("input", () => {
    const share = Number(wheel.value) / 8;
    desk.player.shuttle(Math.sign(share) * 8 * share ** 2);
    wheel.setAttribute("aria-valuetext", `${wheel.value}×`);
  });
  for (const event of ["change", "blur"]) wheel.addEventListener(event, rest);
}

function switches({ player }: Desk): void {
  const loop = byId("loop");
  loop?.addEventListener("click", () => {
    player.loop = !player.loop;
    loop.setAttribute("aria-pressed", String(player.loop));
  });
  const sound = byId("sound");
  sound?.addEventListener("click", () => {
    player.sound.on = !player.sound.on;
    sound.setAttribute("aria-pressed", String(player.sound.on));
    player.seek(player.time);
  });
}

function times({ player, store }: Desk): void {
  const clock = byId("timecode");
  const play = byId("play");
  if (!clock || !play) return;
  const [now, whole] = [el("span"), el("span", "pm-transport__whole")];
  clock.replaceChildren(now, whole);
  const tell = () => {
    const rate = rateOf(player.piece);
    now.textContent = timecode(store.view.playhead, rate);
    whole.textContent = ` / ${timecode(player.length, rate)}`;
  };
  player.onTime(tell);
  store.subscribe(tell);
  player.onPace = (pace) => {
    play.dataset.playing = String(pace !== 0);
    clock.dataset.speed = pace && pace !== 1 ? `${pace < 0 ? `${w("backwards")} ` : ""}${Math.round(Math.abs(pace) * 10) / 10}×` : "";
  };
}
