"""Known animals: a dossier each, with names, pictures of both flanks, and the footage that shows it.

- `selectors`: `names`, `found`, `cards`, `sightings`, `history`, `labels`
- `services`: `write`, `link`, `unlink`, `relink`, `adopt`, `unadopt`, `delete`
- `merging`: `merge`, `undo`
- `pictures`: `take`, `set_best`, `remove`, `restore`

May import what `curation.footage` may, and `events`; not the pages above.
"""
