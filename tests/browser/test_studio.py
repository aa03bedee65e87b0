"""The clip studio in a browser: cutting, undoing, saving, and two editors on one clip."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.windows import Windows, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PICTURES = 12  # a second of the demo's footage


def begin(page: Page) -> str:
    """The address of a new clip of the leopard's footage."""
    page.goto("/studio/footage/?q=leopard")
    link = page.get_by_role("article").first.get_by_role("heading").get_by_role("link").get_attribute("href")
    return f"/studio/clips/new/?footage={str(link).split('/')[-2]}"


def open_studio(page: Page, address: str) -> None:
    """The studio of a clip, without what somebody else of this role left unsaved."""
    page.goto(address)
    until(page, "() => document.querySelector('.pm-viewer__film--front')?.readyState >= 2")
    expect(page.locator("canvas[data-drawn]")).to_be_visible()
    if page.get_by_role("dialog").count():
        page.get_by_role("button", name="Throw them away").or_(page.get_by_role("button", name="放弃改动")).click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def a_saved_clip(windows: Windows, *, title: str) -> tuple[Page, str]:
    page = windows.open(role="Editor", language="en")
    open_studio(page, begin(page))
    page.get_by_label("Name", exact=True).fill(title)
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved as version 1")
    return page, page.url


def state(page: Page) -> Locator:
    return page.locator("#save-state")


def shots(page: Page) -> Locator:
    return page.get_by_role("list", name="Shots").get_by_role("listitem")


def length(page: Page) -> int:
    """Pictures of the clip, as its time code says."""
    minutes, seconds, pictures = map(int, str(page.locator("#length").text_content()).split(":"))
    return (minutes * 60 + seconds) * PICTURES + pictures


def test_a_clip_is_cut_with_the_keyboard_alone(windows: Windows) -> None:
    page = windows.open(role="Editor", language="en")
    open_studio(page, begin(page))
    whole = length(page)
    for _ in range(PICTURES):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    expect(shots(page)).to_have_count(2)
    assert length(page) == whole
    page.keyboard.press("ArrowRight")
    page.keyboard.press("i")
    assert length(page) == whole - 1
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#said")).to_have_text("Moved to place 1")
    page.keyboard.press("Control+d")
    expect(shots(page)).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    page.keyboard.press("Delete")
    expect(shots(page)).to_have_count(2)


def test_everything_is_undone_and_done_again(windows: Windows) -> None:
    page = windows.open(role="Editor", language="en")
    open_studio(page, begin(page))
    whole = length(page)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    for key in ("Shift+ArrowRight", "s", "Control+d", "Control+d", "Delete", "o"):
        page.keyboard.press(key)
    while page.locator("#undo").is_enabled():
        page.keyboard.press("Control+z")
    expect(shots(page)).to_have_count(1)
    assert length(page) == whole
    expect(page.get_by_role("button", name="Redo split")).to_be_enabled()
    page.keyboard.press("Control+Shift+z")
    expect(shots(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Undo split")).to_be_enabled()


def test_the_cut_plays_over_its_shots_and_stops_at_the_end(windows: Windows) -> None:
    page = windows.open(role="Editor", language="en")
    open_studio(page, begin(page))
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("s")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Home")
    page.keyboard.press("l")
    page.keyboard.press("l")
    expect(page.locator("#timecode")).to_have_attribute("data-speed", "2×")
    expect(page.locator("#play")).to_have_attribute("data-playing", "false")
    shown, whole = str(page.locator("#timecode").text_content()).split(" / ")
    assert shown == whole


def test_an_edge_is_dragged_and_snaps_back_with_one_undo(windows: Windows) -> None:
    page = windows.open(role="Editor", language="en")
    open_studio(page, begin(page))
    whole = length(page)
    box = shots(page).first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 20)
    page.mouse.down()
    for share in (0.9, 0.8, 0.6):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + 20)
    page.mouse.up()
    assert whole * 0.4 < length(page) < whole * 0.8
    page.keyboard.press("Control+z")
    assert length(page) == whole


