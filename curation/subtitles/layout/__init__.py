"""How a caption's text falls into lines, for sidecar files by characters and for burnt pictures by pixels.

Public names:

- `wrap` (by pixels), `wrap_characters` (by the limits of reading), `reflow` (a cue's text with its tags)
- `joined`: lines made one again
- `text_width`: pixels that a line takes, shaped with the real font
- `SHAPES`, `Picture`, `picture_for`: where in a picture captions may stand and how large they are
- `fits`, `fitted`, `burnt_lines`, `drawable`: the lines that are drawn

May import the standard library, regex, budoux, uharfbuzz, and the modules `fonts`, `languages`, `limits`, `markup`.
"""

from curation.subtitles.layout.lines import joined, wrap, wrap_characters
from curation.subtitles.layout.measure import text_width
from curation.subtitles.layout.picture import SHAPES, Picture, burnt_lines, drawable, fits, fitted, picture_for
from curation.subtitles.layout.reflow import reflow

__all__ = [
    "SHAPES",
    "Picture",
    "burnt_lines",
    "drawable",
    "fits",
    "fitted",
    "joined",
    "picture_for",
    "reflow",
    "text_width",
    "wrap",
    "wrap_characters",
]
