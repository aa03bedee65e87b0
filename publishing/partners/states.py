"""How a copy for a partner may change."""

from curation.jobs.graph import graph

COPY = graph(
    "copy for a partner",
    "preparing",
    preparing="ready failed revoked expired",
    ready="revoked expired",
    failed="preparing expired revoked",
    revoked="",
    expired="",
)
