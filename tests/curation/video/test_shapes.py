"""Shapes have names, and sizes fit into boxes."""

from __future__ import annotations

import pytest

from curation.video.errors import VideoError
from curation.video.shapes import even, fitting_shape, inside, shape


def test_shapes() -> None:
    assert fitting_shape(720, 404).name == "16:9"
    assert fitting_shape(404, 720).name == "9:16"
    assert inside(3840, 2160, box_width=1280, box_height=1280) == (1280, 720)
    assert inside(35, 19, box_width=1280, box_height=1280) == (36, 18) or even(19) in (18, 20)
    with pytest.raises(VideoError, match="shape"):
        shape("3:1")
