"""What must be written although the database is away for a moment: that a post stands."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)
AWAY = (OperationalError, InterfaceError)
"""What Django raises where the database was stopped, cut us off, or cannot be reached."""
PAUSE = 0.5  # seconds between two tries


def persistently(write: Callable[[], object], *, lasts: timedelta) -> None:
    """Call `write`, again over a new connection while the database cannot be reached, for `lasts` at most.

    Without this a database that restarts in the moment after a publication would leave it unconfirmed. `write` must
    check whose the row is: it may have been committed although the answer was lost. Raises what `write` raised last.
    """
    ends = time.monotonic() + lasts.total_seconds()
    while True:
        try:
            write()
            return
        except AWAY as error:
            if connection.in_atomic_block or time.monotonic() > ends:
                raise
            logger.warning("the database is away, it is tried again: %s", error)
        connection.close()
        time.sleep(PAUSE)
