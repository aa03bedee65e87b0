"""One text becomes the words of many cells, is changed by hand, and comes back; in Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
DRAFT = "东北豹 · 草稿"
ABROAD = "Tiger & Leopard Europe"
WORDS = "A leopard looks down from the ridge."


def open_draft(page: Page) -> None:
    page.goto("/studio/posts/calendar/")
    address = "/studio/posts/calendar/posts/?from=2026-11-01T00:00:00Z&to=2026-11-30T00:00:00Z"
    found = page.evaluate("(address) => fetch(address).then((answer) => answer.json())", address)
    page.goto(next(each["url"] for each in found["drafts"] if each["title"] == DRAFT))
    expect(page.get_by_role("heading", level=1)).to_have_text(DRAFT)


def test_one_text_for_many_cells_and_back(windows: Windows) -> None:
    page = windows.open(role="Publisher")
    open_draft(page)
    page.locator(".pe-cell[aria-current]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".pe-cell:focus")).to_have_attribute("data-language", "ru")
    page.keyboard.press("Enter")
    russian = page.locator(".pe-cell[data-language='ru'][aria-current]")
    expect(russian).to_have_attribute("data-state", re.compile("ready|warning"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#variant-text")).to_have_attribute("lang", "en")

    page.keyboard.press("m")
    page.locator("#master-text").fill(WORDS)
    page.locator("#master-link").fill("https://park.example/leopard")
    page.get_by_role("button", name="保存并传到各频道").click()
    expect(page.get_by_text("尚未保存：这是建议的开头。")).to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("g")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("手工修改过的也一并替换").check()
    dialog.get_by_role("button", name="生成", exact=True).click()
    text = page.locator("#variant-text")
    expect(text).to_have_value(re.compile(re.escape(WORDS)))
    expect(text).to_have_value(re.compile("utm_source=sandbox&utm_medium=social.*utm_content=en"))

    tag = page.get_by_role("group", name="话题标签").get_by_role("button", name="#AmurLeopard")
    expect(tag).to_have_attribute("aria-pressed", "true")
    tag.click()
    expect(text).not_to_have_value(re.compile("#AmurLeopard"))
    expect(page.get_by_text("与模板不同")).to_be_visible()
    page.get_by_role("button", name="恢复为模板").click()
    expect(text).to_have_value(re.compile("#AmurLeopard"))
    expect(page.get_by_text("与模板不同")).to_have_count(0)
    expect(page.locator(".pe-preview").get_by_text(WORDS)).to_be_visible()
