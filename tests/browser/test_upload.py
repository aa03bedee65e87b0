"""Footage brought in with the browser: several files, a broken one, and one whose connection broke."""

from __future__ import annotations

import dataclasses
import os
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from curation.scenery import SceneSpec, catalogue, render_scene
from tests.browser.windows import Windows, until
from tests.browser.wording import zh

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
WORK = 120_000  # milliseconds for what a worker does
CHUNK = 8 * 2**20  # bytes that the page sends in one request


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a camera that nobody has brought in."""
    pheasant: SceneSpec = next(each for each in catalogue() if each.name == "pheasant cock")
    spec = dataclasses.replace(pheasant, duration=2, frame_rate=8, seed=secrets.randbelow(10**6))
    path = tmp_path_factory.mktemp("card") / "雉鸡 08_02 (1).mp4"
    render_scene(spec, path)
    return path


def begin(windows: Windows) -> Page:
    page = windows.open(role="Editor")
    page.goto("/studio/footage/")
    page.get_by_role("link", name=zh("Bring footage in")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(zh("Bring footage in"))
    return page


def test_a_good_file_is_ready_and_a_text_file_is_told_as_such(windows: Windows, film: Path, tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("Camera 7: batteries changed on Tuesday.\n" * 40)
    page = begin(windows)
    page.get_by_label(zh("Choose files"), exact=True).set_input_files([film, text])
    good = page.get_by_role("listitem").filter(has=page.get_by_text(film.name, exact=True)).first
    bad = page.get_by_role("listitem").filter(has=page.get_by_text(text.name, exact=True)).first
    expect(good).to_have_attribute("data-state", "done", timeout=WORK)
    expect(good).to_contain_text("已存储，指纹核对无误，读取完成。")
    expect(bad).to_have_attribute("data-state", "failed", timeout=WORK)
    expect(bad).to_contain_text(
        zh("This file is not a video that can be read here. Check that it is the original file.")
    )
    expect(page.locator("#summary")).to_contain_text("共 2 个，已完成 1 个 · 1 个失败")

    good.get_by_role("heading", level=3).get_by_role("link").click()
    expect(page.get_by_role("heading", name=zh("What is seen"))).to_be_visible()
    until(page, "() => document.querySelector('video')?.readyState >= 1")
    expect(page.get_by_text(film.name).first).to_be_visible()


def test_a_broken_upload_goes_on_where_it_stopped(windows: Windows, film: Path, tmp_path: Path) -> None:
    large = tmp_path / "大文件.mp4"
    filling = 2 * CHUNK + 2**20
    # A `free` box is what MP4 calls bytes without meaning; random ones, so that it is nobody's duplicate.
    large.write_bytes(film.read_bytes() + (filling + 8).to_bytes(4, "big") + b"free" + os.urandom(filling))
    page = begin(windows)
    parts: list[int] = []

    def second_part_is_lost(route: Route, request: Request) -> None:
        if request.method == "PATCH" and parts:
            route.abort("connectionreset")
            return
        if request.method == "PATCH":
            parts.append(int(request.headers["upload-offset"]))
        route.continue_()

    page.route("**/studio/footage/uploads/**", second_part_is_lost)
    page.get_by_label(zh("Choose files"), exact=True).set_input_files(large)
    row = page.get_by_role("listitem").filter(has_text=large.name).first
    with page.expect_event("requestfailed"):
        pass
    expect(row).to_have_attribute("data-state", "sending")
    page.reload()
    expect(page.locator("#unfinished")).to_contain_text(large.name)
    page.unroute("**/studio/footage/uploads/**")

    sent: list[int] = []
    page.on(
        "request",
        lambda request: sent.append(int(request.headers["upload-offset"])) if request.method == "PATCH" else None,
    )
    page.get_by_label(zh("Choose files"), exact=True).set_input_files(large)
    expect(row).to_have_attribute("data-state", "done", timeout=WORK)
    assert parts == [0]
    assert sent[0] == CHUNK
    windows.forgive("ERR_CONNECTION_RESET|net::ERR_FAILED")
