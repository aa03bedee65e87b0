"""A large file goes from the browser straight to an S3-compatible store that dies on the way."""

from __future__ import annotations

import dataclasses
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from curation.scenery import catalogue, render_scene
from tests import template_database
from tests.browser.conftest import PATIENCE
from tests.browser.desk import Desk, environment, free_port, prepare, serving
from tests.browser.windows import Windows, until
from tests.browser.wording import zh
from tests.fakes.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
WORK = 180_000  # milliseconds for what a worker does
MIB = 2**20


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store() as started:
        yield started


@pytest.fixture(scope="module")
def stored_desk(store: Store) -> Iterator[Desk]:
    """A desk without content, whose files all lie in the store."""
    with (
        tempfile.TemporaryDirectory(prefix="pm-", ignore_cleanup_errors=True) as name,
        template_database.copied(f"desk_{Path(name).name}") as database,
    ):
        folder = Path(name)
        folder.chmod(0o755)
        settings = environment(folder, free_port()) | store.settings() | {"DATABASE_URL": database}
        sessions = prepare(settings, demo=False)
        with serving(settings):
            yield Desk(f"http://127.0.0.1:{settings['PORT']}", sessions)


@pytest.fixture
def page(stored_desk: Desk, browser: Browser, store: Store) -> Iterator[Page]:
    windows = Windows(stored_desk, browser, patience=PATIENCE)
    page = windows.open(role="Editor")
    page.goto("/studio/footage/upload/")
    yield page
    windows.close()
    # Pages talk with the store too, and are told when it is away.
    windows.forgive(rf"request to a stranger: {re.escape(store.url)}/{store.bucket}/")
    windows.forgive("ERR_CONNECTION_|ERR_EMPTY_RESPONSE|ERR_FAILED|net::ERR_")
    assert not windows.complaints, "\n".join(windows.complaints)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film with 210 MiB of what MP4 calls free space, random so that it is nobody's duplicate."""
    pheasant = next(each for each in catalogue() if each.name == "pheasant cock")
    spec = dataclasses.replace(pheasant, duration=2, frame_rate=8, seed=secrets.randbelow(10**6))
    path = tmp_path_factory.mktemp("card") / "东北虎 08_02.mp4"
    render_scene(spec, path)
    filling = 210 * MIB
    with path.open("ab") as file:
        file.write((filling + 8).to_bytes(4, "big") + b"free")
        for _mebibyte in range(210):
            file.write(os.urandom(MIB))
    return path


def choose(page: Page, path: Path):
    page.get_by_label(zh("Choose files"), exact=True).set_input_files(path)
    return page.get_by_role("listitem").filter(has=page.get_by_text(path.name, exact=True)).first


def parts_sent(store: Store) -> int:
    return sum(1 for one in store.requests if one.startswith("PUT") and "/originals/sent/" in one)


def test_two_hundred_mebibytes_arrive_though_the_store_dies_and_the_browser_is_closed(
    page: Page, store: Store, large: Path
) -> None:
    store.die_after(60 * MIB)
    row = choose(page, large)
    assert store.died.wait(120)
    expect(row).to_contain_text("连接中断", timeout=60_000)
    expect(row).to_have_attribute("data-state", "sending")
    before = parts_sent(store)
    assert before >= 4
    store.revive()
    store.die_after(70 * MIB)
    assert store.died.wait(180)
    page.reload()
    store.revive()
    expect(page.locator("#unfinished")).to_contain_text(large.name)

    row = choose(page, large)
    expect(row).to_have_attribute("data-state", "done", timeout=WORK)
    expect(row).to_contain_text("已存储，指纹核对无误，读取完成。")
    # 14 parts; at each death at most the four under way had to be sent again.
    assert parts_sent(store) <= 14 + 2 * 4 + 4
    [key] = [name for name in store.stored() if name.startswith("originals/sent/")]
    got = store.client.get_object(Bucket=store.bucket, Key=key)["Body"].read()
    assert got == large.read_bytes() and store.unfinished() == []

    row.get_by_role("heading", level=3).get_by_role("link").click()
    until(page, "() => document.querySelector('video')?.readyState >= 1")
    assert any(one.startswith("GET") and key in one for one in store.requests)


def test_a_cancelled_file_leaves_nothing_in_the_store(page: Page, store: Store, large: Path, tmp_path: Path) -> None:
    other = tmp_path / "放弃.mp4"
    other.write_bytes(large.read_bytes()[5:])
    store.die_after(20 * MIB)
    row = choose(page, other)
    assert store.died.wait(120)
    store.revive()
    row.get_by_role("button", name="取消").click()
    expect(row).to_have_count(0)
    page.reload()
    expect(page.locator("#unfinished")).to_be_hidden()
    assert store.unfinished() == []
