"""Videos that several tests read, made once."""

from pathlib import Path

import pytest

from curation.subtitles.fonts import prepare
from tests.curation.video.filming import film, levels_film


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shared videos lie."""
    return tmp_path_factory.mktemp("reel")


@pytest.fixture(scope="session")
def plain(reel: Path) -> Path:
    """Two seconds, 320 x 180, 25 a second, without sound."""
    return film(reel / "plain.mp4")


@pytest.fixture(scope="session")
def loud(reel: Path) -> Path:
    """Two seconds, 320 x 180, 25 a second, with a tone."""
    return film(reel / "loud.mp4", sound=True)


@pytest.fixture(scope="session")
def levels(reel: Path) -> Path:
    """A hundred pictures that tell their number, 25 a second, with one key picture and B pictures."""
    return levels_film(reel / "levels.mp4", extra=["-g", "1000"])


@pytest.fixture(scope="session")
def long(reel: Path) -> Path:
    """Ten minutes in a small file: slow enough to encode that one can still interfere."""
    return film(reel / "long.mp4", size="640x360", rate="10", seconds=600, extra=["-crf", "40"])


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of fonts that letters are drawn with."""
    return prepare(tmp_path_factory.mktemp("fonts"))
