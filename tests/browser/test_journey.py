"""An editor's way from a search to a published post, in Chinese, with nothing but the browser."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from curation.translation.corpus.realisation import realise
from curation.translation.corpus.scene import Scene
from tests.browser.prepare import EDITOR, PASSPHRASE
from tests.browser.windows import until
from tests.browser.wording import zh

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
WORK = 150_000  # milliseconds for what a worker does
TITLE = "秋林中的东北虎"
TIGER = "Panthera tigris altaica"
SCENE = Scene(scientific_name=TIGER, behaviour="walk", habitat="forest")
CAPTION = realise(SCENE, language="zh-Hans")
NAMES = {"en": "English", "ru": "Русский", "ko": "한국어"}
HOME, ABROAD = "演示 · 虎豹公园", "Tiger & Leopard Europe"
SEOUL = "Asia/Seoul"
VERSIONS = {
    (HOME, "zh-Hans"): "深秋的森林里，一只东北虎从镜头前走过。 #东北虎",
    (ABROAD, "en"): "An Amur tiger crosses the autumn forest. #AmurTiger",
    (ABROAD, "ru"): "Амурский тигр идёт по осеннему лесу.",
    (ABROAD, "ko"): "시베리아호랑이 한 마리가 가을 숲속을 걷는다.",
}


def test_from_the_search_to_the_published_post(page: Page, tmp_path: Path) -> None:
    sign_in(page)
    find(page)
    cut(page)
    caption(page, tmp_path)
    post = write_the_post(page)
    publish(page)
    see_it_published(page, post)


def choose_in_menu(page: Page, text: str) -> None:
    page.get_by_role("link", name=text, exact=True).first.click()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("用户名").fill(EDITOR)
    page.get_by_label("密码").fill(PASSPHRASE)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(EDITOR)


def find(page: Page) -> None:
    choose_in_menu(page, zh("Footage"))
    page.get_by_role("searchbox", name=zh("Search")).fill("东北虎")
    page.keyboard.press("Enter")
    cards = page.get_by_role("article")
    expect(cards).to_have_count(1)
    assert "q=%E4%B8%9C%E5%8C%97%E8%99%8E" in page.url
    cards.get_by_role("heading").get_by_role("link", name=re.compile("东北虎")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("东北虎")


def cut(page: Page) -> None:
    """Half a second in, two seconds on: with the picture at both ends that makes 25 pictures."""
    page.get_by_role("link", name=zh("Make a clip")).click()
    until(page, "() => document.querySelector('video')?.readyState >= 2")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("i")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("o")
    expect(page.locator("#length")).to_have_text("0:02:01")
    page.get_by_label(zh("Name"), exact=True).fill(TITLE)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("已保存为第 1 版")).to_be_visible()
    page.get_by_role("tab", name=zh("Files"), exact=True).click()
    file = page.get_by_role("tabpanel", name=zh("Files")).get_by_role("listitem").first
    expect(file).to_contain_text(re.compile(r"已通过 \d+ 项核验"), timeout=WORK)
    expect(file.get_by_role("link", name="下载")).to_be_visible()


def caption(page: Page, folder: Path) -> None:
    """Write, translate, write what the model leaves to a person, approve, and take a file home."""
    page.get_by_role("main").get_by_role("link", name=zh("Captions"), exact=True).click()
    expect(page.get_by_role("heading", name=zh("No captions yet"))).to_be_visible()
    page.keyboard.press("n")
    written(page, "简体中文").fill(CAPTION)
    saved(page)
    page.keyboard.press("Control+d")
    dialog = page.get_by_role("dialog")
    for name in NAMES.values():
        dialog.get_by_label(name).check()
    dialog.get_by_role("button", name="翻译", exact=True).click()
    expect(page.get_by_text(re.compile(r"已翻译 [1-3] 条"))).to_be_visible(timeout=WORK)
    for tag, name in NAMES.items():
        field = written(page, name)
        if not field.input_value():
            expect(page.get_by_text("留给您：模型没有把握").first).to_be_visible()
            field.fill(realise(SCENE, language=tag))
            saved(page)
    expect(written(page, "English")).to_have_value(re.compile("Amur tiger.*forest"))
    for name in ("简体中文", *NAMES.values()):
        written(page, name).focus()
        page.keyboard.press("Control+Enter")
        expect(written(page, name).locator("xpath=ancestor::*[@data-state][1]")).to_have_attribute(
            "data-state", "approved"
        )
    english = written(page, "English").input_value()
    page.get_by_role("button", name="English文件").click()
    for ending, beginning in (("VTT", "WEBVTT"), ("SRT", "1")):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"导出 {ending} · English").click()
        download.value.save_as(folder / f"captions.{ending}")
        text = (folder / f"captions.{ending}").read_text(encoding="utf-8-sig")
        assert text.startswith(beginning)
        assert english in text
        assert "-->" in text
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()


def written(page: Page, language: str) -> Locator:
    """The text of the first caption in a language."""
    return page.get_by_label(re.compile(rf"^第 1 条字幕（{language}"))


def saved(page: Page) -> None:
    expect(page.get_by_role("status").get_by_text("已全部保存").first).to_be_visible()


def next_minute() -> datetime:
    """The next full minute in Seoul that leaves time to choose it."""
    now = datetime.now(ZoneInfo(SEOUL))
    return (now + timedelta(minutes=1 if now.second < 40 else 2)).replace(second=0, microsecond=0)


def cell(page: Page, channel: str, language: str) -> Locator:
    named = page.get_by_role("button", name=re.compile(rf"^{re.escape(channel)}，"))
    return named.and_(page.locator(f"[data-language='{language}']"))


def write_the_post(page: Page) -> str:
    """One clip, four versions; returns the page's address."""
    choose_in_menu(page, zh("Calendar"))
    page.get_by_role("link", name=zh("New post")).first.click()
    page.get_by_role("button", name=re.compile(TITLE)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    for (channel, language), text in VERSIONS.items():
        cell(page, channel, language).click()
        expect(cell(page, channel, language)).to_have_attribute("aria-current", "true")
        expect(page.get_by_label("正文")).to_have_attribute("lang", language)
        page.get_by_label("正文").fill(text)
        page.get_by_label("替代文本").fill(text)
        expect(page.get_by_role("status").get_by_text("所有更改均已保存")).to_be_visible()
        expect(cell(page, channel, language)).to_have_attribute("data-state", re.compile("ready|warning"))
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.locator("#post-state")).to_have_attribute("data-state", "approved")
    return page.url


