"""One desk and one Chromium for all browser tests, and windows that notice what a person would complain about.

With PUGMARK_DESK=URL the tests use a desk that runs already; PUGMARK_DESK_SESSIONS names the file with what
`tests.browser.prepare` printed for it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import template_database
from tests.browser.desk import QUIET, Desk, chromium, environment, free_port, prepare, serving
from tests.browser.windows import Windows

FAILED = pytest.StashKey[bool]()
PATIENCE = 30_000  # milliseconds for what a page does at once; two cores are shared with workers
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


# One package's lifetime: Playwright's loop must not be there when tests with a database run after these.
@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    running = os.environ.get("PUGMARK_DESK")
    if running:
        told = Path(os.environ["PUGMARK_DESK_SESSIONS"]).read_text().splitlines()[-1]
        yield Desk(running.rstrip("/"), json.loads(told)["sessions"])
        return
    # A short path, for sockets; and one that PostgreSQL's own user may enter where the tests run as root.
    with (
        tempfile.TemporaryDirectory(prefix="pm-", ignore_cleanup_errors=True) as name,
        template_database.copied(f"desk_{Path(name).name}") as database,
    ):
        folder = Path(name)
        folder.chmod(0o755)
        port = free_port()
        settings = environment(folder, port) | {"DATABASE_URL": database}
        sessions = prepare(settings)
        with serving(settings):
            yield Desk(f"http://127.0.0.1:{port}", sessions)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def windows(desk: Desk, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Windows]:
    """Opens windows; at the end none of them may have complained. When the test fails their look is kept."""
    opened = Windows(desk, browser, patience=PATIENCE)
    yield opened
    failed = request.node.stash.get(FAILED, False)
    kept = opened.keep(tmp_path) if failed else []
    opened.close()
    if failed:
        print("\n".join(["", *kept, *opened.complaints]))
    else:
        assert not opened.complaints, "\n".join(opened.complaints)


@pytest.fixture
def page(windows: Windows) -> Page:
    """Somebody with a Chinese browser who has not signed in."""
    return windows.open()
