"""How a post may change."""

from curation.jobs.graph import graph

POST = graph(
    "post",
    "draft",
    draft="in_review approved",
    in_review="approved draft",
    approved="scheduled draft",
    scheduled="closed draft",
    closed="scheduled",  # what failed or was missed gets another hour
)
