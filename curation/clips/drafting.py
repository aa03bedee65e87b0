"""What memory and machine propose for the captions of a track: in whole sentences, cut into captions again.

Captions are joined into sentences before they are translated, and the translations cut in step with the picture. A
caption that the memory knows as it stands is taken from there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from curation.clips.models import Cue
from curation.language import services as language
from curation.subtitles import markup
from curation.subtitles.languages import language as find_language
from curation.subtitles.layout import joined as one_line
from curation.subtitles.layout import reflow
from curation.subtitles.limits import limits_for
from curation.translation.engine import Cancelled, OnProgress
from curation.translation.joining import Sentence, TimedText, cut_back, joined
from curation.translation.pipeline import Proposal

# From the least trusted to the most: a caption of two sentences is as good as the lesser one.
TRUST = ("none", "machine", "rewritten", "mended", "fuzzy", "memory")
MOST_ALTERNATIVES = 6


@dataclass(frozen=True)
class Draft:
    """What is proposed for one caption; `text` is None where it is left to a person, for `reason`."""

    text: str | None
    method: str = "none"
    match: int | None = None
    confidence: float | None = None
    engine: str = ""
    reason: str = ""
    memory: tuple[int, ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Piece:
    """One sentence's share in one caption."""

    text: str | None
    sentence: Sentence
    proposal: Proposal
    part: int


def said(text: str, *, language: str) -> str:
    """A caption's text as it is spoken: without tags and line breaks."""
    return " ".join(one_line(markup.plain(text), language=language).split())


def drafts(
    cues: Sequence[Cue],
    *,
    wanted: Collection[int],
    source: str,
    target: str,
    cancelled: Cancelled | None = None,
    on_progress: OnProgress | None = None,
) -> dict[int, Draft]:
    """Proposals by primary key for those of a track's captions that are wanted; the others give them their context.

    Raises LanguageError and TranslationError as `language.services.propose`.
    """
    spoken = [TimedText(start=cue.start, end=cue.end, text=said(cue.text, language=source)) for cue in cues]
    known = _remembered(
        {place: each.text for place, each in enumerate(spoken) if cues[place].pk in wanted},
        source=source,
        target=target,
    )
    left = {place for place, cue in enumerate(cues) if cue.pk in wanted and place not in known}
    sentences = [one for one in joined(spoken, source) if any(part.cue in left for part in one.parts)]
    proposals = language.propose(
        [one.text for one in sentences], source=source, target=target, cancelled=cancelled, on_progress=on_progress
    )
    pieces: dict[int, list[_Piece]] = {place: [] for place in left}
    for sentence, proposal in zip(sentences, proposals, strict=True):
        for number, text in enumerate(_cut(sentence, proposal.text, target=target)):
            place = sentence.parts[number].cue
            if place in pieces:
                pieces[place].append(_Piece(text, sentence, proposal, number))
    found = {place: _draft(parts, target=target) for place, parts in pieces.items()} | known
    return {cues[place].pk: draft for place, draft in found.items()}


def _remembered(texts: Mapping[int, str], *, source: str, target: str) -> dict[int, Draft]:
    """Captions that the memory knows word for word, as long as today's glossary agrees with what it says."""
    index, glossary = language.memory(source, target), language.glossary()
    found: dict[int, Draft] = {}
    for place, text in texts.items():
        for match in index.exact(text)[:1] if text else ():
            if not glossary.check(text, match.unit.target, source=source, target=target):
                found[place] = Draft(
                    text=reflow(markup.escape(match.unit.target), language=target),
                    method="memory",
                    match=100,
                    memory=(match.unit.id,),
                    provenance={"memory": [match.unit.id]},
                )
    return found


def _cut(sentence: Sentence, text: str | None, *, target: str) -> list[str | None]:
    if text is None:
        return [None] * len(sentence.parts)
    limits = limits_for(target)
    cut = cut_back(sentence, text, language=target, line=limits.characters_a_line, lines=limits.lines)
    return [piece or None for piece in cut]


def _draft(pieces: Sequence[_Piece], *, target: str) -> Draft:
    """One caption of its sentences' shares."""
    if not pieces:
        return Draft(None, reason="empty")
    proposals = [piece.proposal for piece in pieces]
    provenance = _provenance(pieces, target=target)
    units = tuple(each.memory for each in proposals if each.memory is not None)
    weakest = min(proposals, key=lambda each: TRUST.index(each.method) if each.method in TRUST else 0)
    engines = " · ".join(name for name in (weakest.engine, weakest.model) if name)
    texts = [piece.text for piece in pieces if piece.text]
    if len(texts) < len(pieces):
        reason = next((each.reason for each in proposals if each.text is None), "") or "unsure"
        return Draft(None, engine=engines, reason=reason, provenance=provenance)
    matches = [each.match for each in proposals]
    return Draft(
        text=reflow(markup.escape(_joined(texts, target)), language=target),
        method=weakest.method,
        match=min(matches) or None,
        confidence=min(each.confidence for each in proposals) or None,
        engine=engines,
        memory=units if weakest.method == "memory" else (),
        provenance=provenance,
    )


def _joined(texts: Iterable[str], target: str) -> str:
    return ("" if find_language(target).is_ideographic else " ").join(texts)


def _provenance(pieces: Sequence[_Piece], *, target: str) -> dict[str, Any]:
    """All that is known of how the text came to be, as the workbench and an auditor read it."""
    proposals = [piece.proposal for piece in pieces]
    return {
        "sentences": [piece.sentence.text for piece in pieces],
        "terms": [
            {"key": use.key, "source": use.source_text, "target": use.target_text, "ok": use.ok}
            for proposal in proposals
            for use in proposal.terms
        ],
        "alternatives": _alternatives(pieces[0], target=target) if len(pieces) == 1 else [],
        "flags": list(
            dict.fromkeys(code for proposal in proposals for code in (*proposal.flags, proposal.reason) if code)
        ),
        "memory": [proposal.memory for proposal in proposals if proposal.memory is not None],
    }


def _alternatives(piece: _Piece, *, target: str) -> list[dict[str, Any]]:
    """What else was thought of for this caption's share of its sentence."""
    told = []
    for other in piece.proposal.alternatives[:MOST_ALTERNATIVES]:
        share = _cut(piece.sentence, other.text, target=target)[piece.part]
        if share and share != piece.text:
            told.append(
                {
                    "text": reflow(markup.escape(share), language=target),
                    "confidence": other.confidence,
                    "method": other.method,
                    "match": other.match or None,
                    "source": other.source,
                    "differences": [list(each) for each in other.differences],
                }
            )
    return told
