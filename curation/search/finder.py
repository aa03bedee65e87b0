"""What a search can be asked, in this process (`index.Index`) or by a server (`client.Client`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, Unpack

from curation.search.ask import Ask, Facets, Found, Page, PageWishes, Part, Sizes


class Finder(Protocol):
    """Answers are exact for the changes that are in; `behind` in an answer counts those that are not.

    Every call may raise BadAsk; a client also SearchUnavailable and SearchTimeout.
    """

    def page(self, ask: Ask, **wishes: Unpack[PageWishes]) -> Page:
        """The first hits, by (value, id) descending."""
        ...

    def facets(
        self, ask: Ask, *, dimensions: Sequence[str] | None = None, most: Mapping[str, int] | None = None
    ) -> Facets:
        """Counts of every value, for each dimension as if its own `any_of` were not set. None is all but stations.
        `most`: of these dimensions only so many values, those with most footage."""
        ...

    def ids(self, ask: Ask) -> Found:
        """The whole result."""
        ...

    def map(self, ask: Ask) -> Facets:
        """The result by station (dimension `station`), with a filter of stations in force."""
        ...

    def explain(self, footage: int) -> list[Part]:
        """Why a piece of footage has its score, strongest reason first; nothing for unknown footage."""
        ...

    def reasons(self, footage: Sequence[int]) -> dict[int, list[Part]]:
        """As `explain`, for a page of footage at once; at most 1,000."""
        ...

    def sizes(self) -> Sizes:
        """How much is in the index, and up to where."""
        ...

    def ping(self) -> str:
        """The position of the change log up to which changes are in."""
        ...
