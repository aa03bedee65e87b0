"""The video engine: probe, preview, cut, render and prove, without Django.

Public names, each in its module:

- `probe`: `probe(path) -> Probe`, facts about a file, found in a limited child; `captured`: `capture_time`.
- `survey`: `survey(path, folder, probe=...) -> Survey`: poster, scrub sheet, motion and likeness in one decode.
- `motion`: `Motion`, `Sighting`, `Span`, `Strip`, `Exposure`; `likeness`: `Likeness`, `distance`, `bands`, `ALIKE`.
- `preview`: `make_poster`, `make_scrub_sheet`; `proxy`: `make_proxy`; `waveform`: `make_waveform`, `read_waveform`;
  `overview`: `make_overview`, all of these at once.
- `metadata`: `examine`, what a file tells of places and people, and `scrub`, a copy that tells nothing.
- `commands`: the command line, `python -m curation.video --help`.
- `production`: `Shot`, `Output`, `Production` and `produce(production) -> list[RenderProof]`: many outputs of one
  decode. `framing`: `Key`, `follow`, `course`; `presets`: `PRESETS`, `estimate_size`, `excesses`; `shapes`: the named
  output shapes; `loudness`: `measure`, `level`.
- `look`: `Look`, `curve` (the tones that a browser previews), `measure`; `stabilise`: `measure`, `steady`; `treatment`:
  `prepare`, both made ready for one shot.
- `titles`: `Title`, `compose`, `watermark`; `brand`: `Brand`; `layers`: `Layer`, `overlay`. `lettering` draws them.
- `wishes`: `Wishes`, which reads JSON strictly.
- `frames`: `picture_hash`, `hash_distance`.
- `errors`: `VideoError` and `MESSAGES`; `limits`: `Limits`; `progress`: `Progress`; `process`: `run`, the one
  runner for ffmpeg.

Media is only ever opened in children with limits: ffmpeg by `process`, started by `supervision` through `launcher`;
PyAV by `child` (asked through `isolation`), forked for each request off a warm process that `fork_pool` keeps.

What stands behind `produce`: `specification` is what is asked; a `take` is a shot that is possible; `sound` makes
what is heard, `composition` the graph of what is seen, out of `encode`, `cropping`, `treatment` and `layers`; `proof`
checks it.

What the child does for a survey: `surveyor` reads by `samples`, finds the `strip`, `exposure` and the `study` of
`backdrop`, `blobs` and `track`, and hashes a `portrait`.

May import the standard library, PyAV, numpy, OpenCV, Pillow, MoviePy, uharfbuzz, ffmpeg-python and imageio-ffmpeg;
nothing else of Pugmark, no Django and no Celery.
"""
