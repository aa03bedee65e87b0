/** The slots of a channel: days of the week and an hour, a line each. */
import { button, el } from "./post/dom";
import { post as send, RequestError } from "./shell/http";
import { catalogue } from "./shell/messages";
import { toast } from "./shell/toast";

interface Slot {
  days: number[];
  at: string;
}
const w = catalogue({
  en: { add: "Add a slot", save: "Save the slots", remove: "Remove", saved: "The slots are saved.", hour: "Hour", none: "It has none yet." },
  "zh-hans": { add: "添加时段", save: "保存时段", remove: "移除", saved: "时段已保存。", hour: "时间", none: "尚无时段。" },
});

const root = document.querySelector<HTMLElement>("#slots");
const rows = root?.querySelector<HTMLElement>("[data-rows]");
if (root && rows) draw(rows, root.dataset.write ?? "", JSON.parse(root.querySelector("#channel-slots")?.textContent ?? "[]") as Slot[]);

function draw(host: HTMLElement, address: string, slots: Slot[]): void {
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "short", timeZone: "UTC" });
  const lines = slots.map((slot) => {
    const hour = el("input");
    hour.type = "time";
    hour.value = slot.at;
    hour.setAttribute("aria-label", w("hour"));
    hour.addEventListener("change", () => (slot.at = hour.value));
    const days = Array.from({ length: 7 }, (_, day) => {
      const box = el("input");
      box.type = "checkbox";
      box.checked = slot.days.includes(day);
      box.addEventListener("change", () => {
        slot.days = box.checked ? [...slot.days, day] : slot.days.filter((each) => each !== day);
      });
      return el("label", "", box, ` ${weekday.format(Date.UTC(2024, 0, 1 + day))}`);
    });
    return el("div", "pm-checks", hour, ...days, button(w("remove"), "pm-button pm-button--quiet", () => draw(host, address, slots.filter((each) => each !== slot))));
  });
  const save = button(w("save"), "pm-button", async () => {
    try {
      const answer = await send<{ slots: Slot[] } & Record<string, unknown>>(address, { slots });
      toast(w("saved"));
      draw(host, address, answer.slots);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  });
  const add = button(w("add"), "pm-button pm-button--quiet", () => draw(host, address, [...slots, { days: [0, 1, 2, 3, 4, 5, 6], at: "19:30" }]));
  host.replaceChildren(...(lines.length ? lines : [el("p", "pm-muted", w("none"))]), el("div", "pm-buttons", add, save));
}
