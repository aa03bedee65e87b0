"""May this be used, for what, and until when. Pure: facts go in, a decision with its reasons comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

USES = ("editorial", "broadcast", "social", "education", "research", "commercial")
"""What a licence can be for; `social` is what our own channels do."""


def gettext_noop(message: str) -> str:
    """Mark `message` for the translation catalogue and hand it back unchanged."""
    return message


MESSAGES: Mapping[str, str] = {
    "withdrawn": gettext_noop("%(subject)s has been withdrawn and may not be used any more."),
    "quarantined": gettext_noop("%(subject)s is in quarantine until a ranger has looked at it."),
    "embargoed": gettext_noop("%(subject)s is under embargo until %(until)s."),
    "licence_not_begun": gettext_noop("The licence for %(subject)s begins on %(since)s."),
    "licence_ended": gettext_noop("The licence for %(subject)s ended on %(until)s."),
    "use_not_licensed": gettext_noop("%(subject)s is not licensed for this use: %(use)s."),
    "credit_missing": gettext_noop("%(subject)s may only be used with a credit line, and none is given."),
}
"""Why something is refused. `subject`, `use`: text; `until`, `since`: aware datetimes, shown in the reader's zone."""


@dataclass(frozen=True)
class Reason:
    """Why not. `code` is a key of MESSAGES, `params` fills the sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return MESSAGES[self.code] % self.params


@dataclass(frozen=True)
class RightsFacts:
    """What is known of one subject (a piece of footage, a clip, a download) when its use is asked for.

    `subject` names it for people. Moments are aware datetimes. `uses` are the licensed ones of USES; None means that
    it is our own and every use is free. `licence_until` is the first moment that is not covered any more.
    """

    subject: str
    withdrawn: bool = False
    quarantined: bool = False
    embargo_until: datetime | None = None
    licence_since: datetime | None = None
    licence_until: datetime | None = None
    uses: frozenset[str] | None = None
    credit_required: bool = False
    credit_line: str = ""


@dataclass(frozen=True)
class Decision:
    """The answer. `reasons` is empty exactly when `allowed`; `credits` are the lines that must be shown.

    `until`: when allowed, the first moment at which it will not be any more (None: no end is known). When refused,
    None.
    """

    allowed: bool
    reasons: tuple[Reason, ...] = ()
    credits: tuple[str, ...] = ()
    until: datetime | None = None


def usage_allowed(subject: RightsFacts, *, use: str, at: datetime) -> Decision:
    """Decide about one subject for one of USES at an aware moment; every reason is given, not only the first.

    An embargo ends, and a licence begins, at its very moment. Raises ValueError for an unknown use or a naive datetime.
    """
    if use not in USES:
        raise ValueError(f"unknown use {use!r}")
    _require_zones(subject, at=at)
    reasons = tuple(_reasons(subject, use=use, at=at))
    if reasons:
        return Decision(allowed=False, reasons=reasons)
    credit = (subject.credit_line,) if subject.credit_line else ()
    return Decision(allowed=True, credits=credit, until=subject.licence_until)


def usage_of_all_allowed(subjects: Iterable[RightsFacts], *, use: str, at: datetime) -> Decision:
    """Decide about something made of several subjects: it is as free as the least free of them.

    Nothing at all is allowed for no subjects: raises ValueError, because a clip without sources is a mistake.
    """
    decisions = [usage_allowed(subject, use=use, at=at) for subject in subjects]
    if not decisions:
        raise ValueError("no subjects to decide about")
    reasons = _together(decisions)
    if reasons:
        return Decision(allowed=False, reasons=reasons)
    lines = tuple(dict.fromkeys(line for decision in decisions for line in decision.credits))
    return Decision(allowed=True, credits=lines, until=min((d.until for d in decisions if d.until), default=None))


def _reasons(subject: RightsFacts, *, use: str, at: datetime) -> Iterable[Reason]:
    name = subject.subject
    if subject.withdrawn:
        yield Reason("withdrawn", {"subject": name})
    if subject.quarantined:
        yield Reason("quarantined", {"subject": name})
    if subject.embargo_until and at < subject.embargo_until:
        yield Reason("embargoed", {"subject": name, "until": subject.embargo_until})
    if subject.licence_since and at < subject.licence_since:
        yield Reason("licence_not_begun", {"subject": name, "since": subject.licence_since})
    if subject.licence_until and at >= subject.licence_until:
        yield Reason("licence_ended", {"subject": name, "until": subject.licence_until})
    if subject.uses is not None and use not in subject.uses:
        yield Reason("use_not_licensed", {"subject": name, "use": use})
    if subject.credit_required and not subject.credit_line.strip():
        yield Reason("credit_missing", {"subject": name})


def _together(decisions: Iterable[Decision]) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for decision in decisions:
        found.extend(reason for reason in decision.reasons if reason not in found)
    return tuple(found)


def _require_zones(subject: RightsFacts, *, at: datetime) -> None:
    for moment in (at, subject.embargo_until, subject.licence_since, subject.licence_until):
        if moment is not None and moment.utcoffset() is None:
            raise ValueError("a moment without a zone cannot be compared")
