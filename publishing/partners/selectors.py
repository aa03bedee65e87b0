"""What the partners' pages read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from curation.clips.models import Clip, ClipVersion
from curation.footage.models import CollectionItem, Observation
from publishing.partners.models import Agreement, FootageRequest, Member, Offer, Organisation


def organisations(*, words: str = "") -> QuerySet[Organisation]:
    """Organisations with their agreements, by name."""
    rows = Organisation.objects.prefetch_related("agreements__clips", "agreements__species", "agreements__collections")
    return rows.filter(name__icontains=words) if words else rows


def standing(agreement: Agreement, *, today: date | None = None) -> str:
    """One of coming, running, ended."""
    day = today or timezone.localdate()
    if agreement.starts_on > day:
        return "coming"
    return "ended" if agreement.ends_on and agreement.ends_on < day else "running"


def agreement_rows(organisation: Organisation) -> list[dict[str, object]]:
    """Agreements with how they stand today."""
    return [
        {"agreement": each, "standing": standing(each), "clips": _covered(each)}
        for each in organisation.agreements.all()
    ]


def _covered(agreement: Agreement) -> int:
    """How many clips an agreement covers now; what only names its clips is not asked for."""
    if not agreement.species.all() and not agreement.collections.all():
        return len(agreement.clips.all())
    return covered_clips(Agreement.objects.filter(pk=agreement.pk)).count()


def member_of(user: object) -> Member | None:
    """The partner's account of a user that is signed in; None for staff, strangers and closed accounts."""
    if not getattr(user, "is_active", False) or not getattr(user, "is_authenticated", False):
        return None
    rows = Member.objects.select_related("organisation", "user")
    return rows.filter(user_id=user.pk, closed_at=None).first()  # type: ignore[attr-defined]


def running_agreements(organisation: Organisation, *, today: date | None = None) -> QuerySet[Agreement]:
    """Those in force today."""
    day = today or timezone.localdate()
    rows = organisation.agreements.filter(starts_on__lte=day)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=day))


def covered_clips(agreements: QuerySet[Agreement]) -> QuerySet[Clip]:
    """Clips that one of the agreements covers: by name, by a collection of footage, by a species seen on it.

    Whether rights allow them is asked for each, see `curation.rights`.
    """
    ids = list(agreements.values_list("pk", flat=True))
    # What a clip is made of now, not what an older version was.
    newest = ClipVersion.objects.filter(clip=OuterRef("pk")).order_by("-number").values("pk")[:1]
    return Clip.objects.annotate(newest=Subquery(newest)).filter(_covered_by(ids, clip="pk", version="newest"))


def covered_offers(agreements: Sequence[int]) -> QuerySet[Offer]:
    """Offers that stand and that one of these agreements covers, by what the offered version is made of."""
    rows = Offer.objects.filter(withdrawn_at=None)
    return rows.filter(_covered_by(agreements, clip="clip_id", version="version_id"))


def _covered_by(agreements: Sequence[int], *, clip: str, version: str) -> Q:
    collected = CollectionItem.objects.filter(
        collection__in=Agreement.collections.through.objects.filter(agreement__in=agreements).values("collection"),
        footage__segments__version=OuterRef(version),
    )
    seen = Observation.objects.filter(
        taxon__in=Agreement.species.through.objects.filter(agreement__in=agreements).values("taxon"),
        footage__segments__version=OuterRef(version),
    )
    named = Agreement.clips.through.objects.filter(agreement__in=agreements, clip=OuterRef(clip))
    return Q(Exists(named)) | Q(Exists(collected)) | Q(Exists(seen))


def open_requests() -> int:
    """How many requests of partners wait for an answer."""
    return FootageRequest.objects.filter(state=FootageRequest.State.OPEN).count()
