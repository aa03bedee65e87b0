"""Hands on the models of the chapters, so that Django finds them."""

from publishing.delivery.models import Delivery, LedgerEntry, SandboxPost
from publishing.demo.models import Demonstration, DemoPerson
from publishing.insights.models import Gain, Measurement, Pace, Watch
from publishing.partners.models import Agreement, Organisation
from publishing.posts.models import Campaign, Channel, HouseTags, Master, Post, TextTemplate, Variant

__all__ = [
    "Agreement",
    "Campaign",
    "Channel",
    "Delivery",
    "DemoPerson",
    "Demonstration",
    "Gain",
    "HouseTags",
    "LedgerEntry",
    "Master",
    "Measurement",
    "Organisation",
    "Pace",
    "Post",
    "SandboxPost",
    "TextTemplate",
    "Variant",
    "Watch",
]
