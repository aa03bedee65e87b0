"""Many outputs of one decode: what is asked for, how it is made, and the proof of it.

Public: `production.produce`; `specification.Shot`, `Output`, `Production`; `framing.Key`, `follow`, `course`;
`presets.PRESETS`, `estimate_size`, `excesses`; `titles.Title`, `compose`, `watermark`; `brand.Brand`;
`lettered.draw_lettered`. A `take` is a shot that is possible; `composition` is the graph of what is seen, out of
`encode`, `cropping` and `layers`; `proof` checks it.

May import what `curation.video` may.
"""
