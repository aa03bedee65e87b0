"""The last gate before a platform is spoken to: is there room in its quotas, and soon enough?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from publishing.delivery import endings, lease, ledger, quotas, reasons
from publishing.delivery.models import Delivery
from publishing.posts.drafts import capabilities_of


def admitted(delivery: Delivery) -> bool:
    """True when the delivery publishes now; else it was handed back, to wait for room, or as missed.

    Raises LeaseLost.
    """
    until = quotas.admit(delivery, now=timezone.now())
    if until is None:
        return True
    platform = capabilities_of(delivery.variant.channel.platform).name
    if too_late(delivery, at=until):
        tolerance = delivery.variant.post.tolerance
        fields = reasons.of_own("quota_missed", platform=platform, until=until, tolerance=tolerance)
        endings.end(delivery, state=Delivery.State.MISSED, kind="missed", fields=fields)
        return False
    fields = reasons.of_own("quota_waits", platform=platform, until=until)
    worker = delivery.lease_owner
    lease.let_go(delivery, next_at=until, **fields)
    if not delivery.ledger.filter(kind="quota_waits").exists():
        data = {"code": fields["error_code"], "params": fields["error_params"]}
        ledger.write(delivery, "quota_waits", data=data, worker=worker)
    return False


def too_late(delivery: Delivery, *, at: datetime) -> bool:
    """Whether that moment is later than the post may be."""
    return at > delivery.due_at + timedelta(minutes=delivery.variant.post.tolerance)
