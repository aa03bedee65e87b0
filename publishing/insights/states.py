"""How a watch over a publication may change."""

from curation.jobs.graph import graph

WATCH = graph(
    "watch",
    "watching",
    watching="ended gone taken_down unmeasurable refused",
    gone="watching taken_down",  # it was seen again, or a person took it down
    refused="watching",
    ended="taken_down",
    unmeasurable="taken_down watching",
    taken_down="",
)
