"""FIND, CUT, CAPTION: from a camera's file to a captioned clip.

Engines without Django: `video`, `subtitles`, `translation`, `scenery`. Chapters: `files` and `jobs` beneath,
then `species`, `rights`, `footage`, `clips`. Nothing here imports `publishing` or `config`.
"""
