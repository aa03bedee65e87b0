"""What the workbench shows beside a caption while somebody translates it: the memory, the terms, the machine.

The machine speaks only when asked, within `WAIT` seconds; what it cannot do is told as a sentence, never as an error.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from curation.footage.selectors import sees_locations
from curation.language import concepts, services
from curation.language.errors import LanguageError
from curation.language.memory import MOST_CHARACTERS, clean
from curation.language.models import MemoryUnit
from curation.translation.engine import REASONS as ENGINE_REASONS
from curation.translation.errors import MESSAGES, TranslationCancelled, TranslationError
from curation.translation.memory import Match
from curation.translation.pipeline import REASONS, Proposal

logger = logging.getLogger(__name__)
WAIT = 8.0  # seconds that a page waits for the machine
LEAST = 0.7
MOST = 5


def matches(text: str, *, source: str, target: str) -> list[dict[str, Any]]:
    """Like sentences of the memory, the best first; only such as the memory still has."""
    text = clean(text)[:MOST_CHARACTERS]
    if not text:
        return []
    index = services.memory(source, target)
    found = {match.unit.id: match for match in [*index.exact(text)[:MOST], *index.search(text, least=LEAST, most=MOST)]}
    standing = set(
        MemoryUnit.objects.filter(pk__in=list(found), removed_at=None).values_list("pk", flat=True) if found else ()
    )
    kept = sorted((match for key, match in found.items() if key in standing), key=lambda match: -match.score)
    return [_match(match) for match in kept[:MOST]]


def _match(match: Match) -> dict[str, Any]:
    return {
        "text": match.unit.target,
        "source": match.unit.source,
        "score": match.percent,
        "differences": [list(each) for each in match.differences],
        "unit": match.unit.id,
        "origin": match.unit.origin,
        "only": match.only,
    }


def terms(text: str, *, source: str, target: str, user: Any) -> list[dict[str, Any]]:
    """The terms of a text in order, each with what it may and may not be called in the target language."""
    hits = services.glossary().find(text[:MOST_CHARACTERS], language=source)
    known = concepts.concepts()
    told = []
    for hit in hits:
        concept = known.get(hit.entry.key)
        if concept is None or (concept.exact and not sees_locations(user)):
            continue
        told.append(
            {
                "key": hit.entry.key,
                "kind": hit.entry.kind,
                "source": text[hit.start : hit.end],
                "start": hit.start,
                "end": hit.end,
                "forms": list(dict.fromkeys(form.text for form in hit.entry.written(target))),
                "forbidden": list(dict.fromkeys(form.text for form in hit.entry.forbidden(target))),
                "note": hit.entry.note,
            }
        )
    return told


def machine(text: str, *, source: str, target: str) -> tuple[list[dict[str, Any]], str]:
    """What the machine suggests, and a sentence where it does not."""
    ends = time.monotonic() + WAIT
    try:
        [proposal] = services.propose([text], source=source, target=target, cancelled=lambda: time.monotonic() > ends)
    except TranslationCancelled:
        return [], _("The machine took too long. Translate the whole track instead: that runs in the background.")
    except LanguageError as error:
        return [], str(error)
    except TranslationError as error:
        logger.warning("No machine suggestion: %s", error)
        return [], _(MESSAGES[error.code]) % error.params
    return _suggestions(proposal), sentence(proposal.reason) if proposal.text is None else ""


def _suggestions(proposal: Proposal) -> list[dict[str, Any]]:
    """The proposal and its alternatives that are no memory: those are shown as matches."""
    told = []
    if proposal.text is not None and proposal.method not in {"memory", "fuzzy"}:
        told.append(_suggestion(proposal.text, proposal, proposal.method, proposal.confidence, proposal.flags))
    for other in proposal.alternatives:
        if other.method not in {"memory", "fuzzy"} and all(other.text != one["text"] for one in told):
            flags = (proposal.reason,) if proposal.text is None else ()
            told.append(_suggestion(other.text, proposal, other.method, other.confidence, flags))
    return told


def _suggestion(text: str, proposal: Proposal, method: str, confidence: float, flags: Sequence[str]) -> dict[str, Any]:
    return {
        "text": text,
        "confidence": confidence,
        "engine": " · ".join(name for name in (proposal.engine, proposal.model) if name),
        "method": method,
        "flags": [{"code": code, "says": sentence(code)} for code in flags if code],
    }


def sentence(code: str) -> str:
    """A reason of the engine or of the pipeline in the reader's language; empty for none."""
    english = REASONS.get(code) or ENGINE_REASONS.get(code, "")
    return _(english) if english else ""
