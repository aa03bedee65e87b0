/** Cards of posts: keyboard, choosing several, deciding, and undo. */
import { post as send, RequestError } from "../shell/http";
import { register } from "../shell/shortcuts";
import { toast } from "../shell/toast";
import { askWords } from "./asking";
import { w } from "./words";

interface Outcome {
  done: { post: number; state: string }[];
  refused: { post: number; title: string; error: string }[];
  [other: string]: unknown;
}

export function approvals(root: HTMLElement): void {
  const cards = () => [...root.querySelectorAll<HTMLElement>("[data-post]:not(.ap-card--gone)")];
  const bar = root.querySelector<HTMLElement>(".ap-bar");
  const all = root.querySelector<HTMLInputElement>("#choose-all");
  const several = root.querySelector<HTMLButtonElement>("#approve-chosen");
  const boxes = () => cards().map((card) => card.querySelector<HTMLInputElement>("[data-choose]")!).filter((box) => !box.disabled);
  let current: HTMLElement | null = null;

  const count = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (bar) bar.hidden = boxes().length < 2;
    root.querySelector("#chosen-count")!.textContent = w("chosen", { number: chosen, all: boxes().length });
    if (several) several.disabled = chosen === 0;
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && chosen < boxes().length;
    }
  };
  const gone = (ids: number[], away: boolean) => {
    for (const card of root.querySelectorAll<HTMLElement>("[data-post]")) {
      if (!ids.includes(Number(card.dataset.post))) continue;
      card.classList.toggle("ap-card--gone", away);
      card.inert = away;
      const box = card.querySelector<HTMLInputElement>("[data-choose]");
      if (box && away) box.checked = false;
    }
    const left = root.querySelector<HTMLElement>("#nothing-left");
    if (left) left.hidden = cards().length > 0;
    count();
  };
  const refusals = (outcome: Outcome) => {
    for (const each of outcome.refused) toast(w("refused", { title: each.title, error: each.error }), { kind: "error" });
  };
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  };
  const approve = (ids: number[]) =>
    guarded(async () => {
      const outcome = await send<Outcome>(root.dataset.approve!, { posts: ids });
      refusals(outcome);
      const done = outcome.done.map((each) => each.post);
      if (!done.length) return;
      gone(done, true);
      const over = outcome.done.filter((each) => each.state === "approved").map((each) => each.post);
      if (!over.length) return toast(w("signed", { number: done.length }));
      toast(w("approved", { number: over.length }), {
        undo: () =>
          guarded(async () => {
            const back = await send<Outcome>(root.dataset.undo!, { posts: over });
            refusals(back);
            gone(back.done.map((each) => each.post), false);
            if (back.done.length) toast(w("undone"));
          }),
      });
    });
  const give = async (card: HTMLElement, act: string) => {
    const id = Number(card.dataset.post);
    if (act === "approve") return approve([id]);
    const rejects = act === "reject";
    const words = await askWords(w(rejects ? "whyNot" : "why"), w(rejects ? "reject" : "sendBack"), { needed: true });
    if (words === null) return;
    await guarded(async () => {
      await send(`${card.dataset.url}${act}/`, { comment: words });
      gone([id], true);
      toast(w(rejects ? "rejected" : "sentBack"));
    });
  };
  const go = (step: number) => {
    const list = cards();
    if (!list.length) return;
    const here = current ? list.indexOf(current) : -1;
    mark(list[Math.min(list.length - 1, Math.max(0, here + step))]!);
  };
  const mark = (card: HTMLElement) => {
    current?.classList.remove("ap-card--current");
    current = card;
    card.classList.add("ap-card--current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };

  for (const card of root.querySelectorAll<HTMLElement>("[data-colour]")) card.style.setProperty("--ap-campaign", card.dataset.colour!);
  root.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-act]");
    const card = button?.closest<HTMLElement>("[data-post]");
    if (button && card) void give(card, button.dataset.act!);
  });
  root.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all!.checked;
    count();
  });
  several?.addEventListener("click", () => void approve(cards().filter((card) => card.querySelector<HTMLInputElement>("[data-choose]")?.checked).map((card) => Number(card.dataset.post))));
  const on = (run: (card: HTMLElement) => void) => () => current && !current.classList.contains("ap-card--gone") && run(current);
  register(
    { keys: ["j", "ArrowDown"], says: w("next"), run: () => go(1) },
    { keys: ["k", "ArrowUp"], says: w("previous"), run: () => go(-1) },
    { keys: ["x"], says: w("choose"), run: on((card) => card.querySelector<HTMLInputElement>("[data-choose]")?.click()) },
    { keys: ["a"], says: w("approve"), run: on((card) => card.querySelector<HTMLButtonElement>('[data-act="approve"]')?.click()) },
    { keys: ["c"], says: w("sendBack"), run: on((card) => void give(card, "send-back")) },
    { keys: ["Shift+a"], says: w("approveAll"), run: () => several?.click() },
    { keys: ["o"], says: w("open"), run: on((card) => window.location.assign(card.dataset.url!)) },
  );
  if (bar) count();
}
