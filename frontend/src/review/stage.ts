/** The piece being looked at: film, boxes, what the machine says, buttons. */
import type { Piece, Said } from "./queue";
import { w } from "./words";

export interface Handlers {
  agree: () => void;
  agreeEvent: () => void;
  correct: () => void;
  blank: () => void;
  skip: () => void;
  undo: () => void;
}

export function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className = "", text = ""): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** A film that plays by itself, without sound, over and over. */
export function film(piece: Piece): HTMLVideoElement {
  const video = element("video");
  Object.assign(video, { src: piece.video, muted: true, loop: true, autoplay: false, playsInline: true, preload: "auto" });
  if (piece.poster) video.poster = piece.poster;
  return video;
}

function boxes(said: Said[]): HTMLElement {
  const layer = element("div", "pm-review__boxes");
  for (const one of said) {
    if (!one.bbox) continue;
    const [x, y, width, height] = one.bbox;
    const box = element("div", "pm-review__box");
    Object.assign(box.style, { left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
    if (one.agreed) box.append(element("span", "", one.label));
    layer.append(box);
  }
  return layer;
}

/** The boxes lie on the picture, which may be smaller than the element around it. */
function fit(video: HTMLVideoElement, layer: HTMLElement): void {
  const place = () => {
    if (!video.videoWidth) return;
    const scale = Math.min(video.clientWidth / video.videoWidth, video.clientHeight / video.videoHeight);
    const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
    Object.assign(layer.style, { width: `${width}px`, height: `${height}px`, left: `${(video.clientWidth - width) / 2}px`, top: `${(video.clientHeight - height) / 2}px` });
  };
  video.addEventListener("loadedmetadata", place);
  new ResizeObserver(place).observe(video);
  place();
}

function saidList(piece: Piece): HTMLElement {
  const list = element("ul", "pm-review__said");
  for (const one of piece.said) {
    const item = element("li", one.agreed ? "" : "pm-review__other");
    item.append(element("strong", "", one.count && one.count > 1 ? `${one.label} ×${one.count}` : one.label), " ");
    for (const more of [one.lifeStageLabel, one.sexLabel, one.behaviorLabel].filter(Boolean)) item.append(element("span", "pm-chip", more), " ");
    if (one.probability !== null) item.append(element("span", "pm-chip pm-chip--machine", w("percent", { percent: Math.round(one.probability * 100) })), " ");
    item.append(element("small", "pm-muted", one.by));
    list.append(item);
  }
  return list;
}

function button(label: string, key: string, run: () => void, more = ""): HTMLButtonElement {
  const made = element("button", `pm-button ${more}`);
  made.type = "button";
  made.append(label, " ", element("kbd", "", key));
  made.onclick = run;
  return made;
}

export interface Stage {
  element: HTMLElement;
  video: HTMLVideoElement | undefined;
  setCount: (count: number | undefined) => void;
  /** Where the form that corrects appears. */
  form: HTMLElement;
}

/** `video`: the film, loaded ahead. */
export function stage(piece: Piece, video: HTMLVideoElement | undefined, handlers: Handlers, undoable: boolean): Stage {
  const whole = element("div", "pm-review__piece");
  const picture = element("div", "pm-review__picture");
  if (video) {
    const layer = boxes(piece.said);
    picture.append(video, layer);
    fit(video, layer);
  } else {
    picture.append(element("p", "pm-review__novideo", w("noVideo")));
  }
  const side = element("div", "pm-review__side");
  const count = element("span", "pm-chip pm-review__count");
  count.hidden = true;
  const heading = element("h2", "", piece.said.length ? w("said") : w("nobody"));
  heading.append(" ", count);
  side.append(heading);
  if (piece.said.length) side.append(saidList(piece));
  if (piece.said.length) side.append(element("p", "pm-muted", piece.because.join(" ")));
  const form = element("div");
  const actions = element("div", "pm-review__actions");
  if (piece.answer) actions.append(button(w("agree", { what: piece.answer }), "A", handlers.agree, "pm-button--tiger"));
  if (piece.answer && piece.event) actions.append(button(w("agreeEvent", { pieces: piece.event.pieces }), "Shift A", handlers.agreeEvent));
  actions.append(button(w("correct"), "C", handlers.correct), button(w("blank"), "B", handlers.blank), button(w("skip"), "N", handlers.skip));
  const undo = button(w("undo"), "U", handlers.undo, "pm-button--quiet");
  undo.disabled = !undoable;
  actions.append(undo);
  side.append(form, actions);
  const facts = element("p", "pm-muted pm-review__facts");
  const link = element("a", "", piece.name);
  link.href = piece.url;
  link.title = w("open");
  facts.append(link, ...[piece.place, piece.moment, piece.length].filter(Boolean).map((text) => ` · ${text}`));
  side.append(facts);
  if (piece.why) side.append(element("p", "pm-muted pm-review__why", w("why", { why: piece.why })));
  whole.append(picture, side);
  return {
    element: whole,
    video,
    form,
    setCount: (number) => {
      count.hidden = number === undefined;
      count.textContent = number === undefined ? "" : w("number", { count: number });
    },
  };
}
