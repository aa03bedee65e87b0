"""Writes the download ledger: who, what, which version, under which terms, when and from where."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.partners.models import Copy, DownloadMoment, Member

Kind = DownloadMoment.Kind
HEAD = (
    "at", "kind", "download", "organisation", "member", "agreement", "clip", "version", "file", "terms_hash", "reason",
    "address", "agent", "start",
)  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """Where something was asked from."""

    address: str | None = None
    agent: str = ""


def origin_of(request: HttpRequest) -> Origin:
    """The address as `config.proxies` has found it."""
    return Origin(request.META.get("REMOTE_ADDR") or None, request.headers.get("User-Agent", "")[:200])


def note(
    kind: str,
    *,
    copy: Copy | None = None,
    member: Member | None = None,
    origin: Origin | None = None,
    **fields: Any,
) -> DownloadMoment:
    """Add a moment. What is known of the copy and the member is written beside it."""
    who = member or (copy.member if copy else None)
    told: dict[str, Any] = {}
    if who is not None:
        told |= {"member_key": who.pk, "member": str(who.user)[:200]}
        told |= {"organisation_key": who.organisation_id, "organisation": who.organisation.name}
    if copy is not None:
        told |= {"download": copy.pk, "clip": copy.title, "version": copy.version_number, "terms_hash": copy.terms_hash}
        told |= {"clip_key": copy.offer.clip_id if copy.offer else None}
        told |= {"agreement": copy.agreement.title if copy.agreement else ""}
    if origin is not None:
        told |= {"address": origin.address, "agent": origin.agent}
    return DownloadMoment.objects.create(kind=kind, **{**told, **fields})


def moments(*, member: Member | None = None, organisation: int | None = None) -> QuerySet[DownloadMoment]:
    """Newest first: of one member's organisation, or of all."""
    rows = DownloadMoment.objects.all()
    if member is not None:
        return rows.filter(organisation_key=member.organisation_id)
    return rows.filter(organisation_key=organisation) if organisation else rows


def places(download: uuid.UUID) -> set[str]:
    """Addresses from which files of a download were taken."""
    rows = DownloadMoment.objects.filter(
        download=download, kind__in=[Kind.FETCHED, Kind.RESUMED], address__isnull=False
    )
    return {str(each) for each in rows.order_by().values_list("address", flat=True).distinct()}


def lines(rows: QuerySet[DownloadMoment]) -> Iterator[list[Any]]:
    """For a table with HEAD, oldest first."""
    for row in rows.order_by("id").iterator(chunk_size=500):
        yield [row.at.isoformat(), row.kind, str(row.download or ""), *(getattr(row, name) for name in HEAD[3:])]
