"""How footage may change."""

from curation.jobs.graph import graph

FOOTAGE = graph(
    "footage",
    "registered",
    registered="probing",
    probing="ready failed quarantined registered",
    failed="registered",
    ready="withdrawn quarantined",
    quarantined="ready withdrawn",
    withdrawn="ready",
)
