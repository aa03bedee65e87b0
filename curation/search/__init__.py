"""The search engine: an index of bitmaps over footage ids, in memory, beside the database that stays the truth.

Public names, by module:

- `index.Index`: the index. `apply(Batch)`, `build(batches)`, `settle(budget)`, and all of `finder.Finder`.
- `finder.Finder`: `page(ask, sort=, size=, after=)`, `facets(ask, dimensions=)`, `ids(ask)`, `map(ask)`,
  `explain(id)`, `reasons(ids)`, `sizes()`, `ping()`, whoever answers them;
  `client.Client` asks a `server.Server` on this machine.
- `ask`: `Ask`, the tree `And Or Not Has Seen Word Ids`, `Range`; answers `Page Hit Facets Found Part Sizes`.
- `batch`: `Batch`, `FootageRows`, `ObservationRows`: what a loader hands over.
- `coding`: dimensions, declared values and bands.
- `snapshot`: `save(index, folder)`, `save_aside(index, folder)` (in a child), `load(folder)`.
- `rarity`: the formula of the score, in words and in numpy.
- `errors`: SearchError and what derives from it; each with a `code`, an English `sentence` and `params`.

May import numpy, pyroaring, rapidfuzz and blake3; neither Django, nor Celery, nor any other chapter.
"""
