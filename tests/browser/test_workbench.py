"""The caption workbench in a browser: writing by keyboard alone, times, undo, proposals, checks, files, remarks.

The last of all files: all share one desk, and captions that are written here are found by searches of footage.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_studio import a_saved_clip
from tests.browser.windows import Windows, until
from tests.browser.wording import left_behind

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WORK = 120_000  # milliseconds for what a worker does
TIGER = "东北虎在雪地里行走。"


def workbench(windows: Windows, *, title: str, role: str = "Editor", language: str = "en") -> Page:
    """The workbench of a new clip, as somebody of `role` sees it."""
    page, address = a_saved_clip(windows, title=title)
    if (role, language) != ("Editor", "en"):
        page = windows.open(role=role, language=language)
    open_captions(page, f"{address.partition('?')[0].rstrip('/')}/captions/")
    return page


def open_captions(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#loading")).to_have_count(0)
    until(page, "() => document.querySelector('video')?.readyState >= 1")


def rows(page: Page) -> Locator:
    return page.locator("#captions > li")


def text(page: Page, number: int, language: str) -> Locator:
    return page.locator("#captions > li").nth(number - 1).locator(f".pm-cell[data-language='{language}'] textarea")


def cell(page: Page, number: int, language: str) -> Locator:
    return page.locator("#captions > li").nth(number - 1).locator(f".pm-cell[data-language='{language}']")


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def times(page: Page) -> list[tuple[str, str]]:
    fields = page.locator(".pm-caption__time")
    values = [fields.nth(place).input_value() for place in range(fields.count())]
    return list(zip(values[::2], values[1::2], strict=True))


def write(page: Page, *texts: str) -> None:
    """Captions one after another, a second each, with the keyboard."""
    for place, words in enumerate(texts):
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.keyboard.insert_text(words)
        page.keyboard.press("Escape")
        if place < len(texts) - 1:
            for _ in range(12):
                page.keyboard.press("ArrowRight")
            page.keyboard.press("o")
    saved(page)


def test_captions_are_written_timed_and_undone_with_the_keyboard_alone(windows: Windows) -> None:
    page = workbench(windows, title="By keyboard")
    write(page, TIGER, "它停下来。")
    expect(rows(page)).to_have_count(2)
    before = times(page)
    assert before[0] == ("0:00.00", "0:01.00")
    page.keyboard.press("Alt+ArrowLeft")
    assert times(page)[1] != before[1]
    page.keyboard.press("Control+z")
    assert times(page) == before
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(text(page, 1, "zh-Hans")).to_be_focused()
    page.keyboard.press("Tab")
    expect(text(page, 2, "zh-Hans")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(rows(page)).to_have_count(1)
    expect(text(page, 1, "zh-Hans")).to_have_value(f"{TIGER}它停下来。")
    page.keyboard.press("Escape")
    for _ in range(40):  # a machine that is busy may still be on its way to where it was sent before
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#clock")).to_contain_text("0:00.00")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#clock")).to_contain_text("0:00.50")
    page.keyboard.press("s")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(1)
    saved(page)
    while page.locator("#undo").is_enabled():
        page.keyboard.press("Control+z")
    expect(rows(page)).to_have_count(0)
    while page.locator("#redo").is_enabled():
        page.keyboard.press("Control+y")
    expect(rows(page)).to_have_count(1)
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(text(page, 1, "zh-Hans")).to_have_value(f"{TIGER}它停下来。")
    saved(page)
    page.reload()
    expect(text(page, 1, "zh-Hans")).to_have_value(f"{TIGER}它停下来。")


def test_everything_that_a_key_does_is_listed(windows: Windows) -> None:
    page = workbench(windows, title="Keys")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog").locator("dt")
    expect(listed.filter(has_text="Ctrl+Enter")).to_have_count(1)
    expect(listed.filter(has_text="Alt+1 … 9")).to_have_count(1)
    page.keyboard.press("n")  # no key works behind the list
    page.keyboard.press("Escape")
    expect(rows(page)).to_have_count(0)


def test_a_proposal_is_taken_and_the_glossary_marked_in_both_texts(windows: Windows) -> None:
    page = workbench(windows, title="建议", role="Translator", language="zh-hans")
    write(page, TIGER)
    page.goto(f"{page.url.partition('#')[0]}#en")
    page.reload()
    text(page, 1, "en").click()
    terms = page.locator("#terms")
    expect(terms.get_by_text("东北虎")).to_be_visible(timeout=WORK)
    expect(cell(page, 1, "zh-Hans").locator("mark.pm-term")).to_have_text("东北虎")
    page.keyboard.insert_text("A cat. ")
    expect(cell(page, 1, "zh-Hans").locator("mark.pm-term--missing")).to_have_text("东北虎")
    page.keyboard.press("Alt+Shift+1")
    expect(text(page, 1, "en")).to_have_value(re.compile(r"A cat\. .*tiger", re.IGNORECASE))
    expect(cell(page, 1, "en").locator("mark.pm-term")).to_have_count(1)
    expect(cell(page, 1, "zh-Hans").locator("mark.pm-term--missing")).to_have_count(0)
    offers = page.locator(".pm-offer")
    if offers.count():  # the machine may leave it to a person
        offered = str(offers.first.locator(".pm-offer__text").text_content())
        page.keyboard.press("Alt+1")
        expect(text(page, 1, "en")).to_have_value(offered)
    saved(page)
    page.keyboard.press("Control+Enter")
    expect(cell(page, 1, "en")).to_have_attribute("data-state", "approved")
    said = page.evaluate("() => [...document.querySelectorAll('main *')].flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).concat(e.title ?? '', e.getAttribute('aria-label') ?? '', e.placeholder ?? ''))")  # fmt: skip # noqa: E501
    assert not left_behind() & set(said)


def test_two_people_write_at_once_and_nothing_is_lost(windows: Windows) -> None:
    one = workbench(windows, title="Two hands")
    write(one, "第一条。", "第二条。")
    other = windows.open(role="Publisher", language="en")
    open_captions(other, one.url)
    text(one, 1, "zh-Hans").fill("第一条，甲。")
    text(other, 2, "zh-Hans").fill("第二条，乙。")
    saved(one)
    saved(other)
    text(one, 1, "zh-Hans").fill("第一条，甲，再改。")
    saved(one)
    for page in (one, other):
        page.reload()
        expect(text(page, 1, "zh-Hans")).to_have_value("第一条，甲，再改。")
        expect(text(page, 2, "zh-Hans")).to_have_value("第二条，乙。")
    windows.forgive(r"409 \(Conflict\)")  # so the second heard that there is something newer


def test_what_could_not_be_stored_comes_back(windows: Windows) -> None:
    page = workbench(windows, title="Cut off")
    write(page, TIGER)
    page.route("**/captions/write/", lambda route: route.abort())
    text(page, 1, "zh-Hans").fill("没有网络时写的。")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "failed")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(text(page, 1, "zh-Hans")).to_have_value("没有网络时写的。")
    page.unroute("**/captions/write/")
    saved(page)
    windows.forgive("ERR_FAILED")
    page.keyboard.press("Control+z")
    expect(text(page, 1, "zh-Hans")).to_have_value(TIGER)
    saved(page)


def test_an_edge_is_dragged_upon_the_sound_and_comes_back(windows: Windows) -> None:
    page = workbench(windows, title="Dragged")
    write(page, TIGER)
    before = times(page)
    canvas = page.locator("#timeline canvas[data-drawn]")
    box = canvas.bounding_box()
    assert box is not None
    length = float(str(page.locator("#clock").text_content()).rpartition(":")[2])
    # The caption lasts from 0 to 3 s; the whole fits the window, 10 px from its edge.
    edge = box["x"] + 10 + 3 * (box["width"] - 24) / length
    page.mouse.move(edge, box["y"] + 60)
    page.mouse.down()
    for share in (0.9, 0.8, 0.7):
        page.mouse.move(edge - 200 * (1 - share), box["y"] + 60)
    page.mouse.up()
    assert times(page) != before
    assert times(page)[0][0] == before[0][0]
    page.keyboard.press("Control+z")
    assert times(page) == before


def test_problems_are_found_filtered_and_mended(windows: Windows) -> None:
    page = workbench(windows, title="Problems")
    write(page, "东北虎  在雪地里 。", "它停下来。")
    check = cell(page, 1, "zh-Hans").locator(".pm-cell__check")
    expect(check).to_be_visible()
    page.get_by_label("Filter by problem").select_option("white_space")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show all").click()
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("F8")
    expect(text(page, 1, "zh-Hans")).to_be_focused()
    expect(page.locator(".pm-finding").first).to_be_visible()
    page.get_by_role("button", name="Mend what is safe", exact=True).first.click()
    expect(text(page, 1, "zh-Hans")).not_to_have_value(re.compile("  "))
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(text(page, 1, "zh-Hans")).to_have_value(re.compile("  "))


def test_a_file_is_taken_in_with_its_problems_by_line(windows: Windows, tmp_path: Path) -> None:
    page = workbench(windows, title="A file")
    file = tmp_path / "in.vtt"
    file.write_text(
        "WEBVTT\n\n00:00.000 --> 00:01.000\n东北虎来了。\n\n00:09.bad --> 00:10.000\n坏\n\n"
        "00:02.000 --> 00:03.000\n<script>alert(1)</script>它走了。\n",
        encoding="utf-8",
    )
    page.locator("#import-first").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^File")).set_input_files(file)
    dialog.get_by_role("button", name="Take in", exact=True).click()
    expect(dialog.locator(".pm-files__problems li").first).to_contain_text("Line")
    dialog.get_by_role("button", name="Close").click()
    expect(text(page, 1, "zh-Hans")).to_have_value("东北虎来了。")
    expect(text(page, 2, "zh-Hans")).to_have_value(re.compile("它走了。"))
    page.get_by_role("button", name=re.compile("^Files in 简体中文")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Export VTT")).click()
    assert "东北虎来了" in Path(download.value.path()).read_text(encoding="utf-8")


def test_captions_are_spoken_about_replaced_and_seen_as_burnt(windows: Windows) -> None:
    page = workbench(windows, title="Looked at")
    write(page, "东北虎来了。", "东北虎走了。")
    text(page, 1, "zh-Hans").click()
    page.keyboard.press("Alt+c")
    page.keyboard.insert_text("Is it the same tiger?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel-remarks")).to_contain_text("Is it the same tiger?")
    expect(cell(page, 1, "zh-Hans").locator(".pm-cell__remarks")).to_be_visible()
    page.get_by_role("button", name="Settled").click()
    expect(cell(page, 1, "zh-Hans").locator(".pm-cell__remarks")).to_have_count(0)
    page.get_by_role("tab", name="Burnt in").click()
    expect(page.locator(".pm-burnt__shape[data-state='shown']")).to_have_count(4, timeout=WORK)
    page.keyboard.press("Control+h")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Find", exact=True).fill("东北虎")
    dialog.get_by_label("Replace by").fill("东北豹")
    expect(dialog.locator("ins")).to_have_count(2)
    expect(text(page, 1, "zh-Hans")).to_have_value("东北虎来了。")  # so far it is only looked at
    dialog.get_by_role("button", name="Replace in all").click()
    expect(text(page, 1, "zh-Hans")).to_have_value("东北豹来了。")
    expect(text(page, 2, "zh-Hans")).to_have_value("东北豹走了。")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(text(page, 1, "zh-Hans")).to_have_value("东北虎来了。")
    saved(page)
