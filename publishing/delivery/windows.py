"""How often something may be done within a sliding stretch of time, counted over moments. Knows no rows."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Window:
    """At most `limit` times within every stretch of `length`: from a moment, which counts, to its end, which does not.

    A platform that counts by calendar days is never asked for more by this than it gives.
    """

    limit: int
    length: timedelta

    def fits(self, at: datetime, *, among: Iterable[datetime]) -> bool:
        """Whether one more at `at` leaves every stretch within the limit, the later ones that it falls into too."""
        return self._fits(at, sorted(among))

    def first_free(self, at: datetime, *, among: Iterable[datetime]) -> datetime:
        """The first moment from `at` on at which one more fits. All moments aware. ValueError for a limit under 1.

        Between two such moments the answer only changes where a stretch ends, so only those are tried.
        """
        if self.limit < 1:
            raise ValueError("nothing fits into a window of no places")
        moments = sorted(among)
        tried = [at, *(moment + self.length for moment in moments if moment + self.length > at)]
        return next(moment for moment in tried if self._fits(moment, moments))

    def used(self, at: datetime, *, among: Iterable[datetime]) -> int:
        """How many moments of the stretch that ends with `at` there are."""
        return sum(at - self.length < moment <= at for moment in among)

    def _fits(self, at: datetime, moments: Sequence[datetime]) -> bool:
        near = [moment for moment in moments if at - self.length < moment < at + self.length]
        insort(near, at)
        return all(near[i + self.limit] - near[i] >= self.length for i in range(len(near) - self.limit))
