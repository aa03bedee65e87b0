"""Search over the units of one direction."""

from collections.abc import Iterable, Sequence
from threading import RLock

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from curation.translation.memory.unit import Match, Unit
from curation.translation.memory.wording import differences, key, letters, only, plain

BINS = 128
LONG = 255
"""Pieces: counts of a sentence up to this length fit a byte. Longer ones are few and compared one by one."""

ALIKE = 0.99
"""The score of sentences that differ, however little, is never shown as 100 percent."""

_SLICE = 4096
_FIRST = 200
"""So many of the most promising sentences are measured first: their scores rule out nearly all of the rest."""


_UNKNOWN = "\0"
_MOST_LETTERS = 0x10F000


def _bins(text: str) -> np.ndarray:
    """The letters of a spelled text, folded into `BINS`."""
    points: np.ndarray = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return (points ^ (points >> 7)) % BINS


class Alphabet:
    """Every word (in Chinese, Japanese, Korean: every character) as one letter, so that sentences become short words.

    What is spelled may hold any code point, lone surrogates too; it is for comparing only.
    """

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def spelled(self, text: str) -> str:
        """A sentence of the memory; new words become new letters."""
        known = self._letters
        return "".join(known.setdefault(one, chr(len(known) % _MOST_LETTERS + 1)) for one in letters(text))

    def asked(self, text: str) -> str:
        """A sentence to look for; words that the memory never saw are alike to nothing."""
        return "".join(self._letters.get(one, _UNKNOWN) for one in letters(text))


