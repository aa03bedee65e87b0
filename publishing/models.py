"""Hands on the models of the chapters, so that Django finds them."""

from publishing.delivery.models import Delivery, LedgerEntry, SandboxPost
from publishing.demo.models import Demonstration, DemoPerson
from publishing.partners.models import Agreement, Organisation
from publishing.posts.models import Campaign, Channel, HouseTags, Master, Post, TextTemplate, Variant

__all__ = [
    "Agreement",
    "Campaign",
    "Channel",
    "Delivery",
    "DemoPerson",
    "Demonstration",
    "HouseTags",
    "LedgerEntry",
    "Master",
    "Organisation",
    "Post",
    "SandboxPost",
    "TextTemplate",
    "Variant",
]
