"""Ten stations of the demo: the cameras of the drawn scenes, at invented positions in real zones of the park."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from curation.footage.models import Deployment, Station

CAMERA_MODEL = "Demo camera"
STARTED = datetime(2025, 9, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A station: the `camera` of the scenes that stands there; degrees are invented."""

    camera: str
    zone: str
    habitat: str
    latitude: float
    longitude: float


PLACES = (
    Place("CAM01", "Hunchun 珲春", "oak forest", 42.871, 130.402),
    Place("CAM02", "Hunchun 珲春", "stream bank", 42.934, 130.517),
    Place("CAM03", "Wangqing 汪清", "mixed forest", 43.412, 130.088),
    Place("CAM05", "Wangqing 汪清", "pine forest", 43.507, 130.231),
    Place("CAM06", "Daxinggou 大兴沟", "wetland", 43.288, 129.611),
    Place("CAM07", "Tianqiaoling 天桥岭", "mountain slope", 43.621, 129.734),
    Place("CAM08", "Dongning 东宁", "meadow", 43.902, 130.873),
    Place("CAM09", "Suiyang 绥阳", "mountain slope", 44.167, 130.759),
    Place("CAM10", "Suiyang 绥阳", "meadow", 44.243, 130.905),
    Place("CAM11", "Muling 穆棱", "rocky ridge", 44.018, 130.291),
)


def survey(cameras: set[str]) -> dict[str, Deployment]:
    """Make the stations of these cameras, each with its deployment; by camera."""
    return {place.camera: _set_up(place) for place in PLACES if place.camera in cameras}


def _set_up(place: Place) -> Deployment:
    number = place.camera.removeprefix("CAM")
    station = Station.objects.create(
        code=f"DEMO-{number}",
        name=f"Demo station {number}",
        zone=place.zone,
        latitude=place.latitude,
        longitude=place.longitude,
        coordinate_uncertainty=1000.0,
        habitat=place.habitat,
        demo=True,
    )
    return Deployment.objects.create(
        station=station,
        deployment_id=f"demo-{number}-2025",
        start=STARTED,
        camera_id=place.camera,
        camera_model=CAMERA_MODEL,
    )
