"""Hands on the models of the chapters, so that Django finds them."""

from publishing.delivery.models import Delivery, LedgerEntry, SandboxPost
from publishing.demo.models import Demonstration, DemoPerson
from publishing.partners.models import Agreement, Organisation
from publishing.posts.models import Campaign, Channel, Post, Variant

__all__ = [
    "Agreement",
    "Campaign",
    "Channel",
    "Delivery",
    "DemoPerson",
    "Demonstration",
    "LedgerEntry",
    "Organisation",
    "Post",
    "SandboxPost",
    "Variant",
]
