"""Letting a finding pass: one person asks with a reason, a second one confirms. Everything is in the audit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curation.clips.models import Clip
from publishing.guard.findings import Finding
from publishing.guard.folding import fold_name
from publishing.guard.models import Lifting

RIGHT = "publishing.lift_finding"
SHORTEST = 10  # letters of a reason
_MARKS = " .,;:!?"  # that a sentence puts after a find


class LiftingRefused(Exception):
    """It may not be done; the text is a sentence for who asked."""


def digest_of(code: str, found: str) -> str:
    """What a finding is recognised by, however it is spelt."""
    return hashlib.sha256(f"{code}\n{fold_name(found).strip(_MARKS)}".encode()).hexdigest()


def open_liftings(clip: Clip) -> list[Lifting]:
    """Asked for or in force."""
    rows = Lifting.objects.filter(clip=clip, ended_at=None).select_related("asked_by", "confirmed_by")
    return list(rows)


def still_held(findings: Iterable[Finding], *, clip: Clip | None) -> list[Finding]:
    """Those that nobody has let pass for this clip."""
    findings = list(findings)
    if not findings or clip is None:
        return findings
    rows = Lifting.objects.filter(clip=clip, ended_at=None, confirmed_at__isnull=False)
    passed = set(rows.values_list("digest", flat=True))
    return [each for each in findings if digest_of(each.code, str(each.params.get("found", ""))) not in passed]


@transaction.atomic
def ask(clip: Clip, *, code: str, found: str, reason: str, user: Any) -> Lifting:
    """Ask that words which the guard found may go out with this clip. Raises LiftingRefused."""
    _require(user)
    if len(reason.strip()) < SHORTEST:
        raise LiftingRefused(_("Say why, in at least %(number)s letters.") % {"number": SHORTEST})
    try:
        with transaction.atomic():
            row = Lifting.objects.create(
                clip=clip, code=code, found=found[:200], digest=digest_of(code, found), reason=reason.strip()[:1000],
                asked_by=user,
            )  # fmt: skip
    except IntegrityError:
        raise LiftingRefused(_("This has been asked for already.")) from None
    _note(row, "asked", user)
    return row


@transaction.atomic
def confirm(lifting: Lifting, *, user: Any) -> Lifting:
    """Let it pass, as the second person. Raises LiftingRefused."""
    _require(user)
    row = Lifting.objects.select_for_update().get(pk=lifting.pk)
    if row.ended_at or row.confirmed_at:
        raise LiftingRefused(_("This has changed meanwhile. Load the page again to see how it stands."))
    if row.asked_by_id == user.pk:
        raise LiftingRefused(_("You have asked for it yourself; a second person must confirm it."))
    row.confirmed_by, row.confirmed_at = user, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _note(row, "confirmed", user)
    return row


@transaction.atomic
def end(lifting: Lifting, *, user: Any) -> Lifting:
    """Refuse it, or let the guard hold it again. Raises LiftingRefused."""
    _require(user)
    row = Lifting.objects.select_for_update().get(pk=lifting.pk)
    if row.ended_at is None:
        row.ended_by, row.ended_at = user, timezone.now()
        row.save(update_fields=["ended_by", "ended_at"])
        _note(row, "ended", user)
    return row


def _require(user: Any) -> None:
    if not user.has_perm(RIGHT):
        raise LiftingRefused(_("You may not let findings of the guard pass."))


def _note(row: Lifting, what: str, user: Any) -> None:
    data = {"lifting": what, "code": row.code, "found": row.found, "reason": row.reason}
    log(row.clip, "wagtail.edit", user=user, data=data)
