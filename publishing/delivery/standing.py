"""Before a failed delivery goes again: does it stand on the platform already?

A platform may take a post and then fail at telling how it goes. Such a delivery is failed for us and yet stands; to
begin anew without a look would make a second one.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from publishing.connectors.base import Connector, Draft
from publishing.connectors.errors import CannotLook
from publishing.delivery import endings, lease, ledger
from publishing.delivery.models import Delivery

LOOK = "look"
"""The step of a delivery that a person let go again after its irreversible step had been announced."""
FRESH: dict[str, Any] = {
    "attempts": 0, "looks": 0, "step": "", "step_irreversible": False, "checkpoint": {}, "announced_at": None,
}  # fmt: skip


def before_again(delivery: Delivery) -> dict[str, Any]:
    """What is forgotten of a delivery that goes again: all of it, or nothing yet where it may stand."""
    if delivery.announced_at is None:
        return FRESH
    return {"attempts": 0, "looks": 0, "step": LOOK, "step_irreversible": False}


def stands_already(delivery: Delivery, connector: Connector, draft: Draft) -> bool:
    """Adopt the post if the platform has it; else forget the try before, so that all steps come anew.

    Raises ConnectorError where the platform could not be asked now; LeaseLost.
    """
    try:
        found, sight = connector.find_existing(draft, dict(delivery.checkpoint)), "absent"
    except CannotLook:
        found, sight = None, "unknown"  # a person has decided, who could look himself
    if found is not None:
        endings.publish(delivery, found, kind="adopted")
        return True
    with transaction.atomic():
        lease.change(delivery, **FRESH)
        ledger.write(delivery, "looked", data={"sight": sight}, worker=delivery.lease_owner)
    return False
