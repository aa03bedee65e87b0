"""The rights of footage: what `curation.rights` needs to know to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from curation.footage.models import Deployment, Footage, TermsAttachment
from curation.rights.decision import RightsFacts
from curation.rights.models import LicenceTerms
from curation.rights.terms import Terms


def facts_of(footage: Sequence[Footage], *, subject: str = "") -> list[RightsFacts]:
    """What is known of each piece, in the same order; `subject` names it where its number shall not."""
    terms = terms_of(footage)
    return [
        RightsFacts(
            subject=subject or str(each),
            withdrawn=each.state == Footage.State.WITHDRAWN,
            quarantined=each.state == Footage.State.QUARANTINED or bool(each.alarm),
            embargo_until=each.embargo_until,
            terms=tuple(row.terms for row in terms[each.pk]),
        )
        for each in footage
    ]


def terms_under(footage: Sequence[Footage]) -> tuple[Terms, ...]:
    """All terms of several pieces, each once: what is made of them is under all of these."""
    found = {row.pk: row for rows in terms_of(footage).values() for row in rows}
    return tuple(row.terms for row in found.values())


def terms_of(footage: Sequence[Footage]) -> dict[int, list[LicenceTerms]]:
    """Terms of each piece by its key, each once, by name."""
    cameras = _cameras(footage)
    named = {name for name in cameras.values() if name}
    rows = TermsAttachment.objects.filter(
        Q(footage__in=[each.pk for each in footage])
        | Q(station__in={each.station_id for each in footage if each.station_id})
        | Q(package__in={each.package_id for each in footage if each.package_id})
        | Q(camera__in=named)
    ).select_related("terms__current")
    found: dict[int, dict[int, LicenceTerms]] = defaultdict(dict)
    for row in rows.order_by("terms__name"):
        for each in footage:
            if _covers(row, each, camera=cameras.get(each.deployment_id or 0, "")):
                found[each.pk][row.terms_id] = row.terms
    return defaultdict(list, {key: list(under.values()) for key, under in found.items()})


def refusing(*, at: Any, language: Any, footage: str = "footage") -> QuerySet[TermsAttachment]:
    """For an Exists over rows that point at footage by the field `footage`: terms that keep it off our own channels.

    at: an aware datetime or an expression; language: a tag or an expression. It decides as `usage_allowed` does for
    social media, the whole world and that language.
    """
    tag = Value(language) if isinstance(language, str) else language
    primary = Func(tag, Value("-"), Value(1), function="split_part")
    return (
        TermsAttachment.objects.annotate(
            whole=Func(_languages(), Cast(tag, TextField()), function="array_position"),
            part=Func(_languages(), Cast(primary, TextField()), function="array_position"),
        )
        .filter(
            Q(footage=OuterRef(f"{footage}_id"))
            | Q(station=OuterRef(f"{footage}__station_id"))
            | Q(package=OuterRef(f"{footage}__package_id"))
            | Q(camera__gt="", camera=OuterRef(f"{footage}__deployment__camera_id"))
        )
        .filter(
            Q(terms__refused=True)
            | Q(terms__begins_at__gt=at)
            | Q(terms__ends_at__lte=at)
            | Q(terms__languages__isnull=False, whole__isnull=True, part__isnull=True)
        )
    )


def _languages() -> Any:
    return Func(F("terms__languages"), template="%(expressions)s::text[]", output_field=TextField())


def _cameras(footage: Sequence[Footage]) -> dict[int, str]:
    keys = {each.deployment_id for each in footage if each.deployment_id}
    return dict(Deployment.objects.filter(pk__in=keys).values_list("pk", "camera_id")) if keys else {}


def _covers(row: TermsAttachment, footage: Footage, *, camera: str) -> bool:
    return (
        row.footage_id == footage.pk
        or (row.station_id is not None and row.station_id == footage.station_id)
        or (row.package_id is not None and row.package_id == footage.package_id)
        or bool(row.camera and row.camera == camera)
    )
