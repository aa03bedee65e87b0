"""Changes to much footage at once: each is one set-based operation, one audit entry, and can be undone for 30 days.

Public: `registry.offered` (what a person may do with a selection), `edits.start`, `edits.undo`, `selection.keys_of`.
May import: the models, selectors, states and search of footage, `curation.species`, `curation.jobs`.

The contract of the selection bar: POST footage/bulk/ with {action, ids | query, values} answers {edit, job, pieces,
message, file}; `job` is null where it is done already, and `file` is where to fetch what an export has written. POST
footage/bulk/ID/undo/ answers the same. Errors are {error}.
"""
