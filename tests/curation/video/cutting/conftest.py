"""One file of each kind, made when first asked for."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.curation.video.cutting.streams import Shown, make, pictures


@pytest.fixture(scope="session")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Shown]]:
    """`stream(kind)`: the file and what it shows."""
    folder = tmp_path_factory.mktemp("streams")

    @cache
    def made(kind: str) -> tuple[Path, Shown]:
        path = make(kind, folder)
        return path, pictures(path)

    return made
