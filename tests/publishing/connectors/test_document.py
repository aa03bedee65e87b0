"""docs/platforms.md, written from what the connectors declare."""

from datetime import date
from pathlib import Path

from publishing.connectors.__main__ import main
from publishing.connectors.capabilities import Quota, Source
from publishing.connectors.document import _quota, _span, anchor, size_words
from publishing.connectors.registry import connectors

PAGE = Path(__file__).parents[3] / "docs" / "platforms.md"


def test_the_page_is_up_to_date(capsys) -> None:
    assert main(["document"]) == 0
    again = "python -m publishing.connectors document > docs/platforms.md"
    assert PAGE.read_text(encoding="utf-8") == capsys.readouterr().out, again


def test_every_platform_and_every_source_is_on_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for each in connectors().values():
        capabilities = each.capabilities
        assert f"\n## {capabilities.name}\n" in text
        assert f"(#{anchor(capabilities.name)})" in text
        for source in capabilities.sources():
            assert source.title in text and source.url in text and source.checked.isoformat() in text


def test_numbers_are_written_for_people() -> None:
    assert (size_words(4 * 2**30), size_words(50_000_000), size_words(20_000), size_words(17)) == (
        "4 GiB",
        "50 MB",
        "20 kB",
        "17 bytes",
    )
    assert [_span(each) for each in (86400, 90, 0.5, 7200)] == [
        "1 day",
        "1 minute 30 seconds",
        "0.5 seconds",
        "2 hours",
    ]
    source = Source(title="t", url="", checked=date(2026, 11, 23))
    quota = Quota(what="caption", limit=10_000, seconds=86400, cost=400, scope="app", source=source)
    assert _quota(quota) == "10,000 in 1 day, 400 for each, of all accounts of the app together"