def publish(page: Page) -> None:
    expect(page.get_by_text("尚未选择时间。").first).to_be_visible()
    page.get_by_role("combobox", name=re.compile("^时区")).select_option(SEOUL)
    page.get_by_label("时间", exact=True).fill(next_minute().strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("时间", exact=True).blur()
    expect(page.get_by_text("受众")).to_be_visible()
    page.get_by_role("button", name="排期", exact=True).click()
    expect(page.locator("#post-state")).to_have_attribute("data-state", "scheduled")


def see_it_published(page: Page, post: str) -> None:
    """The editor's page follows by itself; then the ledger, and the sandbox as its audience sees it."""
    for channel, language in VERSIONS:
        expect(cell(page, channel, language)).to_have_attribute("data-state", "published", timeout=WORK)
    cell(page, ABROAD, "ko").click()
    page.get_by_role("link", name="记录").click()
    expect(page.locator("#delivery-state")).to_have_attribute("data-state", "published")
    expect(page.get_by_role("heading", name=zh("Ledger"))).to_be_visible()
    page.get_by_role("link").filter(has_text="/sandbox/").click()
    seen = page.get_by_role("article")
    expect(seen).to_have_count(1)
    expect(seen).to_contain_text(VERSIONS[ABROAD, "ko"])
    expect(seen.locator("video")).to_be_visible()
    until(page, "() => document.querySelector('video').readyState >= 1")
    page.get_by_role("heading", level=1).get_by_role("link").click()
    for text in VERSIONS.values():
        mine = page.get_by_role("article").filter(has_text=text)
        expect(mine).to_have_count(1)
        expect(mine.locator("video")).to_be_visible()
        languages = mine.locator("track").evaluate_all("all => all.map((each) => each.srclang)")
        assert {"zh-Hans", *NAMES} <= set(languages)
    page.goto(post)
    expect(page.locator("#post-state")).to_have_attribute("data-state", "closed")
