"""A folder that may be watched, and looks at it as the beat has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.footage.models import WatchedPlace
from curation.footage.watching import services
from tests.curation.storing import s3, s3_server  # noqa: F401


@pytest.fixture
def drive(tmp_path: Path, settings) -> Path:
    """A network drive that the operator allows to be watched; files count as whole as soon as they stand still."""
    folder = tmp_path / "drive"
    folder.mkdir()
    settings.WATCH_ROOTS = [folder]
    settings.WATCH_STILL_SECONDS = 0.001
    return folder


@pytest.fixture
def watched(drive: Path, db) -> WatchedPlace:
    return WatchedPlace.objects.create(kind="folder", address=str(drive))


@pytest.fixture
def look() -> Callable[..., WatchedPlace]:
    """`look(place, times=2)` looks as often as that and hands the place back as it is then."""

    def looked(place: WatchedPlace, *, times: int = 2) -> WatchedPlace:
        for _time in range(times):
            assert services.look(place)
        place.refresh_from_db()
        return place

    return looked
