"""Hands on the models of the chapters, so that Django finds them."""

from publishing.delivery.models import Delivery, DeliveryNotice, FollowUp, LedgerEntry, SandboxPost, TakedownProposal
from publishing.demo.models import Demonstration, DemoPerson
from publishing.insights.models import Gain, Measurement, Pace, Watch
from publishing.partners.models import Agreement, Organisation
from publishing.posts.models import Campaign, Channel, HouseTags, Master, Post, TextTemplate, Variant

__all__ = [
    "Agreement",
    "Campaign",
    "Channel",
    "Delivery",
    "DeliveryNotice",
    "DemoPerson",
    "Demonstration",
    "FollowUp",
    "Gain",
    "HouseTags",
    "LedgerEntry",
    "Master",
    "Measurement",
    "Organisation",
    "Pace",
    "Post",
    "SandboxPost",
    "TakedownProposal",
    "TextTemplate",
    "Variant",
    "Watch",
]
