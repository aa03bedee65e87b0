"""What every part of the making needs: who acts, how to tell how far it is, how many hands there are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.models import User

Say = Callable[[str], None]


@dataclass
class Crew:
    """Who makes the demo. `hands` threads do jobs beside the drawing `processes`; with one all stays in this thread."""

    say: Say
    processes: int = 2
    hands: int = 2
    people: dict[str, User] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step and tell when it is done."""
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)
        self.say(f"{name}: done in {self.seconds[name]} s")
