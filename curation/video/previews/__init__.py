"""What a browser shows of footage before it is played in full.

Public: `preview.make_poster`, `make_scrub_sheet`; `proxy.make_proxy`; `overview.make_overview`, all of these at once;
`frames.picture_hash`, `hash_distance`. `pictures` is the child's part.

May import what `curation.video` may.
"""
