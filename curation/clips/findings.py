"""What the checks find in a track's captions; kept until something that they read has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext

from curation.clips.models import CaptionTrack, ClipVersion, Cue
from curation.clips.timing import cuts, frame_rate
from curation.language import concepts
from curation.language import services as language
from curation.subtitles import quality
from curation.subtitles.cues import Cue as TimedCue
from curation.subtitles.cues import Document
from curation.subtitles.layout import SHAPES, reflow
from curation.translation.glossary import Glossary

KEPT = 3600  # seconds
MOST_MENDS = 300  # of one track that are shown before they are done; `mending` does them all
Found = tuple[int, str, str, dict[str, Any], str | None, list[float] | None]


@dataclass(frozen=True)
class Stage:
    """What the checks know of a version: its seconds, pictures a second and cuts."""

    duration: float = 0.0
    frame_rate: float | None = None
    cuts: tuple[float, ...] = ()

    @classmethod
    def of(cls, version: ClipVersion | None) -> Stage:
        if version is None:
            return cls()
        return cls(version.duration, frame_rate(version), tuple(cuts(version)))


@dataclass(frozen=True)
class Checked:
    """The captions of a track that have words, as a document, with what the checks are told besides."""

    cues: tuple[Cue, ...]
    document: Document
    options: quality.Options

    @classmethod
    def of(
        cls,
        track: CaptionTrack,
        cues: Sequence[Cue],
        *,
        stage: Stage | None = None,
        source: Sequence[Cue] | None = None,
    ) -> Checked:
        """`stage` and `source` are asked for where they are not given."""
        stage = stage or Stage.of(track.clip.version)
        if source is None and track.source is not None:
            source = list(track.source.cues.all())
        written = tuple(cue for cue in cues if cue.text.strip())
        document = Document(tuple(timed(cue) for cue in written))
        options: quality.Options = {
            "language": track.language,
            "duration": stage.duration,
            "frame_rate": stage.frame_rate,
            "shots": stage.cuts,
            "picture": SHAPES["16:9"],
        }
        if source is not None and track.source is not None:
            by_pk = {cue.pk: cue for cue in source}
            sources = [by_pk.get(cue.source_cue_id or 0) for cue in written]
            options |= {
                "sources": [timed(each) if each else None for each in sources],
                "source_language": track.source.language,
                "stale": frozenset(place for place, cue in enumerate(written) if cue.state == Cue.State.STALE),
            }
        return cls(written, document, options)

    def digest(self) -> str:
        """The hash of everything that the findings depend on, but for the glossary."""
        sources = [each.text if each else None for each in self.options.get("sources") or ()]
        facts = [
            [[cue.start, cue.end, cue.text, cue.settings] for cue in self.document.cues],
            {key: value for key, value in self.options.items() if key not in {"sources", "stale"}},
            sources,
            sorted(self.options.get("stale", ())),
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def terms(self) -> dict[int, Sequence[quality.TermFinding]]:
        """What the glossary finds wrong, by position."""
        sources, tag = self.options.get("sources"), self.options.get("source_language")
        if not sources or not tag:
            return {}
        glossary, target = language.glossary(), self.options["language"]
        told = {
            place: _terms(glossary, source.text, cue.text, tag, target)
            for place, (source, cue) in enumerate(zip(sources, self.document.cues, strict=True))
            if source is not None and source.text.strip()
        }
        return {place: found for place, found in told.items() if found}


@lru_cache(maxsize=20_000)
def _terms(glossary: Glossary, source: str, target: str, begin: str, end: str) -> tuple[quality.TermFinding, ...]:
    """What the glossary, another one after each change, says of one pair; known again while others are written."""
    return tuple(glossary.check(source, target, source=begin, target=end))


def timed(cue: Cue) -> TimedCue:
    return TimedCue(start=cue.start, end=cue.end, text=cue.text, settings=cue.settings)


def findings(checked: Checked) -> list[dict[str, Any]]:
    """What a reviewer should look at, by cue, as sentences in the reader's language.

    [{cue, code, severity, says, mend: the text after a safe mend or null, times: [start, end] after it or null}]
    """
    return [
        {
            "cue": checked.cues[place].pk,
            "code": code,
            "severity": severity,
            "says": gettext(quality.MESSAGES[code]) % params,
            "mend": mend,
            "times": times,
        }
        for place, code, severity, params, mend, times in _found(checked)
    ]


def _glossary() -> str:
    """Another one after every change of a term."""
    return hashlib.sha256(repr(concepts.state()).encode()).hexdigest()[:16]


def _found(checked: Checked) -> list[Found]:
    key = f"findings:{_glossary()}:{checked.digest()}"
    known = cache.get(key)
    if known is None:
        known = _look(checked)
        cache.set(key, known, KEPT)
    return list(known)


def _look(checked: Checked) -> list[Found]:
    options: quality.Options = {**checked.options, "terms": checked.terms()}
    tag = options["language"]
    # As they will be shown: nobody breaks lines by hand, what burns them in and what plays them does.
    shown = Document(
        tuple(
            TimedCue(start=cue.start, end=cue.end, text=reflow(cue.text, language=tag), settings=cue.settings)
            for cue in checked.document.cues
        )
    )
    found: list[Found] = []
    tried = 0
    for each in quality.check(shown, **options):
        cue = checked.document.cues[each.cue_index]
        mended = None
        if each.code in quality.MENDABLE and tried < MOST_MENDS:
            tried += 1
            mended = quality.mend(checked.document, each, **options)
        after = mended.document.cues[each.cue_index] if mended else None
        # A translation stands at its source's times: only its words can be put right.
        moved = after is not None and (after.start, after.end) != (cue.start, cue.end) and "sources" not in options
        useful = after is not None and (after.text != cue.text or moved)
        found.append(
            (
                each.cue_index,
                each.code,
                each.severity,
                dict(each.params),
                after.text if after and useful else None,
                [after.start, after.end] if after and moved else None,
            )
        )
    return found
