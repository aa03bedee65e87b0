"""How a delivery may change."""

from curation.jobs.graph import graph

DELIVERY = graph(
    "delivery",
    "scheduled",
    scheduled="preparing held failed cancelled missed",
    preparing="publishing scheduled held failed cancelled missed",
    publishing="waiting by_hand published unconfirmed preparing held failed cancelled missed",
    waiting="publishing by_hand published unconfirmed held failed cancelled missed",
    by_hand="published cancelled scheduled",  # a person posts it and says so
    held="scheduled cancelled",
    failed="scheduled cancelled",
    missed="scheduled cancelled",
    unconfirmed="published scheduled failed",
    published="taking_down",
    taking_down="taken_down published",
    taken_down="",
    cancelled="scheduled",  # planned again: the row and its ledger stay
)
