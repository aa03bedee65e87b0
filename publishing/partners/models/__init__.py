"""Organisations, agreements, members and what they accepted; clips offered, copies handed out, and their ledger."""

from publishing.partners.models.agreement import Agreement
from publishing.partners.models.copy import Copy
from publishing.partners.models.letter import PartnerLetter
from publishing.partners.models.member import Acceptance, Invitation, Member, PartnerToken
from publishing.partners.models.moment import DownloadMoment
from publishing.partners.models.offer import Offer
from publishing.partners.models.organisation import Organisation
from publishing.partners.models.request import FootageRequest

__all__ = [
    "Acceptance",
    "Agreement",
    "Copy",
    "DownloadMoment",
    "FootageRequest",
    "Invitation",
    "Member",
    "Offer",
    "Organisation",
    "PartnerLetter",
    "PartnerToken",
]
