"""Footage as the studio works with it: what plays, what moves in it, what it is of. Nothing of its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from curation.footage import search
from curation.footage.cards import moment_of, title_of, url_of
from curation.footage.layers import current
from curation.footage.models import Footage, Observation
from curation.footage.moves import motion_json
from curation.footage.query import FootageQuery
from curation.footage.search import Reader
from curation.footage.selectors import usable_by
from curation.species.models import Taxon
from curation.species.selectors import taxa_by_key
from curation.video.looks.look import Look
from curation.video.producing import framing
from curation.video.shapes import SHAPES
from curation.video.surveying.motion import Sighting

PAGE = 24
MOST_SPECIES = 4
MOST_ASKED = 60  # pieces of one address
MOST_DIGITS = 19  # of a key


def keys_in(given: Sequence[str]) -> list[int]:
    """The keys of footage that an address names, each once. ValueError for what is none."""
    if not all(each.isascii() and each.isdecimal() and len(each) < MOST_DIGITS for each in given):
        raise ValueError
    return list(dict.fromkeys(map(int, given)))


def pieces(keys: Collection[int], *, user: Any) -> list[dict[str, Any]]:
    """What the studio needs of this footage, in no order; a piece that this person may not use has `usable` false.

    {footage, title, zone, moment, duration, frame_rate, width, height, sound, light, file, poster, still, sheet,
    scrub, waveform, motion (footage.moves), framing: {shape: keys}, species: [{scientific, names}], strip, usable}
    """
    taxa = taxa_by_key()
    usable = set(usable_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    found = Footage.objects.filter(pk__in=keys).select_related("station").prefetch_related("observations")
    return [_piece(footage, taxa=taxa, usable=footage.pk in usable) for footage in found]


def find(query: FootageQuery, *, user: Any, after: str = "") -> dict[str, Any]:
    """One page of a search, for the studio's media panel: {items: pieces, total, after, error}."""
    found = search.run(query, Reader(user), after=after, size=PAGE)
    made = {piece["footage"]: piece for piece in pieces([each.pk for each in found.items], user=user)}
    items = [made[each.pk] for each in found.items if made.get(each.pk, {}).get("usable")]
    return {"items": items, "total": found.total, "after": found.after, "error": str(found.error)}


def _piece(footage: Footage, *, taxa: Any, usable: bool) -> dict[str, Any]:
    if not usable:
        # In quarantine or withdrawn since it was cut: only that it is there and how long it is.
        return {
            "footage": footage.pk, "usable": False, "title": gettext("Footage that may not be shown now"),
            "duration": footage.duration, "frame_rate": footage.frame_rate,
        }  # fmt: skip
    said = list(footage.observations.all())
    for observation in said:
        observation.footage = footage
        if observation.taxon_id is not None:
            observation.taxon = taxa.get(observation.taxon_id)
    playable = bool(footage.playable)
    return {
        "footage": footage.pk,
        "usable": True,
        "title": title_of(said),
        "zone": footage.station.zone if footage.station else "",
        "moment": moment_of(footage),
        "duration": footage.duration,
        "frame_rate": footage.frame_rate,
        "width": footage.width,
        "height": footage.height,
        "sound": bool(footage.probe.get("audio_codec")),
        "light": footage.motion.get("light", "") if footage.motion else "",
        "url": url_of(footage),
        "file": reverse("footage:file", args=[footage.pk]) if playable else "",
        "poster": reverse("footage:poster", args=[footage.pk]) if footage.poster else "",
        "still": reverse("clips:still", args=[footage.pk]),
        "sheet": reverse("footage:scrub", args=[footage.pk]) if footage.scrub_sheet else "",
        "scrub": footage.scrub or None,
        "waveform": reverse("footage:waveform", args=[footage.pk]) if footage.probe.get("audio_codec") else "",
        "motion": motion_json(footage),
        "framing": suggested_framing(footage),
        "strip": strip_of(footage),
        "species": species_of(current(said)),
    }


def species_of(said: Iterable[Observation]) -> list[dict[str, Any]]:
    """Each species seen, with its names in every language, as a lower third says them."""
    seen: dict[int, Taxon] = {one.taxon.pk: one.taxon for one in said if one.taxon is not None}
    return [_names(taxon) for taxon in list(seen.values())[:MOST_SPECIES]]


def _names(taxon: Taxon) -> dict[str, Any]:
    return {
        "scientific": taxon.scientific_name,
        "names": {name.language: name.name for name in taxon.names.all() if name.preferred},
    }


def begun_look(strips: Iterable[Mapping[str, float] | None]) -> Look:
    """The look of a new clip: what the cameras' makers printed on its pictures is cropped away, as high as the highest.

    It tells camera, day and hour; who wants it shown says so.
    """
    found = [each for each in strips if each]
    if not found:
        return Look()
    top, bottom = (max(each[edge] for each in found) for edge in ("top", "bottom"))
    return Look(strip="crop", strip_top=top, strip_bottom=bottom) if top + bottom <= 0.5 else Look()


def strip_of(footage: Footage) -> dict[str, float] | None:
    """How much of the height the maker's strip takes, from above and from below; None where there is none."""
    strip = footage.motion.get("strip") if footage.motion else None
    if not strip:
        return None
    if strip["edge"] == "top":
        return {"top": round(min(strip["y"] + strip["h"], 0.3), 4), "bottom": 0.0}
    return {"top": 0.0, "bottom": round(min(1 - strip["y"], 0.3), 4)}


def suggested_framing(footage: Footage) -> dict[str, list[dict[str, float]]]:
    """For each shape that is narrower than the picture, the keys that follow the animal."""
    if not footage.motion or not footage.width or not footage.height or not footage.duration:
        return {}
    track = tuple(tuple(each) for each in footage.motion.get("track", []))
    return {
        shape: [key.to_dict() for key in follow(track, shape, footage.width, footage.height, footage.duration)]
        for shape in SHAPES
    }


@lru_cache(maxsize=256)
def follow(
    track: tuple[Sequence[float], ...], shape: str, width: int, height: int, duration: float
) -> tuple[framing.Key, ...]:
    """Keys for one shape from a stored track of [seconds, x, y, w, h, confidence]."""
    return framing.follow(
        [Sighting(*each) for each in track], shape=shape, width=width, height=height, duration=duration
    )
