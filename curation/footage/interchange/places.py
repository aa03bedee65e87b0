"""How exactly a place is told to whom: on a grid by the sensitivity of the animals there, never moved at random.

Chapman (2020), Current Best Practices for Generalizing Sensitive Species Occurrence Data: category 1 is withheld, or
told to 1 degree; 2 to 0.1; 3 to 0.01; 4 to 0.001. One sensitive animal makes its whole station sensitive, for another
deployment at the same station would tell the place.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

PRECISION = {1: 1.0, 2: 0.1, 3: 0.01, 4: 0.001}  # degrees
LEAST_SENSITIVE = 4
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Place:
    """A position as it is told. Degrees and metres; `precision` is None where it is exact."""

    latitude: float
    longitude: float
    uncertainty: float | None
    precision: float | None
    category: int = LEAST_SENSITIVE


def generalised(latitude: float, longitude: float, *, uncertainty: float | None, category: int) -> Place:
    """The middle of the grid's cell that the position lies in; the uncertainty covers the whole cell.

    Where the catalogue itself knows a place no better than the grid, its uncertainty is added.
    """
    precision = PRECISION.get(category, PRECISION[1])
    digits = round(-math.log10(precision))
    north = round(min(max(round(latitude / precision) * precision, -90.0), 90.0), digits)
    east = round(min(max(round(longitude / precision) * precision, -180.0), 180.0), digits)
    half = precision / 2 * METRES_PER_DEGREE
    across = half * math.cos(math.radians(max(abs(latitude) - precision, 0.0)))
    reach = math.ceil(math.hypot(half, across) + (uncertainty or 0.0))
    return Place(north, east, float(reach), precision, category)


def sensitivities(stations: Iterable[int]) -> dict[int, int]:
    """The most sensitive category of all animals ever seen at each station; least sensitive where there are none."""
    keys = list(stations)
    found = dict.fromkeys(keys, LEAST_SENSITIVE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.station, min(t.sensitivity) FROM ("
            "SELECT f.station_id AS station, o.taxon_id AS taxon FROM curation_footage f "
            "JOIN curation_observation o ON o.footage_id = f.id WHERE f.station_id = ANY(%(keys)s) "
            "UNION ALL SELECT d.station_id, o.taxon_id FROM curation_deployment d "
            "JOIN curation_observation o ON o.deployment_id = d.id WHERE d.station_id = ANY(%(keys)s)"
            ") s JOIN curation_taxon t ON t.id = s.taxon GROUP BY 1",
            {"keys": keys},
        )
        found.update((station, min(max(category, 1), LEAST_SENSITIVE)) for station, category in cursor.fetchall())
    return found


def opaque(kind: str, key: object) -> str:
    """An id that tells nothing, and is the same in every export of this installation."""
    secret = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2b(f"{kind}:{key}".encode(), key=secret, digest_size=8).hexdigest()
