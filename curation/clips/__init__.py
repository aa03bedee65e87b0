"""Clips and their versions, caption tracks, renditions, and the pages where they are made.

Public: models, `services` (save a clip, write cues, translate, render), `studio` and `workbench` pages.
May import: the engines `video`, `subtitles`, `translation`; `footage` and everything beneath it.
"""
