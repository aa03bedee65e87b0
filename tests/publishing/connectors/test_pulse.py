"""Signs of life: whoever feels for them knows whether a thread still works."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager

import pytest

from publishing.connectors import pulse
from publishing.connectors.courier import Courier
from publishing.connectors.errors import TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.multipart import MultipartStream


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(pulse.time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_silence_beyond_patience_is_noticed_and_a_sign_ends_it(clock: Clock) -> None:
    felt = pulse.Pulse(patience=10)
    with pulse.felt_by(felt):
        clock.now += 9
        assert felt.beats()
        pulse.goes_on()
        clock.now += 9
        assert felt.beats()
        clock.now += 2
        assert not felt.beats()


def test_a_request_is_given_its_own_patience_and_no_more(clock: Clock) -> None:
    felt = pulse.Pulse(patience=600)
    with pulse.felt_by(felt):
        with pulse.within(30):
            clock.now += 31
            assert not felt.beats()
        assert felt.beats()
        clock.now += 599
        assert felt.beats()


def test_nothing_is_felt_outside(clock: Clock) -> None:
    felt = pulse.Pulse(patience=10)
    clock.now += 11
    pulse.goes_on()
    with pulse.within(30):
        assert not felt.beats()


def test_every_part_of_a_long_upload_is_a_sign(clock: Clock) -> None:
    felt = pulse.Pulse(patience=10)
    body = MultipartStream(
        {}, file_field="video", file_name="a.mp4", content_type="video/mp4", stream=io.BytesIO(b"v" * 1000)
    )
    with pulse.felt_by(felt):
        while body.read(100):
            clock.now += 9
            assert felt.beats()
        clock.now += 11
        assert not felt.beats()


def test_a_request_may_take_as_long_as_its_time_outs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    real = pulse.Pulse.within

    def noted(self: pulse.Pulse, seconds: float) -> AbstractContextManager[None]:
        asked.append(seconds)
        return real(self, seconds)

    monkeypatch.setattr(pulse.Pulse, "within", noted)
    courier = Courier(platform="test", http=HttpLimits(connect=1, read=20))
    with pulse.felt_by(pulse.Pulse()), pytest.raises(TryLater):
        courier.ask("GET", "http://127.0.0.1:9/")
    courier.close()
    assert asked and min(asked) > 20
