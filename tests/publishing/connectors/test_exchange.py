"""From what happened to the error that says what to do."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from publishing.connectors.errors import (
    MESSAGES,
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    Rejected,
    TryLater,
)
from publishing.connectors.exchange import (
    MAX_PAUSE,
    MAX_WORDS,
    Exchange,
    base_address,
    is_loopback,
    pause,
    pause_until,
    redacted,
)


def exchange(*, irreversible: bool) -> Exchange:
    return Exchange(platform="P", host="p.example", irreversible=irreversible, secrets=("hush-hush",))


@pytest.mark.parametrize(
    ("status", "words", "before", "within"),
    [
        (401, "", NeedsReconnect, NeedsReconnect),
        (403, "This action is outside the authorized scopes", NeedsReconnect, NeedsReconnect),
        (403, "You may not quote this", Rejected, Rejected),
        (404, "", Rejected, Rejected),
        (408, "", TryLater, OutcomeUnknown),
        (422, "Text character limit of 500 exceeded", Rejected, Rejected),
        (429, "", TryLater, TryLater),
        (500, "", TryLater, OutcomeUnknown),
        (503, "", TryLater, OutcomeUnknown),
        (302, "", Rejected, Rejected),
    ],
)
def test_answers(status: int, words: str, before: type[ConnectorError], within: type[ConnectorError]) -> None:
    assert type(exchange(irreversible=False).refused(status=status, words=words)) is before
    assert type(exchange(irreversible=True).refused(status=status, words=words)) is within


@pytest.mark.parametrize("timed_out", [True, False])
def test_no_answer(timed_out: bool) -> None:
    assert type(exchange(irreversible=True).interrupted(sent=True, timed_out=timed_out)) is OutcomeUnknown
    assert type(exchange(irreversible=True).interrupted(sent=False, timed_out=timed_out)) is TryLater
    assert type(exchange(irreversible=False).interrupted(sent=True, timed_out=timed_out)) is TryLater
    assert type(exchange(irreversible=True).unreadable()) is OutcomeUnknown
    assert type(exchange(irreversible=False).unreadable()) is TryLater


def test_the_platforms_words_are_kept_short_and_without_secrets() -> None:
    error = exchange(irreversible=True).refused(status=422, words="no:\n hush-hush " + "x" * 1000)
    assert "hush" not in str(error)
    assert len(error.params["words"]) == MAX_WORDS
    assert "\n" not in str(error)
    assert redacted("abc", ["abc"]) == "abc"  # too short to be a secret, and everywhere


def test_pauses() -> None:
    now = datetime.now(UTC)
    assert pause("7") == 7
    assert pause("-3") == 0
    assert pause("1e9") == MAX_PAUSE
    assert pause("nan") is None
    assert pause("soon") is None
    assert pause(None) is None
    assert 50 < (pause(format_datetime(now + timedelta(seconds=60))) or 0) <= 60
    assert 50 < (pause_until((now + timedelta(seconds=60)).isoformat()) or 0) <= 60
    assert 50 < (pause_until(str((now + timedelta(seconds=60)).timestamp())) or 0) <= 60
    assert pause_until("someday") is None


def test_addresses() -> None:
    assert base_address(" mastodon.social/ ") == "https://mastodon.social"
    assert base_address("http://127.0.0.1:3000/x/") == "http://127.0.0.1:3000/x"
    assert is_loopback("http://localhost:1")
    assert is_loopback("http://[::1]:1")
    assert not is_loopback("https://example.org")
    for wrong in ("ftp://x", "javascript:alert(1)", "https://a:99999", "https://u:pass@host", "https://a\nb", ""):
        with pytest.raises(Rejected) as refused:
            base_address(wrong)
        assert "pass" not in str(refused.value)


def test_every_message_can_be_said() -> None:
    class Anything(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return key

    assert all(message % Anything() for message in MESSAGES.values())
