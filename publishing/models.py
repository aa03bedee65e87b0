"""Hands on the models of the chapters, so that Django finds them."""

from publishing.delivery.models import Delivery, DeliveryNotice, FollowUp, LedgerEntry, SandboxPost, TakedownProposal
from publishing.demo.models import Demonstration, DemoPerson
from publishing.guard.models import Lifting, ReleaseDelay
from publishing.insights.models import Gain, Measurement, Pace, Watch
from publishing.partners.models import (
    Acceptance,
    Agreement,
    Copy,
    DownloadMoment,
    FootageRequest,
    Invitation,
    Member,
    Offer,
    Organisation,
    PartnerLetter,
    PartnerToken,
)
from publishing.posts.models import Campaign, Channel, HouseTags, Master, Post, TextTemplate, Variant
from publishing.posts.models.feed import CalendarFeed
from publishing.posts.models.occasion import Occasion
from publishing.posts.models.timetable import Timetable

__all__ = [
    "Acceptance",
    "Agreement",
    "CalendarFeed",
    "Campaign",
    "Channel",
    "Copy",
    "Delivery",
    "DeliveryNotice",
    "DemoPerson",
    "Demonstration",
    "DownloadMoment",
    "FollowUp",
    "FootageRequest",
    "Gain",
    "HouseTags",
    "Invitation",
    "LedgerEntry",
    "Lifting",
    "Master",
    "Measurement",
    "Member",
    "Occasion",
    "Offer",
    "Organisation",
    "Pace",
    "PartnerLetter",
    "PartnerToken",
    "Post",
    "ReleaseDelay",
    "SandboxPost",
    "TakedownProposal",
    "TextTemplate",
    "Timetable",
    "Variant",
    "Watch",
]
