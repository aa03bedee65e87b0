"""The smart cut: copies the compressed pictures of a range and encodes only what lies before its first safe key frame.

Public names: `cut`: `cut(path, out, ranges=...) -> CutProof`, `Range`; `proof`: `CutProof`.

`cut` runs in the parent. Everything else runs in the limited child that it asks: `worker` leads; `source` opens and
scans the file, `nal` and `parameter_sets` read its bytes, `plan` and `order` decide what is copied and when it is
decoded (both pure), `pictures` and `sound` make the packets, `muxing` writes them, `evidence` checks the result.

May import what `curation.video` may, and nothing that a cut does not need: the child's start is part of every cut.
"""
