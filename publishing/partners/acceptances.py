"""A member accepts the licence of an agreement, by the hash of exactly what was read."""

from __future__ import annotations

import hmac

from publishing.partners import ledger
from publishing.partners.ledger import Kind, Origin
from publishing.partners.models import Acceptance, Agreement, Member
from publishing.partners.refusals import NotGiven
from publishing.partners.selectors import running_agreements


def accept(member: Member, agreement_id: int, *, terms_hash: str, origin: Origin) -> Acceptance:
    """Keep it with the licence as it is worded now. Raises NotGiven: `not_covered`, `terms_changed`."""
    agreement = running_agreements(member.organisation).filter(pk=agreement_id).first()
    if agreement is None:
        raise NotGiven("not_covered")
    now = agreement.terms_hash
    if not hmac.compare_digest(now.encode(), terms_hash.encode()):
        ledger.note(Kind.REFUSED, member=member, origin=origin, reason="terms_changed", agreement=agreement.title)
        raise NotGiven("terms_changed", {"agreement": agreement.title})
    row, made = Acceptance.objects.get_or_create(
        member=member,
        agreement=agreement,
        terms_hash=now,
        defaults={"licence": agreement.licence, "address": origin.address},
    )
    if made:
        ledger.note(Kind.ACCEPTED, member=member, origin=origin, agreement=agreement.title, terms_hash=now)
    return row


def standing(member: Member, agreement: Agreement) -> Acceptance | None:
    """The acceptance of the licence as it is worded now."""
    return Acceptance.objects.filter(member=member, agreement=agreement, terms_hash=agreement.terms_hash).first()
