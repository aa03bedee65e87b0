"""The index itself: whose turn it is, the catalogue and its scores, questions and changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from pyroaring import BitMap

from curation.search.ask import Ask, Cursor, Facets, Found, Hit, Page, Part, Sizes, Sort, check_sort
from curation.search.batch import Batch
from curation.search.bitmaps import ids_of
from curation.search.catalogue import Catalogue
from curation.search.coding import DIMENSIONS
from curation.search.errors import BadAsk
from curation.search.facets import count
from curation.search.matching import match, result
from curation.search.ordering import Ordering
from curation.search.rarity import HUNDREDTHS
from curation.search.scoring import Scoring
from curation.search.turns import Turns
from curation.search.words import Fold, fold

LARGEST_PAGE = 1000


class Index:
    """The footage of one catalogue, in memory. A `Finder`; safe to use from several threads.

    `folding` makes words comparable; `clock` gives UTC seconds and ends embargoes.
    """

    def __init__(self, *, folding: Fold = fold, clock: Callable[[], float] = time.time) -> None:
        self.catalogue = Catalogue(folding=folding)
        self.scoring = Scoring(self.catalogue)
        self.clock = clock
        self.position = ""
        self.turns = Turns()

    def apply(self, batch: Batch, *, position: str | None = None, score: bool = True) -> None:
        """Put footage in, change it, take it out; all of the batch, or nothing and BadBatch.

        `position` is what a snapshot will say of the change log. `score=False` leaves scores to `score_all`.
        """
        with self.turns.changing():
            self._learn_taxa(batch)
            moved = self.catalogue.rezone(dict(batch.zones))
            if len(moved):
                self._rezone(moved, score=score)
            change = self.catalogue.prepare(batch)
            if len(change.changed):
                was = ids_of(self.catalogue.live & BitMap(change.changed))
                lost = self.scoring.forget(was)
                self.catalogue.take(change, texts=batch.texts)
                touched = self.scoring.learn(change.ids, lost=lost)
                if score:
                    self.scoring.score(touched)
            if position is not None:
                self.position = position

    def _learn_taxa(self, batch: Batch) -> None:
        species = self.catalogue.planes.dimensions["species"]
        for taxon, above in batch.ancestors.items():
            codes = (species.vocabulary.code(other) for other in above if other != taxon)
            species.found_under(species.vocabulary.code(taxon), ancestors=tuple(dict.fromkeys(codes)))

    def _rezone(self, ids: np.ndarray, *, score: bool) -> None:
        lost = self.scoring.forget(ids)
        stations = self.catalogue.dimensions["station"].column[ids]
        self.catalogue.dimensions["zone"].replace(ids, self.catalogue.zone_codes[stations])
        touched = self.scoring.learn(ids, lost=lost)
        if score:
            self.scoring.score(touched)

    def build(self, batches: Iterable[Batch], *, position: str = "") -> None:
        """Fill the index from large batches (a million pieces each), then score everything once."""
        for batch in batches:
            self.apply(batch, score=False)
        self.score_all()
        self.position = position

    def score_all(self) -> None:
        """Score everything by the counters as they are."""
        with self.turns.changing():
            self.scoring.score_all()

    def settle(self, budget: float = 0.05) -> bool:
        """Score anew what has drifted, for about `budget` seconds; True when nothing is left to do."""
        with self.turns.changing():
            return self.scoring.settle(budget)

    def page(
        self,
        ask: Ask,
        *,
        sort: Sort = "rarest",
        size: int = 24,
        after: Cursor | None = None,
        explained: bool = False,
        beside: Ask | None = None,
    ) -> Page:
        check_sort(sort)
        if not 0 < size <= LARGEST_PAGE:
            raise BadAsk(reason=f"a page holds 1 to {LARGEST_PAGE} pieces")
        self._let_go()
        with self.turns.asking():
            parts = match(self.catalogue, ask)
            found = result(self.catalogue, parts)
            total, order = len(found), self._order(sort)
            ids = order.top(found, size=size + 1, after=after)
            values = order.column[ids].tolist()
            scores = self.catalogue.score.column[ids].tolist()
            reasons = self._reasons(ids[:size].tolist()) if explained else {}
            other = len(self._found(beside)) if beside is not None else 0
        hits = tuple(
            Hit(id=key, value=value, score=score / HUNDREDTHS)
            for key, value, score in zip(ids.tolist(), values, scores, strict=True)
        )
        last = hits[size - 1] if len(hits) > size else None
        return Page(
            hits=hits[:size],
            total=total,
            next=(last.value, last.id) if last else None,
            replaced=parts.replaced,
            reasons=reasons,
            beside=other,
        )

    def _order(self, sort: Sort) -> Ordering:
        catalogue = self.catalogue
        return {"rarest": catalogue.score, "newest": catalogue.captured, "quality": catalogue.tells}[sort]

    def facets(
        self, ask: Ask, *, dimensions: Sequence[str] | None = None, most: Mapping[str, int] | None = None
    ) -> Facets:
        wanted = [name for name in DIMENSIONS if name != "station"] if dimensions is None else dimensions
        for name in wanted:
            if name not in DIMENSIONS:
                raise BadAsk(reason=f"there is no dimension {name!r}")
        self._let_go()
        with self.turns.asking():
            parts = match(self.catalogue, ask)
            counts = count(self.catalogue, parts, dimensions=wanted, most=most or {})
            return Facets(counts=counts, total=len(result(self.catalogue, parts)))

    def ids(self, ask: Ask) -> Found:
        self._let_go()
        with self.turns.asking():
            return Found(ids=self._found(ask).copy())

    def _let_go(self) -> None:
        """End the embargoes whose time has come; before a question."""
        now = self.clock()
        if self.catalogue.embargo.due(now):
            with self.turns.changing():
                self.catalogue.embargo.move(now)

    def _found(self, ask: Ask) -> BitMap:
        return result(self.catalogue, match(self.catalogue, ask))

    def map(self, ask: Ask) -> Facets:
        self._let_go()
        with self.turns.asking():
            found = self._found(ask)
            parts = match(self.catalogue, Ask(within=found))
            return Facets(counts=count(self.catalogue, parts, dimensions=["station"]), total=len(found))

    def explain(self, footage: int) -> list[Part]:
        with self.turns.asking():
            return self.scoring.explain(footage) if footage in self.catalogue.live else []

    def reasons(self, footage: Sequence[int]) -> dict[int, list[Part]]:
        if len(footage) > LARGEST_PAGE:
            raise BadAsk(reason=f"at most {LARGEST_PAGE} pieces are explained at once")
        with self.turns.asking():
            return self._reasons(footage)

    def _reasons(self, footage: Sequence[int]) -> dict[int, list[Part]]:
        known = np.array([key for key in footage if key in self.catalogue.live], np.uint32)
        return {key: [] for key in footage} | self.scoring.explained(known)

    def ping(self) -> str:
        return self.position

    def sizes(self) -> Sizes:
        """Walks over all bitmaps: some hundred milliseconds for ten million pieces."""
        from curation.search.sizes import measure

        with self.turns.asking():
            bitmaps, taken = measure(self.catalogue)
            return Sizes(
                footage=len(self.catalogue.live),
                observations=sum(map(len, self.catalogue.planes.exists)),
                words=len(self.catalogue.texts.keys),
                bitmaps=bitmaps,
                bytes=taken,
                position=self.position,
            )
