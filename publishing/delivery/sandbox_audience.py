"""An invented audience for the demo's posts, so that its reports can be tried out. Never for a post of real people.

The same post has the same audience at every question, and numbers only grow.
"""

from __future__ import annotations

import hashlib
import math
from datetime import datetime

FIRST_HOURS = 9.0  # half of the audience that follows the channel has come by then
LATER_HOURS = 24 * 40.0  # those whom a search or a friend brings
_RATES = {"likes": (0.03, 0.09), "comments": (0.002, 0.01), "shares": (0.004, 0.02), "quotes": (0.0005, 0.003)}


def counts(key: str, *, published_at: datetime, at: datetime, evening: bool = False) -> dict[str, int]:
    """What an invented audience has done by a moment. evening: published when its people are at home."""
    hours = max(0.0, (at - published_at).total_seconds() / 3600)
    whole = (900 + 5200 * _share(key, "size") ** 2) * (1.5 if evening else 1.0)
    early = 1 - math.exp(-hours * math.log(2) / FIRST_HOURS)
    late = 1 - math.exp(-hours / LATER_HOURS)
    views = int(whole * (early + 0.8 * _share(key, "lasting") * late))
    found = {"views": views}
    for name, (least, most) in _RATES.items():
        found[name] = int(views * (least + (most - least) * _share(key, name)))
    return found


def _share(key: str, name: str) -> float:
    """A number in [0, 1) that belongs to this post and this name."""
    digest = hashlib.sha256(f"{key}:{name}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
