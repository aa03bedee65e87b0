"""Organisations, agreements, members and what they accepted."""

from publishing.partners.models.agreement import Agreement
from publishing.partners.models.member import Acceptance, Member
from publishing.partners.models.organisation import Organisation

__all__ = ["Acceptance", "Agreement", "Member", "Organisation"]
