/** Tells at once who else has the clip open and that somebody saved it. */
import { button, el } from "../post/dom";
import type { Company } from "./draft";
import type { Saver } from "./save";
import { w } from "./words";

export class CompanyBar {
  private shown = "";

  constructor(
    private readonly bar: HTMLElement,
    private readonly saver: Saver,
  ) {}

  show(company: Company): void {
    const newer = company.newest !== null && company.newest > (this.saver.saved?.version ?? 0) && this.saver.saved ? company.newest : 0;
    const said = JSON.stringify([newer, company.others.map((each) => [each.name, each.changed])]);
    if (said === this.shown) return;
    this.shown = said;
    this.bar.replaceChildren();
    for (const other of company.others) this.bar.append(el("span", "", w(other.changed ? "otherChanges" : "otherOpen", { name: other.name })));
    if (newer) {
      const number = newer;
      this.bar.append(
        el("strong", "", w("newer", { name: company.by, number })),
        button(w("bringIn"), "pm-button", async () => {
          if (await this.saver.bringIn(number)) this.show({ ...company, newest: this.saver.saved!.version });
        }),
      );
    }
    this.bar.hidden = !this.bar.childElementCount;
  }
}
