"""Mends that are safe without a person: no word is changed, no caption comes or goes, and no new finding is made.

A mend is tried, the cues around it are checked again, and it is kept only where its finding is gone and none has come.
So mending always ends, and mending what was mended changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from curation.subtitles.cues import Cue, Document
from curation.subtitles.quality import retiming, wording
from curation.subtitles.quality.checking import check_cue
from curation.subtitles.quality.findings import Finding
from curation.subtitles.quality.retiming import Changes
from curation.subtitles.quality.setting import Options, Setting
from curation.subtitles.quality.timing import is_time
from curation.subtitles.quality.typography import RULES

_Mend = Callable[[Sequence[Cue], int, Setting], Iterator[Changes]]
_REACH = 2  # cues before and after one that its mend, or the check of it, looks at


@dataclass(frozen=True, slots=True)
class Change:
    """One cue that was mended: where, because of which finding, and what it was and became."""

    cue_index: int
    code: str
    before: Cue
    after: Cue


@dataclass(frozen=True, slots=True)
class Mended:
    """The document after mending, and what was done in order."""

    document: Document
    changes: tuple[Change, ...]


def mend(document: Document, finding: Finding, **options: Unpack[Options]) -> Mended | None:
    """The document with one finding mended, or None where only a person can. Options as for `check`."""
    work = _Work(document, Setting(**options))
    if not 0 <= finding.cue_index < len(work.cues) or not work.mend(finding.cue_index, finding.code):
        return None
    return work.result()


def mend_all(
    document: Document,
    *,
    codes: Collection[str] | None = None,
    cues: Collection[int] | None = None,
    **options: Unpack[Options],
) -> Mended:
    """Mend all that is safe: of the given `codes` and of the cues at the given positions, or everything.

    Options as for `check`. Raises SubtitleError `unknown_language`.
    """
    work = _Work(document, Setting(**options))
    wanted = MENDABLE if codes is None else MENDABLE & frozenset(codes)
    chosen = range(len(work.cues)) if cues is None else sorted(set(cues) & set(range(len(work.cues))))
    waiting = dict.fromkeys(chosen)
    while waiting:
        index = next(iter(waiting))
        del waiting[index]
        for code in _ORDER:
            if code in wanted and work.findings(index)[code] and work.mend(index, code):
                near = range(max(0, index - _REACH), min(len(work.cues), index + _REACH + 1))
                waiting.update(dict.fromkeys(each for each in near if cues is None or each in cues))
    return work.result()


class _Work:
    """A document while it is mended; findings are counted by code and remembered by cue."""

    def __init__(self, document: Document, setting: Setting) -> None:
        self.document = document
        self.setting = setting
        self.cues = list(document.cues)
        self.changes: list[Change] = []
        self._known: dict[int, Counter[str]] = {}

    def findings(self, index: int) -> Counter[str]:
        if index not in self._known:
            self._known[index] = self._checked(index)
        return self._known[index]

    def mend(self, index: int, code: str) -> bool:
        """Try what there is against a finding; True when one mend was kept."""
        if code not in _MENDS or not self.findings(index)[code] or not is_time(self.cues[index]):
            return False
        for changed in _MENDS[code](self.cues, index, self.setting):
            before = {place: self.cues[place] for place in changed}
            if changed != before and self._try(index, code, changed):
                self.changes += [Change(at, code, before[at], cue) for at, cue in changed.items() if cue != before[at]]
                return True
        return False

    def _try(self, index: int, code: str, changed: Changes) -> bool:
        touched = sorted({at for place in changed for at in (place, place + 1) if at < len(self.cues)} | {index})
        before = {at: self.findings(at) for at in touched}
        kept = {place: self.cues[place] for place in changed}
        self._put(changed)
        after = {at: self._checked(at) for at in touched}
        if not after[index][code] and all(after[at] <= before[at] for at in touched):
            self._known.update(after)
            return True
        self._put(kept)
        return False

    def _put(self, changed: Changes) -> None:
        for place, cue in changed.items():
            self.cues[place] = cue

    def _checked(self, index: int) -> Counter[str]:
        previous = self.cues[index - 1] if index else None
        found = check_cue(self.cues[index], index, previous, self.setting)
        return Counter(finding.code for finding in found)

    def result(self) -> Mended:
        return Mended(replace(self.document, cues=tuple(self.cues)), tuple(self.changes))


def _reworded(change: Callable[[str, Setting], str]) -> _Mend:
    def mended(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
        yield {index: replace(cues[index], text=change(cues[index].text, setting))}

    return mended


def _typeset(code: str) -> _Mend:
    return _reworded(lambda text, setting: wording.typeset(text, code, setting.spoken))


def _broken(cues: Sequence[Cue], index: int, setting: Setting) -> Iterator[Changes]:
    for text in wording.broken(cues[index].text, setting.spoken):
        yield {index: replace(cues[index], text=text)}


# text first, since it decides how long a caption must be read
_MENDS: dict[str, _Mend] = {
    "control_characters": _reworded(lambda text, _: wording.visible(text)),
    "unbalanced_tags": _reworded(lambda text, _: wording.balanced(text)),
    "unbalanced_direction": _reworded(lambda text, _: wording.directed(text)),
    "no_italics": _reworded(lambda text, _: wording.upright(text)),
    "white_space": _reworded(lambda text, _: wording.spaced(text)),
    **{code: _typeset(code) for code in RULES},
    **dict.fromkeys(("line_too_long", "too_many_lines", "bad_line_start", "bad_line_end", "widow"), _broken),
    "outside": retiming.inside,
    "overlap": retiming.parted,
    "small_gap": retiming.parted,
    "starts_near_shot": retiming.started_on_shot,
    "ends_near_shot": retiming.ended_on_shot,
    "off_frame": retiming.started_on_frame,
    "off_frame_end": retiming.ended_on_frame,
    "too_short": retiming.longer,
    "too_fast": retiming.longer,
}
_ORDER = tuple(_MENDS)
MENDABLE = frozenset(_MENDS)
