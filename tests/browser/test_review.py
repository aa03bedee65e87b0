"""What the machine said, looked at by keyboard; events and individuals as people open them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_a_review_by_keyboard_with_skip_agree_and_undo(windows: Windows) -> None:
    page = windows.open(role="Editor", language="zh-hans")
    page.goto("/studio/footage/?species=Sus+scrofa&tagging=machine")
    page.get_by_role("link", name="审核这些素材").click()
    stage = page.locator("#stage")
    expect(stage).to_contain_text("野猪：目前共有 2 段素材")
    first = stage.locator("a[href^='/studio/footage/']").first.get_attribute("href")
    page.keyboard.press("n")
    expect(stage.locator(f"a[href='{first}']")).to_have_count(0)
    expect(stage).to_contain_text("野猪")
    page.keyboard.press("a")
    expect(stage).to_contain_text("没有")  # nothing of this search waits any more
    expect(page.locator("#progress")).to_contain_text("1")
    page.keyboard.press("u")
    expect(stage).to_contain_text("野猪")
    page.keyboard.press("u")
    expect(stage.locator(f"a[href='{first}']").first).to_be_visible()


def test_an_event_is_opened_walked_through_and_tagged_as_one(windows: Windows) -> None:
    page = windows.open(role="Editor", language="zh-hans")
    page.goto("/studio/footage/?species=Sus+scrofa")
    page.locator(".pm-film[data-event] h3 a").first.click()
    page.locator("a[href*='/events/']").first.click()
    pieces = page.locator(".pm-event__piece")
    expect(pieces).to_have_count(2)
    expect(page.locator("#observations .pm-skeleton")).to_have_count(
        0
    )  # the page's script is there: keys mean something
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(pieces.nth(1)).to_be_focused()
    expect(page.locator(".pm-event__columns")).to_contain_text("野猪")


def test_a_dossier_is_made_and_found_by_any_name(windows: Windows) -> None:
    page = windows.open(role="Ranger", language="zh-hans")
    page.goto("/studio/individuals/")
    page.get_by_role("link", name="新建档案").first.click()
    page.locator("[name=code]").fill("B-99")
    page.locator("[name=taxon]").select_option(index=1)
    page.locator("[name^=name_zh]").first.fill("山风")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="山风")).to_be_visible()
    page.goto("/studio/individuals/?q=山风")
    expect(page.locator(".pm-animal")).to_have_count(1)
    expect(page.locator(".pm-animal")).to_contain_text("B-99")
