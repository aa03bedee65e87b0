"""A post goes to and fro between its author and a second person until it is approved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
TITLE = "东北豹 · 草稿"


def test_a_post_is_handed_in_sent_back_and_approved_by_a_second_person(windows: Windows) -> None:
    author = windows.open(role="Editor", language="en")
    author.goto("/studio/posts/calendar/")
    author.get_by_role("link", name=re.compile(TITLE)).or_(author.get_by_text(TITLE)).first.click()
    author.locator("#post-editor .pe-matrix").wait_for()
    author.locator("#comment-words").fill("Is the ridge allowed to be seen?")
    author.get_by_role("button", name="Comment", exact=True).click()
    expect(author.locator(".pe-comment")).to_contain_text("Is the ridge allowed")
    author.get_by_role("button", name="Hand in for review").click()
    expect(author.locator("#post-state")).to_have_attribute("data-state", "in_review")

    second = windows.open(role="Publisher", language="zh-hans")
    second.goto("/studio/posts/reviews/")
    card = second.locator(".ap-card", has_text=TITLE)
    expect(card).to_contain_text("editor-en")
    card.get_by_role("button", name="要求修改").click()
    second.locator("dialog textarea").fill("请补充季节。")
    second.locator("dialog").get_by_role("button", name="要求修改").click()
    expect(second.locator("#nothing-left")).to_be_visible()

    author.reload()
    expect(author.locator("#post-state")).to_have_attribute("data-state", "draft")
    author.locator(".pe-past summary").click()
    expect(author.locator(".pe-history")).to_contain_text("请补充季节。")
    author.get_by_role("button", name="Hand in for review").click()
    expect(author.locator("#post-state")).to_have_attribute("data-state", "in_review")

    second.set_viewport_size({"width": 390, "height": 844})
    second.goto("/studio/posts/reviews/")
    card = second.locator(".ap-card", has_text=TITLE)
    card.get_by_role("button", name="批准", exact=True).click()
    toast = second.locator(".pm-toast")
    expect(toast).to_contain_text("已批准 1 篇")
    toast.get_by_role("button").click()
    expect(card).not_to_have_class(re.compile("ap-card--gone"))
    card.get_by_role("button", name="批准", exact=True).click()
    expect(second.locator("#nothing-left")).to_be_visible()
    author.reload()
    expect(author.locator("#post-state")).to_have_attribute("data-state", "approved")
    expect(author.locator("#post-state")).to_contain_text("publisher-zh-hans")
