"""How footage may change."""

from curation.jobs.graph import graph

KIND = "ingest"  # of the jobs that read footage
RECEIVE = "receive"  # of the jobs that take a whole upload in and read it

FOOTAGE = graph(
    "footage",
    "registered",
    catalogued="registered quarantined withdrawn",
    registered="probing quarantined",
    probing="ready failed quarantined registered",
    failed="registered",
    ready="withdrawn quarantined",
    quarantined="ready withdrawn catalogued registered",
    withdrawn="ready catalogued",
)
