"""Shapes have names, and sizes fit into boxes."""

from __future__ import annotations

import pytest

from curation.video.errors import VideoError
from curation.video.shapes import inside, shape


def test_shapes() -> None:
    assert shape("9:16").ratio == pytest.approx(1080 / 1920)
    assert inside(3840, 2160, box_width=1280, box_height=1280) == (1280, 720)
    assert inside(35, 19, box_width=1280, box_height=1280) == (36, 20)
    with pytest.raises(VideoError, match="shape"):
        shape("3:1")
