"""How renditions, caption tracks and cues may change."""

from curation.jobs.graph import graph

RENDITION = graph(
    "rendition",
    "queued",
    queued="rendering cancelled failed",
    rendering="ready failed cancelled queued",
    failed="queued",
    cancelled="queued",
    ready="expired",
    expired="queued",
)

CAPTION_TRACK = graph(
    "caption track",
    "draft",
    draft="machine in_review approved stale",
    machine="in_review draft stale approved",
    in_review="approved draft machine stale",
    approved="in_review draft stale",
    stale="draft machine in_review approved",
)
