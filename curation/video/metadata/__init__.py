"""What a file tells besides pictures and sound, and a copy of it that tells nothing.

Public names, each in its module:

- `tell`: `Tell`, `examine(path) -> Examination`: every place in a file where words, dates or places are written.
- `scrubbing`: `scrub(path, out) -> ScrubProof`: the same pictures and sound without any of that, verified.

In the child: `findings` gathers, by `boxes` (MP4, MOV), `riff` (AVI), the demuxer's tags and, inside the pictures'
own data, `userdata` (SEI messages and their like in other codecs); `remux` writes the copy.

May import what `curation.video` may.
"""
