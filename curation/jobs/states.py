"""How a job may change."""

from curation.jobs.graph import graph

JOB = graph(
    "job",
    "queued",
    queued="running cancelled",
    running="done failed cancelled queued",
    failed="queued",
    cancelled="queued",
)
