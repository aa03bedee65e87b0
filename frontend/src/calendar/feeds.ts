/** Addresses by which other programs read the calendar: made, shown once, taken back. */
import { button, el } from "../post/dom";
import { field, input, open } from "../library/dialog";
import { get, post as send, RequestError } from "../shell/http";
import { toast } from "../shell/toast";
import type { Page } from "./page";
import { w } from "./words";

interface Feed {
  id: number;
  name: string;
  made: string;
}
interface Feeds extends Record<string, unknown> {
  feeds: Feed[];
}

export async function manageFeeds(page: Page): Promise<void> {
  const address = page.addresses.posts.replace(/posts\/$/, "feeds/");
  const list = el("ul", "cal-feeds");
  const name = input("");
  const shown = el("div");
  shown.setAttribute("aria-live", "polite");
  const draw = (feeds: Feed[]) => {
    list.replaceChildren(...(feeds.length ? feeds.map((feed) => row(feed)) : [el("li", "cal-feeds__none pm-muted", w("feedNone"))]));
  };
  const told = async (run: () => Promise<Feeds>) => {
    try {
      draw((await run()).feeds);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
    }
  };
  const row = (feed: Feed) =>
    el("li", "", `${feed.name || feed.id} · ${new Date(feed.made).toLocaleDateString(document.documentElement.lang || undefined)} `,
      button(w("feedRevoke"), "pm-button pm-button--quiet", () => told(() => send<Feeds>(`${address}${feed.id}/revoke/`))));
  const make = button(w("feedNew"), "pm-button pm-button--save", async () => {
    try {
      const made = await send<{ address: string } & Record<string, unknown>>(`${address}new/`, { name: name.value, asked: page.asked() });
      const line = input(made.address, { readOnly: true, maxLength: 2000 });
      shown.replaceChildren(field(w("feedOnce"), line));
      line.select();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      toast(error.message, { kind: "error" });
      return;
    }
    await told(() => get<Feeds>(address));
  });
  open(w("feeds"), el("div", "", el("p", "pm-muted", w("feedsHelp")), list, field(w("feedName"), name), make, shown));
  await told(() => get<Feeds>(address));
}
