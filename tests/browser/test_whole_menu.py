"""Every page that a menu offers, for everybody, in both languages, on a desk's screen and on a telephone's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from publishing.roles import ROLES
from tests.browser.windows import Windows
from tests.browser.wording import left_behind

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
DESK, TELEPHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}

FAULTS = """() => {
  const main = document.querySelector("main") ?? document.body;
  const seen = (each) => each.checkVisibility() && !each.closest("[aria-hidden=true]");
  const named = (each) => each.getAttribute("aria-label") || each.title || each.labels?.length || each.innerText?.trim()
    || each.textContent.trim() || each.querySelector("img[alt]:not([alt='']), svg title") || each.placeholder;
  const brief = (each) => each.outerHTML.slice(0, 160);
  const faults = [];
  const headings = [...document.querySelectorAll("h1")].filter(seen);
  if (headings.length !== 1) faults.push(`${headings.length} headings of the first level: ${headings.map(brief)}`);
  const wide = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) faults.push(`${wide} px wider than the window`);
  for (const each of main.querySelectorAll("img:not([alt])")) faults.push(`picture without alt: ${brief(each)}`);
  for (const each of main.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea, summary")) {
    if (seen(each) && !named(each)) faults.push(`without a name: ${brief(each)}`);
  }
  const ids = [...document.querySelectorAll("main [id]")].map((each) => each.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`two things are called #${id}`);
  return faults;
}"""

TEXTS = """() => {
  const main = document.querySelector("main") ?? document.body;
  const found = new Set();
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("script, style, svg")) found.add(walker.currentNode.data.trim());
  }
  for (const each of main.querySelectorAll("*")) {
    for (const name of ["title", "placeholder", "aria-label", "alt"]) found.add((each.getAttribute(name) ?? "").trim());
  }
  found.add(document.title);
  return [...found];
}"""


def look_at(page: Page, address: str, *, language: str) -> list[str]:
    """Open a page and return what is wrong with it, each with the address."""
    answer = page.goto(address)
    assert answer is not None
    faults = [] if answer.status == 200 else [f"status {answer.status}"]
    if language == "zh-hans":  # the one that is read word for word: with all that scripts fetch
        page.wait_for_load_state("networkidle")
    for size in (DESK, TELEPHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        faults += [f"{size['width']} px: {fault}" for fault in page.evaluate(FAULTS)]
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    if language == "zh-hans":
        faults += [f"English left: {text}" for text in left_behind() & set(page.evaluate(TEXTS))]
    return [f"{address}: {fault}" for fault in faults]


def menu(page: Page) -> list[str]:
    """Addresses that the menu offers, without account and sign-out."""
    page.goto("/studio/")
    page.get_by_role("navigation").first.wait_for()
    page.locator("nav a[href^='/studio/footage/']").first.wait_for()
    offered = page.locator("nav a[href^='/studio/']").evaluate_all("all => all.map((each) => each.pathname)")
    return list(dict.fromkeys(each for each in offered if "/account" not in each and "/logout" not in each))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_the_menu(windows: Windows, role: str, language: str) -> None:
    page = windows.open(role=role, language=language)
    offered = menu(page)
    assert {"/studio/footage/", "/studio/clips/", "/studio/posts/calendar/"} <= set(offered)
    faults = [fault for address in offered for fault in look_at(page, address, language=language)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_beneath(windows: Windows, language: str) -> None:
    """What lies behind cards, tables and buttons."""
    page = windows.open(role="Administrator", language=language)
    page.goto("/studio/footage/")
    footage = page.locator("article.pm-film h3 a").first.get_attribute("href")
    page.goto("/studio/clips/")
    clip = page.locator("main h2 a").first.get_attribute("href")
    page.goto("/studio/deliveries/")
    delivery = page.locator("main td a").first.get_attribute("href")
    page.goto("/studio/posts/calendar/?view=list")
    page.goto(str(delivery))
    post = page.locator("a[href^='/studio/posts/']:not([href*='calendar'])").last.get_attribute("href")
    page.goto("/studio/posts/channels/")
    channel = page.locator("main a[href^='/studio/posts/channels/']").first.get_attribute("href")
    page.goto("/studio/partners/")
    partner = page.locator("main a[href^='/studio/partners/']").first.get_attribute("href")
    beneath = [
        footage, f"/studio/clips/new/?footage={str(footage).split('/')[-2]}", clip, f"{clip}captions/", delivery, post,
        channel, partner, "/studio/footage/upload/", "/studio/footage/?q=nothing+like+this",
        "/studio/footage/?view=map", "/studio/footage/?view=timeline", "/studio/footage/collections/",
        "/studio/posts/new/", "/studio/deliveries/", "/studio/posts/channels/add/bluesky/",
        "/studio/posts/channels/add/mastodon/",
        "/studio/partners/new/", "/sandbox/",
    ]  # fmt: skip
    faults = [fault for address in beneath for fault in look_at(page, str(address), language=language)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("address", ["/studio/footage/", "/studio/clips/", "/studio/posts/calendar/"])
def test_a_question_mark_lists_the_keys(windows: Windows, address: str) -> None:
    page = windows.open(role="Editor")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys.get_by_role("heading", name="键盘快捷键")).to_be_visible()
    expect(keys.get_by_text("显示此列表")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
