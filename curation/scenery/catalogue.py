"""The clips of the demo: what lives in the park, in each habitat, season, light and weather."""

from __future__ import annotations

from curation.scenery.predators import CATS, HUNTERS
from curation.scenery.prey import GRAZERS, OTHERS
from curation.scenery.spec import SceneSpec


def catalogue() -> tuple[SceneSpec, ...]:
    """28 scenes; the first is the one to show first. Two are blank, two need a proxy (HEVC and Motion JPEG)."""
    return CATS + HUNTERS + GRAZERS + OTHERS