def test_footage_is_found_marked_and_added(windows: Windows) -> None:
    page = windows.open(role="Editor", language="en")
    open_studio(page, begin(page))
    media = page.locator("#panel-media")
    media.get_by_role("searchbox").fill("tiger")
    expect(media.get_by_role("status")).to_have_text(re.compile("1 pieces?"))
    found = media.locator("ul").last.locator(".pm-piece__open")
    found.focus()
    page.keyboard.press("Enter")
    expect(shots(page)).to_have_count(2)
    found.click()
    expect(page.locator("#source")).to_contain_text("tiger")
    page.locator("#viewer").click(position={"x": 3, "y": 3})
    page.keyboard.press("Home")
    page.keyboard.press("i")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("o")
    expect(page.locator("#source output")).to_contain_text(f"(0:01:{1:02})")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    expect(shots(page)).to_have_count(3)
    expect(shots(page).last.get_by_role("button")).to_have_accessible_name(re.compile(r"Shot 3 of 3: .*0:01:01 long"))


def test_what_was_not_saved_is_offered_again(windows: Windows) -> None:
    page, address = a_saved_clip(windows, title="A leopard that waits")
    page.locator("#clip-title").blur()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("s")
    expect(state(page)).to_have_text(re.compile("^Kept .* changed since version 1"))
    page.goto(address)
    page.get_by_role("dialog").get_by_role("button", name="Go on with them").click()
    expect(shots(page)).to_have_count(2)
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved as version 2")
    page.goto(address)
    expect(shots(page)).to_have_count(2)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_two_editors_lose_nothing(windows: Windows) -> None:
    """One cuts, the other writes notes, neither knows; then both change the same shot."""
    page, address = a_saved_clip(windows, title="A leopard for two")
    page.locator("#clip-title").blur()
    other = windows.open(role="Administrator", language="en")
    open_studio(other, address)
    other.keyboard.press("Shift+ArrowRight")
    other.keyboard.press("s")
    other.keyboard.press("Control+s")
    expect(state(other)).to_have_text("Saved as version 2")
    page.locator("#tab-versions").click()
    page.get_by_label("Notes", exact=True).fill("For the museum")
    page.get_by_label("Notes", exact=True).blur()
    page.keyboard.press("Control+d")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved as version 3")
    windows.forgive("409")
    expect(shots(page)).to_have_count(3)
    expect(page.get_by_label("Notes", exact=True)).to_have_value("For the museum")
    # The other one still has version 2: both trim the first shot, each otherwise.
    for window, steps in ((page, 2), (other, 4)):
        window.evaluate("document.activeElement.blur()")
        window.keyboard.press("Home")
        for _ in range(steps):
            window.keyboard.press("ArrowRight")
        window.keyboard.press("i")
        window.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved as version 4")
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("Shot 1")
    dialog.get_by_role("button", name="Save mine as a clip of its own").click()
    expect(state(other)).to_have_text("Saved as version 1")
    expect(other.get_by_label("Name", exact=True)).to_have_value("A leopard for two (copy)")
    assert other.url != page.url
    windows.forgive("409")


def test_an_older_version_is_looked_at_and_taken_up_again(windows: Windows) -> None:
    page, address = a_saved_clip(windows, title="A leopard of two cuts")
    page.locator("#clip-title").blur()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("s")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved as version 2")
    short = length(page)
    page.locator("#tab-versions").click()
    older = page.get_by_role("listitem").filter(has_text="Version 1")
    older.get_by_role("link", name="Look at it").click()
    expect(state(page)).to_contain_text("You are looking at version 1")
    expect(page.get_by_role("button", name="Save clip")).to_have_count(0)
    assert length(page) > short
    page.keyboard.press("s")
    expect(shots(page)).to_have_count(1)
    page.goto(address)
    page.locator("#tab-versions").click()
    page.get_by_role("listitem").filter(has_text="Version 1").get_by_role("button", name="Take it up again").click()
    expect(page.get_by_text("The cut of version 1 is back")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text("Saved as version 3")
    assert length(page) > short


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_studio_fits_its_window(windows: Windows, language: str) -> None:
    """1366x768 without scrolling of the page; on a phone only downwards, and the timeline can be panned."""
    page = windows.open(role="Editor", language=language)
    address = begin(page)
    open_studio(page, address)
    fits: Callable[[str], int] = lambda side: page.evaluate(  # noqa: E731
        f"document.documentElement.scroll{side} - document.documentElement.client{side}"
    )
    assert fits("Height") <= 0
    assert fits("Width") <= 0
    phone = windows.open(role="Editor", language=language, width=390, height=844)
    open_studio(phone, address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
