"""What the checks are told besides the captions themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Required, TypedDict

from curation.subtitles import markup
from curation.subtitles.cues import Cue
from curation.subtitles.languages import Language
from curation.subtitles.languages import language as find_language
from curation.subtitles.limits import Limits, limits_for
from curation.subtitles.quality.findings import TermFinding

LONGEST = 2_000  # characters: no caption; what lies behind is not looked at for spelling and is never mended
_USUAL_RATE = 25.0  # frames a second, for the rules that count in frames, where nobody said how many


class Options(TypedDict, total=False):
    """The keywords of `check`, `mend` and `mend_all`, explained at `Setting`; only `language` must be given."""

    language: Required[str]
    duration: float | None
    frame_rate: float | None
    picture: tuple[int, int] | None
    shots: Sequence[float]
    sources: Sequence[Cue | None] | None
    source_language: str
    stale: Collection[int]
    terms: Mapping[int, Sequence[TermFinding]] | None


@dataclass(frozen=True, slots=True)
class Setting:
    """The options of `check`, made once for a document.

    `duration` of the clip and `shots` (cuts) are seconds, `frame_rate` frames a second, `picture` width and height in
    pixels. `sources` are the cues translated from, by the position of the document's own; `stale` holds positions.
    """

    language: str
    duration: float | None = None
    frame_rate: float | None = None
    picture: tuple[int, int] | None = None
    shots: Sequence[float] = ()
    sources: Sequence[Cue | None] | None = None
    source_language: str = ""
    stale: Collection[int] = frozenset()
    terms: Mapping[int, Sequence[TermFinding]] | None = None
    spoken: Language = field(init=False)
    source_spoken: Language | None = field(init=False)
    limits: Limits = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spoken", find_language(self.language))
        object.__setattr__(self, "source_spoken", find_language(self.source_language) if self.source_language else None)
        object.__setattr__(self, "limits", limits_for(self.language))
        object.__setattr__(self, "shots", tuple(sorted(self.shots)))

    @property
    def rate(self) -> float:
        """Frames a second: what was given, or the usual."""
        return self.frame_rate or _USUAL_RATE

    @property
    def gap(self) -> float:
        """The least seconds between two captions."""
        return self.limits.minimum_gap_frames / self.rate

    def source(self, index: int) -> Cue | None:
        """The cue that the one at `index` was translated from."""
        if self.sources is None or self.source_spoken is None or index >= len(self.sources):
            return None
        return self.sources[index]


def plain_text(text: str) -> str:
    """A cue's text as it is read, without tags."""
    return markup.plain(text) if "<" in text or "&" in text else text
