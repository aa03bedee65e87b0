"""A partner finds a clip, accepts its licence and takes it home; the desk invites, offers and reads the ledger."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from publishing.partners.credentials.signing import read
from tests.browser.test_whole_menu import DESK, FAULTS, TELEPHONE
from tests.browser.windows import Windows, until
from tests.browser.wording import zh

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
WORK = 240_000  # milliseconds for what a worker does
PASSPHRASE = "tracks in fresh snow"


def faultless(page: Page) -> None:
    page.wait_for_load_state()  # a click returns as soon as the answer begins
    expect(page.locator("h1").first).to_be_visible()
    for size in (TELEPHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(FAULTS) == [], page.url


def invited(windows: Windows, email: str) -> str:
    """The address of a fresh invitation to the museum."""
    desk = windows.open(role="Rights manager", language="en")
    desk.goto("/studio/partners/")
    desk.get_by_role("link", name="People", exact=True).first.click()
    desk.get_by_label("E-mail").fill(email)
    desk.get_by_role("button", name="Send the invitation").click()
    told = desk.locator("code", has_text="/partner/invitation/")
    return told.inner_text().strip()


def test_a_partner_joins_accepts_and_takes_a_clip_home(windows: Windows, tmp_path: Path) -> None:
    address = invited(windows, "anna@museum.example")
    page = windows.open(language="en")
    page.goto(address)
    faultless(page)
    page.get_by_label("Your name").fill("Anna Hartwig")
    page.get_by_label("Password", exact=True).fill(PASSPHRASE)
    page.get_by_label("The password again").fill(PASSPHRASE)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    faultless(page)
    secret = page.locator(".pp-help code").inner_text().replace(" ", "")
    page.get_by_label("Code of six digits").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Clips", level=1)).to_be_visible()
    faultless(page)
    page.get_by_role("searchbox").fill("leopard")
    page.keyboard.press("Enter")
    page.locator(".pp-film").first.click()
    video = page.locator("video")
    expect(video).to_be_visible()
    until(page, "() => document.querySelector('video').readyState >= 1")
    faultless(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Accept").click()
    page.get_by_label("English").check()
    faultless(page)
    page.get_by_role("button", name="Prepare the download").click()
    package = page.get_by_role("link", name="All as one package")
    expect(package).to_be_visible(timeout=WORK)
    faultless(page)
    with page.expect_download() as download:
        package.click()
    download.value.save_as(tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as packed:
        film = next(name for name in packed.namelist() if name.endswith(".mp4"))
        packed.extract(film, tmp_path)
    reading = read(tmp_path / film)
    assert reading.sound and reading.assertion("org.pugmark.download")["licensee"] == "Museum"
    page.goto("/partner/requests/")
    faultless(page)
    page.goto("/partner/account/")
    faultless(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("E-mail")).to_be_visible()
    desk = windows.open(role="Rights manager", language="zh-hans")
    desk.goto("/studio/partners/ledger/")
    expect(desk.get_by_text("anna@museum.example").first).to_be_visible()
    expect(desk.get_by_text(zh("Licence accepted")).first).to_be_visible()


def test_a_clip_is_offered_and_withdrawn_in_chinese(windows: Windows) -> None:
    page = windows.open(role="Publisher", language="zh-hans")
    page.goto("/studio/partners/clips/")
    expect(page.get_by_role("heading", name=zh("Clips for partners"))).to_be_visible()
    faultless(page)
    page.get_by_role("link", name=zh("Change")).first.click()
    faultless(page)
    page.get_by_label("标题（英语）").fill("Leopard at 43.1234, 130.9876")
    page.get_by_role("button", name=zh("Offer to partners")).click()
    expect(page.locator(".pm-reason").first).to_contain_text("43.1234")
    windows.forgive("422")
    page.get_by_role("link", name=zh("What the guard found")).click()
    faultless(page)