class Index:
    """The units of one pair of languages in memory, searched exactly and by likeness. Safe between threads.

    Likeness is the Indel similarity over words (over characters in Chinese, Japanese and Korean):
    1 - (inserted + deleted) / (both lengths). How often each word comes in two sentences bounds it from above (twice
    the shared words / both lengths), and that bound is cheap for all sentences at once; only those that it lets
    through are measured, so nothing is missed.
    """

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self._lock = RLock()
        self._clear()
        self.add(units)

    def __len__(self) -> int:
        return len(self._slots)

    def _clear(self) -> None:
        self._alphabet = Alphabet()
        self._units: list[Unit | None] = []
        self._texts: list[str] = []
        self._lengths = np.zeros(0, dtype=np.int32)
        self._counts = np.zeros((BINS, 0), dtype=np.uint8)
        self._slots: dict[int, int] = {}
        self._exact: dict[str, list[int]] = {}
        self._long: set[int] = set()

    def add(self, units: Iterable[Unit]) -> None:
        """Take in units; one with a known id replaces the older."""
        fresh = {unit.id: unit for unit in units}
        if not fresh:
            return
        with self._lock:
            self.remove(fresh)
            begin = len(self._units)
            self._reserve(begin + len(fresh))
            for slot, unit in enumerate(fresh.values(), start=begin):
                self._units.append(unit)
                self._texts.append(self._alphabet.spelled(unit.source))
                self._slots[unit.id] = slot
                self._exact.setdefault(key(unit.source), []).append(slot)
            for at in range(begin, len(self._units), _SLICE):
                self._count(at, min(at + _SLICE, len(self._units)))

    def _reserve(self, size: int) -> None:
        room = self._lengths.size
        if size <= room:
            return
        more = max(size, room + room // 2) - room
        self._lengths = np.concatenate([self._lengths, np.zeros(more, dtype=np.int32)])
        self._counts = np.concatenate([self._counts, np.zeros((BINS, more), dtype=np.uint8)], axis=1)

    def _count(self, begin: int, end: int) -> None:
        """Fill in lengths and counts of these slots."""
        texts = self._texts[begin:end]
        self._lengths[begin:end] = [len(text) for text in texts]
        self._long.update(begin + at for at, text in enumerate(texts) if len(text) > LONG)
        short = [text if len(text) <= LONG else "" for text in texts]
        rows = np.repeat(np.arange(len(short)), [len(text) for text in short])
        flat = _bins("".join(short)).astype(np.int64) * len(short) + rows
        table = np.bincount(flat, minlength=BINS * len(short)).reshape(BINS, len(short))
        self._counts[:, begin:end] = table.astype(np.uint8)

    def remove(self, ids: Iterable[int]) -> None:
        """Forget the units with these ids; unknown ids are passed over."""
        with self._lock:
            for number in ids:
                slot = self._slots.pop(number, None)
                unit = self._units[slot] if slot is not None else None
                if slot is None or unit is None:
                    continue
                slots = self._exact[key(unit.source)]
                slots.remove(slot)
                if not slots:
                    del self._exact[key(unit.source)]
                self._units[slot], self._texts[slot] = None, ""
                # nothing in common with anything: never a candidate again
                self._counts[:, slot] = 0
                self._lengths[slot] = 0
                self._long.discard(slot)
            if len(self._units) > 1000 and len(self._slots) < len(self._units) // 2:
                kept = [unit for unit in self._units if unit is not None]
                self._clear()
                self.add(kept)

    def exact(self, text: str) -> list[Match]:
        """The units whose source is this text but for white space and Unicode form, the newest first."""
        with self._lock:
            units = [self._units[slot] for slot in self._exact.get(key(text), ())] if text.strip() else []
        found = [Match(unit=unit, score=1.0, differences=(("=", unit.source),)) for unit in units if unit]
        return sorted(found, key=lambda match: -match.unit.id)

    def search(self, text: str, *, least: float = 0.7, most: int = 5) -> list[Match]:
        """The units most like the text, best first: at least `least` (0..1) alike, at most `most` of them.

        Of units equally like, the newest comes first.
        """
        if most < 1 or not text.strip():
            return []
        with self._lock:
            scored = self._scored(text, least=max(least, 1e-6), most=most)
            units = [(score, self._units[slot]) for slot, score in scored]
        same = key(text)
        best = [(1.0 if key(unit.source) == same else min(score, ALIKE), unit) for score, unit in units if unit]
        best.sort(key=lambda pair: (-pair[0], -pair[1].id))
        return [_match(unit, plain(text), score) for score, unit in best[:most]]

    def _scored(self, text: str, *, least: float, most: int) -> list[tuple[int, float]]:
        """Slots and scores of all that may be among the best `most`, and a few more."""
        slots = dict.fromkeys(self._exact.get(key(text), ()), 1.0)
        asked = self._alphabet.asked(text)
        if not asked:
            return list(slots.items())
        bounds = self._bounds(asked)
        able = np.flatnonzero(bounds >= least)
        if able.size > _FIRST:
            order = np.argpartition(-bounds[able], _FIRST)
            slots = self._measured(asked, able[order[:_FIRST]], least=least) | slots
            best = sorted(slots.values(), reverse=True)[:most]
            least = max(least, best[-1]) if len(best) == most else least
            able = able[order[_FIRST:]]
            able = able[bounds[able] >= least]
        rest = self._measured(asked, [*able, *sorted(self._long)], least=least)
        return list((rest | slots).items())

    def _bounds(self, asked: str) -> np.ndarray:
        """For each slot the most that its likeness can be."""
        size = len(self._units)
        numbers, times = np.unique(_bins(asked), return_counts=True)
        shared = np.zeros(size, dtype=np.uint8 if len(asked) <= LONG else np.uint16)
        row = np.empty(size, dtype=np.uint8)
        for number, count in zip(numbers, times, strict=True):
            np.minimum(self._counts[number, :size], np.uint8(min(count, LONG)), out=row)
            np.add(shared, row, out=shared)
        bounds: np.ndarray = shared.astype(np.float32)
        bounds *= 2
        bounds /= self._lengths[:size] + len(asked)
        # single precision must not push a sentence below its own likeness
        bounds += np.float32(1e-6)
        return bounds

    def _measured(self, asked: str, slots: Sequence[int] | np.ndarray, *, least: float) -> dict[int, float]:
        if not len(slots):
            return {}
        listed = [int(slot) for slot in slots]
        texts = [self._texts[slot] for slot in listed]
        scorer = Indel.normalized_similarity
        scores = process.cdist([asked], texts, scorer=scorer, score_cutoff=least, dtype=np.float64)[0]
        return {slot: float(score) for slot, score in zip(listed, scores, strict=True) if score >= least}


def _match(unit: Unit, asked: str, score: float) -> Match:
    old = plain(unit.source)
    if score == 1.0:
        return Match(unit=unit, score=score, differences=(("=", asked),))
    return Match(unit=unit, score=score, differences=differences(old, asked), only=only(old, asked))
