"""Having files made of a clip: choosing them against the platforms' limits, following, stopping, taking them home."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from curation.video.probe import probe
from tests.browser.test_studio import a_saved_clip, open_studio, state
from tests.browser.windows import Windows
from tests.browser.wording import zh

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
WORK = 240_000  # milliseconds for what a worker does


def choice(page: Page) -> Locator:
    return page.get_by_role("dialog")


def pick(page: Page, *names: str) -> None:
    for name in names:
        choice(page).get_by_role("checkbox", name=name, exact=True).check()


def files(page: Page, panel: str = "Files") -> Locator:
    """Those of the newest version."""
    return page.get_by_role("tabpanel", name=panel).locator(".pm-files > .pm-files__list > li")


def test_files_are_chosen_made_and_taken_home(windows: Windows, tmp_path: Path) -> None:
    page, _ = a_saved_clip(windows, title="Files of a leopard")
    page.evaluate("document.activeElement.blur()")  # keys mean the studio again
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("i")  # too short for Facebook Reels by now
    page.get_by_role("button", name="Render for…").first.click()
    pick(page, "Facebook Reels", "X", "Archive master")
    rows = choice(page).get_by_role("row")
    expect(choice(page)).to_contain_text("saved first")
    expect(rows.filter(has_text="Facebook Reels")).to_contain_text("9:16")
    expect(choice(page)).to_contain_text(re.compile(r"Too short: 0:0\d\.\d, at least 0:03"))
    expect(choice(page).get_by_role("checkbox", name=re.compile("^Make Facebook Reels"))).not_to_be_checked()
    choice(page).get_by_role("button", name="Render 3 files").click()
    expect(choice(page)).to_have_count(0)
    expect(state(page)).to_have_text("Saved as version 2")
    expect(files(page)).to_have_count(3)
    expect(files(page).and_(page.locator("[data-state=ready]"))).to_have_count(3, timeout=WORK)
    plain = files(page).filter(has=page.get_by_text("X", exact=True))
    plain.get_by_text("Proven by").click()
    expect(plain).to_contain_text(re.compile(r"\d+ of \d+ pictures were decoded"))
    master = files(page).filter(has_text="Archive master")
    master.get_by_text("Proven by").click()
    expect(master).to_contain_text(re.compile("the original's own|was encoded|was encoded\\."))
    with page.expect_download() as download:
        plain.get_by_role("link", name=re.compile("^Download")).click()
    download.value.save_as(tmp_path / "x.mp4")
    assert probe(tmp_path / "x.mp4").frame_count > 0
    page.reload()
    page.get_by_role("tab", name="Files").click()
    expect(files(page)).to_have_count(3)
    page.get_by_role("button", name="Render for…").first.click()
    expect(choice(page).get_by_text("made already")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(choice(page)).to_have_count(0)


def test_one_file_or_all_are_stopped_and_tried_again(windows: Windows) -> None:
    page, _ = a_saved_clip(windows, title="Tiger halted halfway")
    page.evaluate("document.activeElement.blur()")
    for _ in range(7):  # a cut of its own, or the files are there already
        page.keyboard.press("ArrowRight")
    page.keyboard.press("i")
    page.get_by_role("button", name="Render for…").first.click()
    pick(page, "VK", "TikTok", "Weibo", "Douyin")
    choice(page).get_by_role("button", name="Render 5 files").click()
    page.get_by_role("button", name=re.compile("^Stop all")).click()
    over = files(page).filter(has_text=re.compile("Stopped|Proven"))
    expect(over).to_have_count(5, timeout=WORK)
    again = page.get_by_role("button", name=re.compile("^Try again: ")).first
    again.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pm-file[data-state=ready]").first).to_be_visible(timeout=WORK)


def test_the_choice_is_made_with_the_keyboard_and_in_chinese_on_a_phone(windows: Windows) -> None:
    page = windows.open(role="Editor", language="zh-hans", width=390, height=800)
    page.goto("/studio/clips/")
    address = page.get_by_role("link", name=re.compile("山脊上的东北豹")).first.get_attribute("href")
    open_studio(page, str(address))
    page.get_by_role("button", name=zh("Render for…")).first.focus()
    page.keyboard.press("Enter")
    douyin = choice(page).get_by_role("checkbox", name="抖音", exact=True)
    douyin.focus()
    page.keyboard.press("Space")
    expect(douyin).to_be_focused()
    pick(page, "简体中文")
    expect(choice(page).get_by_role("row").filter(has_text="抖音")).to_contain_text("9:16")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dialog = choice(page).bounding_box()
    assert dialog is not None and dialog["x"] >= 0 and dialog["x"] + dialog["width"] <= 390
    page.keyboard.press("Escape")
    expect(page.get_by_role("tabpanel", name=zh("Files"))).to_contain_text("已通过")


def test_who_may_not_render_sees_the_files_only(windows: Windows) -> None:
    page = windows.open(role="Translator", language="en")
    page.goto("/studio/clips/")
    address = page.get_by_role("link", name=re.compile("山脊上的东北豹")).first.get_attribute("href")
    page.goto(str(address))
    page.get_by_role("tab", name="Files").click()
    expect(files(page).first).to_contain_text("Proven by")
    expect(page.get_by_role("button", name="Render for…")).to_have_count(0)
    expect(files(page).first.get_by_role("link", name=re.compile("^Play"))).to_be_visible()
