"""A lease is kept while something works that tells nothing."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from curation.jobs.heartbeat import heartbeat

pytestmark = pytest.mark.django_db


def test_a_beat_that_the_database_refuses_does_not_end_the_others(caplog: pytest.LogCaptureFixture) -> None:
    beats, again = list[int](), threading.Event()

    def renew() -> None:
        beats.append(1)
        if len(beats) == 1:
            raise OperationalError("The server is away for a moment")
        again.set()

    with caplog.at_level(logging.WARNING), heartbeat(renew, lease=timedelta(milliseconds=3), name="film"):
        assert again.wait(30)
    assert "film: the lease could not be renewed" in caplog.text
    assert not any(thread.name == "film" for thread in threading.enumerate())
