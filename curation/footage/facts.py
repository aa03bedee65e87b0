"""What a footage page tells of its file: each fact only to those who may know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from curation.footage.arrivals import public_tags
from curation.footage.cards import length_of, moment_of
from curation.footage.licensing.asking import facts_of, terms_of
from curation.footage.models import Arrival, Footage
from curation.footage.selectors import sees_locations
from curation.rights.decision import usage_allowed
from curation.rights.models import LicenceTerms
from curation.rights.words import sentence

CAPTURED_FROM = {
    "container": gettext_lazy("from the file itself"),
    "file_name": gettext_lazy("from the file's name"),
    "folder": gettext_lazy("from the folder's name"),
    "person": gettext_lazy("entered by a person"),
    "api": gettext_lazy("as the monitoring system says"),
    "package": gettext_lazy("as the imported package says"),
}


@dataclass(frozen=True)
class Fact:
    """A label and what is known; `note` says how it is known."""

    label: str
    value: str
    note: str = ""


def facts_for(footage: Footage, *, user: Any) -> list[Fact]:
    """All facts that this person may see, in reading order; what is unknown is said to be."""
    place = footage.station.zone if footage.station else _("Unknown")
    told = [Fact(_("Zone"), place)]
    if sees_locations(user):
        told += _exact_place(footage)
    if footage.captured_at:
        source = str(CAPTURED_FROM.get(footage.captured_source, ""))
        told.append(Fact(_("Filmed"), moment_of(footage), source))
    else:
        told.append(Fact(_("Filmed"), _("Unknown")))
    told.append(Fact(pgettext("of footage", "Light"), str(footage.get_light_display() or _("Unknown"))))
    if footage.duration is not None:
        rate = number_format(f"{footage.frame_rate or 0:.4g}")
        note = _("%(rate)s frames a second") % {"rate": rate} if footage.frame_rate else ""
        told.append(Fact(_("Length"), length_of(footage), note))
    if footage.width:
        told.append(
            Fact(_("Picture"), f"{footage.width} × {footage.height}", str(footage.probe.get("video_codec", "")))
        )
    told.append(Fact(_("File size"), filesizeformat(footage.size)))
    if footage.proxy:
        told.append(Fact(_("Played as"), _("a version made for the browser"), _("clips are cut from the original")))
    if footage.fingerprint:
        told.append(Fact(_("Fingerprint"), f"{footage.fingerprint[:16]}…", "BLAKE3"))
    tags = footage.tags if sees_locations(user) else public_tags(footage.tags)
    if tags:
        told.append(Fact(_("Folders"), " › ".join(tags)))
    if footage.notes:
        told.append(Fact(_("Notes"), footage.notes))
    return told


def _exact_place(footage: Footage) -> list[Fact]:
    told = []
    station = footage.station
    if station:
        told.append(Fact(_("Station"), station.code, station.name))
        if station.latitude is not None and station.longitude is not None:
            told.append(Fact(_("Position"), f"{station.latitude:.5f}, {station.longitude:.5f}", _("for rangers only")))
    told.append(Fact(_("Original name"), footage.original_name, footage.folder))
    return told


@dataclass(frozen=True)
class Rights:
    """Whether our own channels may show it, the sentences that say why not, the terms it is under and its credits."""

    allowed: bool
    sentences: tuple[str, ...]
    terms: tuple[LicenceTerms, ...]
    credits: tuple[str, ...]
    until: str = ""


def rights_of(footage: Footage) -> Rights:
    """The decision about publishing on our own channels, now."""
    (facts,) = facts_of([footage], subject=_("This footage"))
    decision = usage_allowed(facts, use="social", at=timezone.now())
    return Rights(
        allowed=decision.allowed,
        sentences=tuple(sentence(each) for each in decision.reasons),
        terms=tuple(terms_of([footage])[footage.pk]),
        credits=decision.credits,
        until=date_format(localtime(decision.until), "DATETIME_FORMAT") if decision.until else "",
    )


@dataclass(frozen=True)
class ArrivalFact:
    """One time this file was handed in."""

    at: str
    by: str
    origin: str
    duplicate: bool
    name: str


def arrivals_for(footage: Footage, *, user: User) -> list[ArrivalFact]:
    """Every arrival; names and folders only for rangers, and for a person what that person handed in."""
    told = []
    for arrival in footage.arrivals.select_related("arrived_by"):
        own = arrival.arrived_by_id is not None and arrival.arrived_by_id == user.pk
        name = "/".join(filter(None, [arrival.folder, arrival.original_name]))
        told.append(_arrival(arrival, name=name if own or sees_locations(user) else ""))
    return told


def _arrival(arrival: Arrival, *, name: str) -> ArrivalFact:
    return ArrivalFact(
        at=date_format(localtime(arrival.arrived_at), "DATETIME_FORMAT"),
        by=str(arrival.arrived_by or ""),
        origin=str(arrival.get_origin_display()),
        duplicate=arrival.duplicate,
        name=name,
    )
