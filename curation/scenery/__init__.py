"""Scenery draws trail-camera clips: animals with a gait in the habitats of the park, by day and in infrared.

It makes the footage of the demo and of tests, so that no real place or animal is needed for either. Everything is
drawn by numpy and Pillow from a seed and encoded by the ffmpeg of `imageio-ffmpeg`.

Public names: `Actor`, `SceneSpec`, `SceneTag`, `SceneTruth`, `AnimalTruth`, `SceneError`, `RenderedScene`,
`catalogue`, `draw_frames`, `render_scene`, `render_all`.

May import: the standard library, numpy, Pillow, imageio-ffmpeg and the fonts; neither Django nor Celery, nor another
package of `curation`.
"""

from curation.scenery.catalogue import catalogue
from curation.scenery.film import RenderedScene, draw_frames, render_all, render_scene
from curation.scenery.spec import Actor, AnimalTruth, SceneError, SceneSpec, SceneTag, SceneTruth

__all__ = [
    "Actor",
    "AnimalTruth",
    "RenderedScene",
    "SceneError",
    "SceneSpec",
    "SceneTag",
    "SceneTruth",
    "catalogue",
    "draw_frames",
    "render_all",
    "render_scene",
]
