/** Which campaign the post belongs to; its links say so. */
import { el } from "./dom";
import type { Editor } from "./editor";
import { p } from "./phrases";

export function drawCampaign(host: HTMLElement, editor: Editor): void {
  const { campaign } = editor.post;
  const select = el("select");
  select.id = "post-campaign";
  select.append(new Option(p("noCampaign"), ""));
  const known = editor.data.campaigns.some((each) => each.id === campaign?.id) || !campaign ? editor.data.campaigns : [campaign, ...editor.data.campaigns];
  for (const each of known) select.append(new Option(each.name, String(each.id), false, each.id === campaign?.id));
  select.disabled = !editor.post.may.edit;
  select.addEventListener("change", () => void editor.change("campaign/", { campaign: select.value ? Number(select.value) : null }, true));
  const stripe = el("span", "pe-campaign__stripe");
  stripe.style.background = campaign?.colour ?? "transparent";
  host.classList.toggle("pe-campaign--none", !campaign);
  const all = el("a", "", p("campaigns"));
  all.href = "/studio/posts/campaigns/";
  const templates = el("a", "", p("templates"));
  templates.href = "/studio/posts/templates/";
  host.replaceChildren(stripe, el("label", "pm-field", el("span", "", p("campaign")), select), el("p", "pe-campaign__links", all, " · ", templates));
}
