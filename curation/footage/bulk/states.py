"""How a bulk edit may change. Stopped and failed ones keep what was done: they go on, or are undone."""

from curation.jobs.graph import graph

APPLY = "bulk"  # of the jobs that carry bulk edits out
UNDO = "bulk_undo"  # of the jobs that take them back

BULK_EDIT = graph(
    "bulk edit",
    "queued",
    queued="running undoing",
    running="done stopped failed",
    stopped="running undoing",
    failed="running undoing",
    done="undoing",
    undoing="undone stopped failed",
)
