"""Makes the pictures of the README: `python -m docs.screenshots` (or `make screenshots`) after `make install`.

Starts a desk of its own with the whole demo, signs in as the demo's publisher (who reads English) and stores
docs/images/*.jpg, 1366 by 768 pixels. Takes about two minutes on two cores; nothing of the desk stays.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.desk import QUIET, chromium, environment, free_port, serving
from tests.browser.windows import until

IMAGES = Path(__file__).with_name("images")
LARGEST = 300_000  # bytes
QUALITIES = (90, 82, 74, 66)
MADE = "Sandbox page"  # what `manage.py demo start` prints last
TIGRESS = re.compile("Tigress with cubs")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pm-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        port = free_port()
        with (
            serving(environment(folder, port), demo=True, until=MADE) as said,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
            page = browser.new_page(
                base_url=f"http://127.0.0.1:{port}",
                viewport={"width": 1366, "height": 768},
                locale="en-GB",
                timezone_id="Asia/Shanghai",
            )
            page.set_default_timeout(60_000)
            sign_in(page, passphrase(said, "publisher"))
            take(page)
            browser.close()


def passphrase(said: list[str], person: str) -> str:
    """What the demo printed for somebody."""
    return next(line.split()[1] for line in said if line.split()[:1] == [person])


def sign_in(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_label("Username").fill("publisher")
    page.get_by_label("Password").first.fill(words)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()


def take(page: Page) -> None:
    page.goto("/studio/footage/?sort=rarest")
    store(page, "footage")
    page.goto("/studio/clips/")
    page.get_by_role("main").get_by_role("link", name=TIGRESS).first.click()
    until(page, "() => document.querySelector('video')?.readyState >= 2")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    store(page, "clip")
    page.get_by_role("main").get_by_role("link", name="Captions", exact=True).click()
    until(page, "() => document.querySelector('video')?.readyState >= 2")
    page.get_by_label(re.compile("^Caption 1 in English")).click()
    store(page, "captions")
    page.goto("/studio/posts/calendar/")
    store(page, "calendar")


def store(page: Page, name: str) -> None:
    """As good as fits."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)  # posters fade in, the player seeks
    for quality in QUALITIES:
        picture = page.screenshot(type="jpeg", quality=quality)
        if len(picture) <= LARGEST:
            break
    (IMAGES / f"{name}.jpg").write_bytes(picture)
    print(f"{name}.jpg: {len(picture) // 1000} kB")


if __name__ == "__main__":
    main()
