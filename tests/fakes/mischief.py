"""The ways in which a server can misbehave."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

KINDS = {
    "unauthorized": "401, nothing done",
    "rate_limited": "429 with Retry-After, nothing done",
    "rate_limited_silently": "429 without Retry-After, nothing done",
    "server_error": "500, nothing done",
    "server_error_after": "done, then 500",
    "timeout_before": "no answer, nothing done",
    "timeout_after": "done, then no answer",
    "cut_before": "connection closed, nothing done",
    "cut_after": "done, then the connection is closed in the middle of the answer",
    "drip_after": "done, then the answer comes a byte at a time",
    "garbage_after": "done, then an answer that is no JSON",
    "redirect": "302 to another host, nothing done",
}
ACTS_FIRST = {"server_error_after", "timeout_after", "cut_after", "drip_after", "garbage_after"}


@dataclass
class Mischief:
    """What to do wrong. on: "METHOD /path" with wildcards.  times: how often.  seconds: of a Retry-After."""

    kind: str
    on: str = "*"
    times: int = 1
    seconds: float = 7

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind} is none of {', '.join(KINDS)}")

    def strikes(self, call: str) -> bool:
        """Tell whether this call ("METHOD /path") is hit, and count it."""
        if self.times <= 0 or not fnmatchcase(call, self.on):
            return False
        self.times -= 1
        return True


@dataclass
class Mood:
    """Mischief by chance: at each call with the probability `share`, of a kind by its weight; the same for a seed.

    seconds: the longest Retry-After.  done: how often which kind struck.
    """

    seed: int
    share: float
    weights: Mapping[str, float]
    seconds: int = 3
    done: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def next(self) -> Mischief | None:
        """What befalls the next call."""
        if self._chance.random() >= self.share:
            return None
        kind = self._chance.choices(list(self.weights), weights=list(self.weights.values()))[0]
        self.done[kind] = self.done.get(kind, 0) + 1
        return Mischief(kind, seconds=self._chance.randint(1, self.seconds))
