"""Near duplicates: files of the same recording, found by the fingerprint of what moves in them.

- `grouping.place(footage_ids)`: put new or changed footage into its group; `forget` before footage goes; `tidy`
- `selectors.alike(footage, user=...)`: the others of its group, with how alike they are
- `services.decide`, `undecide`, `choose`, `unchoose`: what people say about it

`Footage.likeness_group` is the smallest key in the group. May import what `curation.footage` may, and the engine
`curation.video.surveying.likeness`; not `events`, `individuals` or the pages above.
"""
