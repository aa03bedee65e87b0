"""The inverted index: for each word, the footage whose texts hold it, apart for what all may read and for places.

A word of one piece of footage only is kept as that id and not as a bitmap, for there are millions of such file names.
A packed forward map remembers the words of each piece, so that a change takes the old ones out.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from curation.search.bitmaps import Ids, bitmap, grown, union
from curation.search.coding import OF_A_PLACE
from curation.search.words import Fold, asked_tokens, errors_allowed, fold, is_run, kept_tokens, pieces

SCOPES = {"open": "o", "place": "p"}
_MOST_REPLACED = 5
_RECENT = 20_000
_REMEMBERED = 200_000


@dataclass
class Answer:
    """Footage found (None: the text holds no words), and what was taken for words that nobody has written."""

    ids: BitMap | None
    replaced: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Texts:
    """Words of texts. Keys are a letter for the scope and the word."""

    def __init__(self, *, folding: Fold = fold) -> None:
        self.folding = folding
        self.keys: list[str] = []
        self.postings: list[BitMap | int | None] = []
        self.start: NDArray = np.zeros(0, np.int64)  # of each piece's words in `packed`
        self.count: NDArray = np.zeros(0, np.uint16)
        self.packed: NDArray = np.zeros(0, np.uint32)
        self.used = 0
        self.wasted = 0
        self._number: dict[str, int] = {}
        self._sorted: list[str] = []
        self._recent: list[str] = []
        self._by_length: dict[tuple[str, int], list[str]] = {}
        self._memory: dict[tuple[str, str], tuple[int, ...]] = {}

    def grow(self, size: int) -> None:
        self.start, self.count = grown(self.start, size=size), grown(self.count, size=size)

    def replace(self, changed: Ids, *, texts: Iterable[tuple[int, str, str]]) -> None:
        """Forget the words of `changed`, then add those of `texts` (footage id, scope, text)."""
        out, into = defaultdict(list), defaultdict(list)
        new: dict[int, set[int]] = defaultdict(set)
        for key, scope, text in texts:
            new[key].update(self._numbers(scope, text))
        worded = changed[self.count[changed] > 0]
        for key in dict.fromkeys([*worded.tolist(), *new]):
            old = set(self.words_of(key).tolist())
            now = new.get(key, set())
            if old == now:
                continue
            for number in old - now:
                out[number].append(key)
            for number in now - old:
                into[number].append(key)
            self._remember(key, now)
        for number, ids in out.items():
            self._discard(number, ids)
        for number, ids in into.items():
            self._add(number, ids)
        if self.wasted > 1_000_000 and self.wasted * 2 > self.used:
            self._compact()

    def words_of(self, key: int) -> NDArray:
        """Numbers of the words of one piece of footage."""
        start = int(self.start[key])
        return self.packed[start : start + int(self.count[key])]

    def find(self, text: str, *, tags: TagWords, places: bool = False, prefix: bool = False) -> Answer:
        """Footage with every word of the text, in texts or in tags."""
        wanted = list(pieces(text, folding=self.folding))
        answer = Answer(None)
        result: BitMap | None = None
        scopes = "op" if places else "o"
        for place, piece in enumerate(wanted):
            found = self._piece(
                piece, scopes=scopes, tags=tags, prefix=prefix and place == len(wanted) - 1, answer=answer
            )
            result = found if result is None else result & found
            if not result:
                break
        answer.ids = result
        return answer

    def _piece(self, piece: str, *, scopes: str, tags: TagWords, prefix: bool, answer: Answer) -> BitMap:
        result: BitMap | None = None
        for token in asked_tokens(piece):
            found = union([*(self._posting(scope + token) for scope in scopes), tags.having(token)])
            result = found if result is None else result & found
        if prefix and not is_run(piece):
            result = union([result or BitMap(), *self._beginning(piece, scopes=scopes), tags.beginning(piece)])
        if not result and not is_run(piece) and (similar := self._similar(piece, scopes=scopes, tags=tags)):
            answer.replaced[piece] = tuple(similar)
            result = union(
                bits for word in similar for bits in (*(self._posting(s + word) for s in scopes), tags.having(word))
            )
        return result if result is not None else BitMap()

    def _posting(self, key: str) -> BitMap:
        number = self._number.get(key)
        posting = None if number is None else self.postings[number]
        if posting is None:
            return BitMap()
        return BitMap([posting]) if isinstance(posting, int) else posting

    def _beginning(self, piece: str, *, scopes: str) -> list[BitMap]:
        found: list[BitMap] = []
        alone: list[int] = []
        for scope in scopes:
            key = scope + piece
            for number in (self._number[other] for other in self._starting(key)):
                posting = self.postings[number]
                if isinstance(posting, int):
                    alone.append(posting)
                elif posting is not None:
                    found.append(posting)
        return [*found, BitMap(alone)]

    def _starting(self, key: str) -> list[str]:
        if len(self._recent) > _RECENT or not self._sorted:
            self._sorted = sorted([*self._sorted, *self._recent])
            self._recent = []
        first = bisect.bisect_left(self._sorted, key)
        last = bisect.bisect_left(self._sorted, key + "\U0010ffff")
        return [*self._sorted[first:last], *(other for other in self._recent if other.startswith(key))]

    def _similar(self, piece: str, *, scopes: str, tags: TagWords) -> list[str]:
        """Known words that a slip of the finger may have meant, nearest first."""
        allowed = errors_allowed(piece)
        if not allowed:
            return []
        lengths = range(len(piece) - allowed, len(piece) + allowed + 1)
        known = {
            word
            for scope in scopes
            for length in lengths
            for word in self._by_length.get((scope, length), ())
            if self.postings[self._number[scope + word]] is not None
        }
        known.update(word for word in tags.words() if len(word) in lengths)
        near = process.extract(
            piece, sorted(known), scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=_MOST_REPLACED
        )
        best = min((distance for _, distance, _ in near), default=0)
        return [word for word, distance, _ in near if distance == best]

    def _numbers(self, scope: str, text: str) -> tuple[int, ...]:
        known = self._memory.get((scope, text))
        if known is None:
            known = tuple(self._number_of(SCOPES[scope] + token) for token in kept_tokens(text, folding=self.folding))
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            self._memory[scope, text] = known
        return known

    def _number_of(self, key: str) -> int:
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self.keys)
            self.keys.append(key)
            self.postings.append(None)
            self._recent.append(key)
            self._sort_in(key)
        return number

    def _sort_in(self, key: str) -> None:
        """Words that may be meant by a slip of the finger, by scope and length."""
        if not key[1:].isnumeric() and not is_run(key[1:]):
            self._by_length.setdefault((key[0], len(key) - 1), []).append(key[1:])

    def _remember(self, key: int, words: set[int]) -> None:
        self.wasted += int(self.count[key])
        kept = sorted(words)[: np.iinfo(np.uint16).max]
        end = self.used + len(kept)
        self.packed = grown(self.packed, size=end)
        self.packed[self.used : end] = kept
        self.start[key], self.count[key], self.used = self.used, len(kept), end

    def _compact(self) -> None:
        keys = np.flatnonzero(self.count)
        counts = self.count[keys].astype(np.int64)
        ends = np.cumsum(counts)
        rows = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(self.start[keys] - (ends - counts), counts)
        self.packed, self.used, self.wasted = self.packed[rows], len(rows), 0
        self.start[keys] = ends - counts

    def _discard(self, number: int, ids: Sequence[int]) -> None:
        posting = self.postings[number]
        if isinstance(posting, BitMap):
            posting -= BitMap(ids)
            self.postings[number] = posting if posting else None
        elif posting in ids:
            self.postings[number] = None

    def _add(self, number: int, ids: Sequence[int]) -> None:
        posting = self.postings[number]
        if posting is None and len(ids) == 1:
            self.postings[number] = ids[0]
        elif isinstance(posting, BitMap):
            posting |= bitmap(np.sort(np.asarray(ids, np.uint32)))
        else:
            self.postings[number] = BitMap([*ids, posting] if posting is not None else ids)

    def restore(self, *, keys: list[str], postings: list[BitMap | int | None]) -> None:
        """Take over words and postings, as a snapshot holds them."""
        self.keys, self.postings = keys, postings
        self._number = {key: number for number, key in enumerate(keys)}
        self._sorted, self._recent, self._memory, self._by_length = sorted(keys), [], {}, {}
        for key in keys:
            self._sort_in(key)


class TagWords:
    """Words of the tags: a tag is read once, not once for each piece of footage that has it."""

    def __init__(self, *, folding: Fold = fold) -> None:
        self.folding = folding
        self.bits: dict[int, BitMap] = {}  # of the dimension: code of a tag -> footage
        self._codes: dict[str, set[int]] = defaultdict(set)
        self._read = 0

    def read(self, tags: Sequence[object], *, bits: dict[int, BitMap]) -> None:
        """Take in tags by code; those read before are passed over, and so is what tells a place."""
        self.bits = bits
        for code in range(max(1, self._read), len(tags)):
            if str(tags[code]).startswith(OF_A_PLACE):
                continue
            for token in kept_tokens(str(tags[code]), folding=self.folding):
                self._codes[token].add(code)
        self._read = len(tags)

    def having(self, token: str) -> BitMap:
        return union(self.bits[code] for code in self._codes.get(token, ()) if code in self.bits)

    def beginning(self, piece: str) -> BitMap:
        return union(self.having(token) for token in self._codes if token.startswith(piece))

    def words(self) -> list[str]:
        """Words that some footage has."""
        return [token for token, codes in self._codes.items() if any(self.bits.get(code) for code in codes)]
