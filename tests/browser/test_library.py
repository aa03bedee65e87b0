"""The library under mouse and keyboard: filters, chips, views, selection, saved searches, collections."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import Windows

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
LIBRARY = "/studio/footage/"


def library(windows: Windows, *, role: str = "Editor", address: str = LIBRARY, width: int = 1366) -> Page:
    page = windows.open(role=role, language="zh-hans", width=width)
    page.goto(address)
    expect(page.locator("[data-group=species] .pm-facet__value").first).to_be_attached()
    return page


def total(page: Page) -> int:
    return int(str(page.locator("[data-total]").get_attribute("data-total")))


def test_a_filter_narrows_shows_a_chip_and_is_taken_back(windows: Windows) -> None:
    page = library(windows)
    before = total(page)
    value = page.locator("[data-group=species] .pm-facet__value").first
    count = int(value.locator("small").inner_text())
    value.locator("input").check()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(count))
    expect(page).to_have_url(re.compile(r"species="))
    expect(page.locator(".pm-set__chip")).to_have_count(1)
    page.locator(".pm-set__chip a").click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(before))
    page.go_back()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(count))
    expect(page.locator("[data-group=species] input").first).to_be_checked()


def test_a_value_is_left_out(windows: Windows) -> None:
    page = library(windows)
    before = total(page)
    value = page.locator("[data-group=species] .pm-facet__value").first
    count = int(value.locator("small").inner_text())
    value.hover()
    value.locator("[data-not]").click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(before - count))
    expect(page.locator(".pm-set__chip--off")).to_have_count(1)
    expect(page.locator("[data-group=species] [data-not][aria-pressed=true]")).to_have_count(1)


def test_closed_filters_stay_closed(windows: Windows) -> None:
    page = library(windows)
    page.locator("[data-group=behaviour] > summary").click()
    page.reload()
    expect(page.locator("[data-group=behaviour]")).not_to_have_attribute("open", "")


def test_the_same_search_on_a_map_and_in_time(windows: Windows) -> None:
    page = library(windows)
    page.keyboard.press("m")
    expect(page.get_by_role("img", name=re.compile("按网格显示"))).to_be_visible()
    zone = page.locator(".pm-map__zone").first
    count = zone.locator("small").inner_text()
    zone.click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", count)
    expect(page).to_have_url(re.compile("view=map"))
    page.keyboard.press("l")
    bar = page.locator(".pm-timeline__bar:not([disabled])").first
    bar.click()
    expect(page.locator(".pm-timeline__chart")).to_have_count(2)
    page.keyboard.press("g")
    expect(page.locator(".pm-film").first).to_be_visible()


def test_rangers_get_stations_and_editors_none(windows: Windows) -> None:
    exact = library(windows, role="Ranger", address=f"{LIBRARY}?view=map")
    expect(exact.get_by_role("img", name=re.compile("精确的相机点位"))).to_be_visible()
    coarse = windows.open(role="Editor", language="zh-hans")
    with coarse.expect_response(re.compile("/map/")) as told:
        coarse.goto(f"{LIBRARY}?view=map")
    assert "cells" in told.value.json() and "stations" not in told.value.json()


def test_a_range_is_selected_put_into_a_collection_and_taken_back(windows: Windows) -> None:
    page = library(windows)
    cards = page.locator(".pm-film")
    cards.nth(0).hover()
    cards.nth(0).locator(".pm-film__pick").click()
    cards.nth(1).locator(".pm-film__pick").click(modifiers=["Shift"])
    bar = page.locator("#selection")
    expect(bar).to_contain_text("已选 2 段")
    bar.get_by_role("button", name="加入合集").click()
    page.get_by_role("dialog").get_by_role("button", name="新建合集……").click()
    page.get_by_role("dialog").get_by_label("名称").fill("浏览器中的合集")
    page.get_by_role("dialog").get_by_role("button", name="创建").click()
    expect(page.locator(".pm-toast")).to_be_visible()
    page.goto(f"{LIBRARY}collections/")
    page.get_by_role("heading", name="浏览器中的合集").get_by_role("link").click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "2")
    page.get_by_role("button", name="移除", exact=True).click()
    page.locator(".pm-toast").get_by_role("button", name="撤销").click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "2")


def test_a_search_is_saved_renamed_and_removed_with_undo(windows: Windows) -> None:
    page = library(windows, address=f"{LIBRARY}?light=day")
    page.keyboard.press("s")
    page.get_by_role("dialog").get_by_label("名称").fill("白天里")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    page.get_by_role("button", name="已保存").click()
    panel = page.locator("#saved-panel")
    expect(panel.get_by_role("link", name="白天里")).to_be_visible()
    panel.get_by_role("button", name="重命名 白天里").click()
    page.get_by_role("dialog").get_by_label("名称").fill("白天的素材")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(panel.get_by_role("link", name="白天的素材")).to_be_visible()
    panel.get_by_role("button", name="移除 白天的素材").click()
    expect(panel.get_by_role("link", name="白天的素材")).to_have_count(0)
    page.locator(".pm-toast").get_by_role("button", name="撤销").click()
    expect(panel.get_by_role("link", name="白天的素材")).to_have_count(1)


def test_the_filters_of_a_telephone_open_on_demand(windows: Windows) -> None:
    page = library(windows, width=390)
    value = page.locator("[data-group=species] .pm-facet__value").first
    expect(value).not_to_be_visible()
    page.locator("#facets > summary").click()
    expect(value).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0
