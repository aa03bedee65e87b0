"""Counts how often somebody asks. Stands beneath all chapters."""

from __future__ import annotations

import logging
import time

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
MINUTE = 60  # seconds


def asked_this_minute(name: str) -> int:
    """How often this was called for `name` in the current minute, this time included.

    A cache that is away counts nothing: 0, so that what is only limited goes on.
    """
    key = f"asked:{name}:{int(time.time()) // MINUTE}"
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        return int(cache.incr(key))
    except ValueError:  # it ended in between
        return 0
    except (RedisError, OSError) as error:
        logger.warning("Requests are not counted, the cache is away: %s", error)
        return 0


def seconds_left() -> int:
    """Until the next minute begins."""
    return MINUTE - int(time.time()) % MINUTE
