"""The video engine: probe, preview, cut, render and prove, without Django.

Rooms, each of which names what is public in it:

- `surveying`: poster, scrub sheet, motion and likeness of a file in one decode. `previews`: what a browser shows of it.
- `producing`: many outputs of one decode, with framing, titles, presets and proofs. `looks`: light, colour, steadiness.
  `audio`: sound, loudness, waveforms. `lettering` draws titles.
- `cutting`: a cut that keeps the original's pictures. `metadata`: `examine`, what a file tells of places and people,
  and `scrub`, a copy that tells nothing.
- `running`: ffmpeg and the limited children. `commands`: the command line, `python -m curation.video --help`.

Modules of no room: `probe`: `probe(path) -> Probe`, facts about a file, found in a limited child by `inspection`;
`captured`: `capture_time`, which reads `stamps`; `timing`; `containers`; `shapes`: the named output shapes; `wishes`:
`Wishes`, which reads JSON strictly; `errors`: `VideoError` and `MESSAGES`; `limits`: `Limits`.

Media is only ever opened in children with limits: ffmpeg by `running.process`, started by `supervision` through
`launcher`; PyAV by `child` (asked through `isolation`), forked for each request off a warm process that `fork_pool`
keeps.

May import the standard library, PyAV, numpy, OpenCV, Pillow, MoviePy, uharfbuzz, ffmpeg-python and imageio-ffmpeg;
nothing else of Pugmark, no Django and no Celery.
"""
