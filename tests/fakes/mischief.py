"""The ways in which a server can misbehave."""

from dataclasses import dataclass
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
