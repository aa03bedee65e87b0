"""Browser windows that are watched: what no person should meet is noted."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError

from tests.browser.desk import Desk

EVERY = 50  # milliseconds between two looks
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
INWARD = ("data:", "blob:", "about:", "chrome-error:")


def until(page: Page, script: str, *, timeout: float = 30_000) -> None:
    """Wait until `script`, a function, is true. Playwright's own waiting evaluates text, which our pages forbid."""
    for _look in range(max(1, round(timeout / EVERY))):
        if page.evaluate(script):
            return
        page.wait_for_timeout(EVERY)
    raise AssertionError(f"never became true: {script}")


class Windows:
    """Windows before one desk. `complaints`: script and console errors, and requests to any other host."""

    def __init__(self, desk: Desk, browser: Browser, *, patience: int) -> None:
        self.complaints: list[str] = []
        self._desk, self._browser, self._patience = desk, browser, patience
        self._open: list[tuple[BrowserContext, Page]] = []

    def open(self, *, role: str = "", language: str = "zh-hans", width: int = 1366, height: int = 768) -> Page:
        """A window of its own (sizes in CSS pixels), signed in as somebody of `role` where one is named."""
        context = self._browser.new_context(
            base_url=self._desk.url,
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(self._patience)
        context.on("weberror", self._error)
        context.on("console", self._said)
        context.on("request", self._request)
        if role:
            session = self._desk.sessions[role][language]
            context.add_cookies([{"name": "sessionid", "value": session, "url": self._desk.url}])
        page = context.new_page()
        self._open.append((context, page))
        return page

    def forgive(self, pattern: str) -> None:
        """Drop the complaints that the test itself provoked."""
        self.complaints = [each for each in self.complaints if not re.search(pattern, each)]

    def keep(self, folder: Path) -> list[str]:
        """Store what the windows show as picture and HTML; returns where."""
        kept = []
        for number, (_, page) in enumerate(self._open):
            picture = folder / f"window-{number}.png"
            page.screenshot(path=picture)
            picture.with_suffix(".html").write_text(page.content(), encoding="utf-8")
            kept += [page.url, str(picture), str(picture.with_suffix(".html"))]
        return kept

    def close(self) -> None:
        for context, _ in self._open:
            context.close()

    def _error(self, error: WebError) -> None:
        where = error.page.url if error.page else ""
        self.complaints.append(f"script error on {where}: {error.error}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console error: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._desk.url}/", *INWARD)):
            self.complaints.append(f"request to a stranger: {request.url}")
