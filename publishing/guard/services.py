"""The guard asked about real rows: what must not leave with a version of a clip and its texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Min

from curation.clips.edit import Edit, ShotEdit
from curation.clips.models import ClipVersion
from curation.clips.pieces import strip_of
from curation.footage.licensing.asking import facts_of
from curation.footage.models import Deployment, Footage, Observation, Station
from curation.rights.decision import Decision, usage_of_all_allowed
from curation.video.looks.look import Look
from publishing.guard.findings import Finding
from publishing.guard.folding import fold_name
from publishing.guard.models import ReleaseDelay
from publishing.guard.moments import BY_CATEGORY
from publishing.guard.texts import find_locations, find_moments

_LISTED_SECONDS = 60  # how long a changed name may stay unknown; a new station is known at once
_SERIAL_LENGTH = 6  # characters; a shorter id may be a word or a number like any other
_EDGE = 0.004  # of the height: less than a row of letters
_DIGIT = re.compile(r"\d")
_FIRST_PIECE = re.compile(r"\d+|[^\W\d_]+")


def findings_for(texts: Mapping[str, str], *, finest: str = "hour") -> list[Finding]:
    """Leaks in texts by name, which is the finding's `where`. Every station's code and name and every camera's id is
    looked for, and dates and hours that tell more than `finest`, one of moments.FINEST ("hour": all may be told).
    """
    codes, places = _stations()
    cameras = _cameras()
    found: list[Finding] = []
    for where, text in texts.items():
        if text.strip():
            folded = fold_name(text)
            found += find_locations(text, where=where, codes=_likely(codes, folded), places=_likely(places, folded))
            found += find_moments(text, finest=finest, where=where)
            if here := _likely(cameras, folded):
                told = find_locations(text, where=where, codes=here)
                found += [replace(each, code="camera_serial") for each in told if each.code == "station_code"]
    return found


def finest_for(version: ClipVersion) -> str:
    """The finest time that may be told with this version: by the most sensitive species seen on what it is made of."""
    seen = Observation.objects.filter(footage__segments__version=version, taxon__isnull=False)
    category = seen.aggregate(least=Min("taxon__sensitivity"))["least"]
    return BY_CATEGORY.get(category, "hour")


def _cameras() -> list[tuple[str, str]]:
    """Ids of cameras that are long enough to be nothing else, with the piece that must occur."""
    listed = cache.get("guard:cameras")
    if listed is None:
        ids = Deployment.objects.exclude(camera_id="").values_list("camera_id", flat=True).distinct().order_by()
        listed = [(name, _piece(name)) for name in ids if len(name) >= _SERIAL_LENGTH and _DIGIT.search(name)]
        cache.set("guard:cameras", listed, _LISTED_SECONDS)
    return listed


def _stations() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Codes and names with the piece of them that must occur in a text before a closer look is worth it."""
    state = Station.objects.aggregate(number=Count("pk"), newest=Max("pk"))
    key = f"guard:stations:{state['number']}:{state['newest']}"
    listed = cache.get(key)
    if listed is None:
        rows = list(Station.objects.values_list("code", "name", "zone"))
        zones = {zone.casefold() for _code, _name, zone in rows}
        codes = [(code, _piece(code)) for code, _name, _zone in rows]
        # A station named like its zone tells no more than the zone, which everybody may know.
        places = [(name, _piece(name)) for _code, name, _zone in rows if name and name.casefold() not in zones]
        listed = (codes, places)
        cache.set(key, listed, _LISTED_SECONDS)
    return listed


def _piece(name: str) -> str:
    """What any writing of the name begins with: three letters, or digits without leading zeros."""
    first = _FIRST_PIECE.search(fold_name(name))
    if first is None:
        return ""
    return first.group().lstrip("0") if first.group().isdigit() else first.group()[:3]


def _likely(listed: Iterable[tuple[str, str]], folded: str) -> list[str]:
    return [name for name, piece in listed if piece in folded]


def released_at(version: ClipVersion) -> datetime | None:
    """The first moment at which all that a version is made of may leave, by the delays of its animals and places.

    None: at once. Footage whose moment is not known is not delayed: nothing can be counted from.
    """
    delays = list(ReleaseDelay.objects.all())
    if not delays:
        return None
    found = []
    rows = Footage.objects.filter(segments__version=version, captured_at__isnull=False).select_related("station")
    for footage in rows.distinct():
        taxa = set(footage.observations.filter(taxon__isnull=False).values_list("taxon", "taxon__parent"))
        seen = {key for pair in taxa for key in pair if key}
        zone = footage.station.zone if footage.station else ""
        days = [each.days for each in delays if each.taxon_id in {None, *seen} and each.zone in {"", zone}]
        if days and footage.captured_at:
            found.append(footage.captured_at + timedelta(days=max(days)))
    return max(found, default=None)


def strips_in(version: ClipVersion) -> list[Finding]:
    """Shots whose maker's strip, as far as the survey has found one, is neither cropped nor blurred whole."""
    whole = Edit.from_dict(version.edit).look
    found: dict[int, Finding] = {}
    for segment in version.segments.select_related("footage"):
        strip = strip_of(segment.footage)
        look = ShotEdit.from_dict(segment.settings).look or whole
        if strip and not _hidden(look, strip):
            name = str(segment.footage)
            found[segment.footage_id] = Finding("strip_shown", f"picture:{name}", name, {"found": name})
    return list(found.values())


def _hidden(look: Look, strip: Mapping[str, float]) -> bool:
    if look.strip == "keep":
        return False
    return look.strip_top >= strip["top"] - _EDGE and look.strip_bottom >= strip["bottom"] - _EDGE


def rights_of(version: ClipVersion, *, at: datetime, use: str = "social", languages: Collection[str] = ()) -> Decision:
    """May what this version is made of be used at that moment, with words in these languages?

    Raises ValueError for a version without segments.
    """
    footage = {segment.footage_id: segment.footage for segment in version.segments.select_related("footage")}
    return usage_of_all_allowed(facts_of(list(footage.values())), use=use, at=at, languages=languages)


def people_in(version: ClipVersion) -> list[Footage]:
    """Footage of this version on which somebody or something has seen people."""
    return list(
        Footage.objects.filter(
            segments__version=version, observations__observation_type=Observation.Type.HUMAN
        ).distinct()
    )


def vehicles_in(version: ClipVersion) -> list[Footage]:
    """Footage of this version on which somebody or something has seen a vehicle."""
    return list(
        Footage.objects.filter(
            segments__version=version, observations__observation_type=Observation.Type.VEHICLE
        ).distinct()
    )
