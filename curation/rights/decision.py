"""May this be used, for what, and until when. Pure: facts go in, a decision with its reasons comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from curation.rights.terms import MEDIA, USES, Terms
from curation.rights.territories import WORLD, countries

AUDIENCES = ("public", "partner", "house")


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
    "media_not_licensed": gettext_noop("%(subject)s is not licensed for this medium: %(media)s."),
    "territory_not_licensed": gettext_noop("%(subject)s is not licensed for: %(territories)s."),
    "language_not_licensed": gettext_noop("%(subject)s is not licensed in: %(languages)s."),
    "exclusive": gettext_noop("%(subject)s is promised to one partner alone until %(until)s."),
    "people_unreleased": gettext_noop("%(subject)s shows people who have not given their release."),
    "people_editorial_only": gettext_noop("The people in %(subject)s have released it for editorial use only."),
    "property_unreleased": gettext_noop("%(subject)s shows property whose owner has not released it."),
    "property_editorial_only": gettext_noop("The property in %(subject)s is released for editorial use only."),
    "for_partners_only": gettext_noop("%(subject)s may go to partners under an agreement only, not to the public."),
    "for_the_house_only": gettext_noop("%(subject)s may not leave the house."),
}
"""Why something is refused. `subject`: text; `until`, `since`: aware datetimes, shown in the reader's zone; `use`,
`media`: codes; `territories`, `languages`: codes with a blank between. `words.sentence` says it to its reader."""


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
    Of `terms` every one must allow what is asked.
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
    terms: tuple[Terms, ...] = ()


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


@dataclass(frozen=True)
class Question:
    """What is asked for: one of USES at an aware moment.

    `media` is one of MEDIA, "" for any (for `social` it is social media). `territories` are countries or groups, none
    means the whole world. `languages` (BCP 47) are those in which words go with it. `partner` is who asks. `audience`
    is one of AUDIENCES, by itself the public for `social` and a partner for everything else.

    Raises ValueError for what is unknown and for a naive moment.
    """

    use: str
    at: datetime
    media: str = ""
    territories: Collection[str] = ()
    languages: Collection[str] = ()
    partner: str = ""
    audience: str = ""

    def __post_init__(self) -> None:
        if self.use not in USES:
            raise ValueError(f"unknown use {self.use!r}")
        if self.media and self.media not in MEDIA:
            raise ValueError(f"unknown medium {self.media!r}")
        if self.audience and self.audience not in AUDIENCES:
            raise ValueError(f"unknown audience {self.audience!r}")
        countries(self.territories)


def usage_allowed(
    subject: RightsFacts,
    *,
    use: str,
    at: datetime,
    media: str = "",
    territories: Collection[str] = (),
    languages: Collection[str] = (),
    partner: str = "",
    audience: str = "",
) -> Decision:
    """Decide about one subject, see Question; every reason is given, not only the first.

    An embargo ends, and a licence begins, at its very moment. Raises ValueError for an unknown use, medium or audience
    or a naive datetime, UnknownTerritory (a ValueError) for a territory that no list knows.
    """
    return answer(subject, question=Question(use, at, media, territories, languages, partner, audience))


def answer(subject: RightsFacts, *, question: Question) -> Decision:
    """As `usage_allowed`."""
    _require_zones(subject, at=question.at)
    reasons: list[Reason] = []
    for reason in _reasons(subject, question=question):
        if reason not in reasons:
            reasons.append(reason)
    if reasons:
        return Decision(allowed=False, reasons=tuple(reasons))
    lines = (subject.credit_line, *(terms.credit_line for terms in subject.terms))
    ends = [subject.licence_until, *(terms.until for terms in subject.terms)]
    credits = tuple(dict.fromkeys(line for line in lines if line.strip()))
    return Decision(allowed=True, credits=credits, until=min((end for end in ends if end), default=None))


def usage_of_all_allowed(subjects: Iterable[RightsFacts], *, use: str, at: datetime, **asked: Any) -> Decision:
    """Decide about something made of several subjects: it is as free as the least free of them. `asked`: see Question.

    Nothing at all is allowed for no subjects: raises ValueError, because a clip without sources is a mistake.
    """
    decisions = [usage_allowed(subject, use=use, at=at, **asked) for subject in subjects]
    if not decisions:
        raise ValueError("no subjects to decide about")
    reasons = _together(decisions)
    if reasons:
        return Decision(allowed=False, reasons=reasons)
    lines = tuple(dict.fromkeys(line for decision in decisions for line in decision.credits))
    return Decision(allowed=True, credits=lines, until=min((d.until for d in decisions if d.until), default=None))


def _reasons(subject: RightsFacts, *, question: Question) -> Iterator[Reason]:
    name, at = subject.subject, question.at
    if subject.withdrawn:
        yield Reason("withdrawn", {"subject": name})
    if subject.quarantined:
        yield Reason("quarantined", {"subject": name})
    if subject.embargo_until and at < subject.embargo_until:
        yield Reason("embargoed", {"subject": name, "until": subject.embargo_until})
    yield from _of_period(name, since=subject.licence_since, until=subject.licence_until, at=at)
    if subject.uses is not None and question.use not in subject.uses:
        yield Reason("use_not_licensed", {"subject": name, "use": question.use})
    if subject.credit_required and not subject.credit_line.strip():
        yield Reason("credit_missing", {"subject": name})
    for terms in subject.terms:
        yield from _of_terms(terms, name=name, question=question)


def _of_period(name: str, *, since: datetime | None, until: datetime | None, at: datetime) -> Iterator[Reason]:
    if since and at < since:
        yield Reason("licence_not_begun", {"subject": name, "since": since})
    if until and at >= until:
        yield Reason("licence_ended", {"subject": name, "until": until})


def _of_terms(terms: Terms, *, name: str, question: Question) -> Iterator[Reason]:
    subject, at = {"subject": name}, question.at
    if terms.embargo_until and at < terms.embargo_until:
        yield Reason("embargoed", {**subject, "until": terms.embargo_until})
    yield from _of_period(name, since=terms.since, until=terms.until, at=at)
    promised = terms.exclusive_until and at < terms.exclusive_until
    if promised and question.partner.strip().casefold() != terms.exclusive_to.strip().casefold():
        yield Reason("exclusive", {**subject, "until": terms.exclusive_until})
    if terms.uses is not None and question.use not in terms.uses:
        yield Reason("use_not_licensed", {**subject, "use": question.use})
    media = question.media or ("social" if question.use == "social" else "")
    if terms.media is not None and media not in terms.media and not terms.media.issuperset(MEDIA):
        yield Reason("media_not_licensed", {**subject, "media": media or "any"})
    yield from _of_places(terms, name=name, question=question)
    if lacking := [tag for tag in question.languages if not terms.covers_language(tag)]:
        yield Reason("language_not_licensed", {**subject, "languages": " ".join(sorted(lacking))})
    yield from _of_releases(terms, name=name, use=question.use)
    audience = question.audience or ("public" if question.use == "social" else "partner")
    if terms.sensitivity == "internal" and audience != "house":
        yield Reason("for_the_house_only", subject)
    elif terms.sensitivity == "restricted" and audience == "public":
        yield Reason("for_partners_only", subject)
    if terms.credit_required and not terms.credit_line.strip():
        yield Reason("credit_missing", subject)


def _of_places(terms: Terms, *, name: str, question: Question) -> Iterator[Reason]:
    if terms.territories is None and not terms.without:
        return
    held = terms.countries()
    asked = tuple(question.territories) or (WORLD,)
    if lacking := [code for code in asked if not countries([code]) <= held]:
        yield Reason("territory_not_licensed", {"subject": name, "territories": " ".join(lacking)})


def _of_releases(terms: Terms, *, name: str, use: str) -> Iterator[Reason]:
    for what, release in (("people", terms.people_release), ("property", terms.property_release)):
        if release == "missing":
            yield Reason(f"{what}_unreleased", {"subject": name})
        elif release == "editorial_only" and use == "commercial":
            yield Reason(f"{what}_editorial_only", {"subject": name})


def _together(decisions: Iterable[Decision]) -> tuple[Reason, ...]:
    found: list[Reason] = []
    for decision in decisions:
        found.extend(reason for reason in decision.reasons if reason not in found)
    return tuple(found)


def _require_zones(subject: RightsFacts, *, at: datetime) -> None:
    for moment in (at, subject.embargo_until, subject.licence_since, subject.licence_until):
        if moment is not None and moment.utcoffset() is None:
            raise ValueError("a moment without a zone cannot be compared")
