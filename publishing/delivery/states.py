"""How a delivery may change."""

from curation.jobs.graph import graph

DELIVERY = graph(
    "delivery",
    "scheduled",
    scheduled="preparing held failed cancelled missed",
    preparing="publishing scheduled held failed cancelled missed",
    publishing="waiting published unconfirmed preparing held failed cancelled missed",
    waiting="publishing published unconfirmed held failed cancelled missed",
    held="scheduled cancelled",
    failed="scheduled cancelled",
    missed="scheduled cancelled",
    unconfirmed="published scheduled failed",
    published="taking_down",
    taking_down="taken_down published",
    taken_down="",
    cancelled="scheduled",  # planned again: the row and its ledger stay
)
