"""The second factor: codes of 30 seconds (RFC 6238) from an application on the member's phone."""

from __future__ import annotations

import time
from datetime import timedelta

import pyotp
import segno
from django.db import transaction
from django.utils import timezone

from publishing.partners.models import Member
from publishing.posts.seal import seal, unseal

ISSUER = "Pugmark"
STEP = 30  # seconds
MOST_WRONG = 5
LOCKED = timedelta(minutes=15)


class CodesLocked(Exception):
    """Too many wrong codes; `until` says for how long."""

    def __init__(self, until: object) -> None:
        super().__init__("locked")
        self.until = until


def begin() -> str:
    """A new secret, base32; it counts once `confirm` has seen a code of it."""
    return pyotp.random_base32()


def picture(secret: str, *, member: Member) -> str:
    """The secret as a QR code for an application, SVG."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=str(member.user), issuer_name=ISSUER)
    return str(segno.make(uri, error="m").svg_inline(scale=5, border=2, dark="#123226", light="#ffffff"))


def confirm(member: Member, *, secret: str, code: str) -> bool:
    """Keep the secret if the code is right now."""
    step = _step_of(secret, code)
    if step is None:
        return False
    member.secret, member.second_since, member.last_step = seal({"totp": secret}), timezone.now(), step
    member.wrong_codes, member.locked_until = 0, None
    member.save(update_fields=["secret", "second_since", "last_step", "wrong_codes", "locked_until"])
    return True


def check(member: Member, code: str) -> bool:
    """Whether this is a code of now that was not taken before. Raises CodesLocked after five wrong ones."""
    with transaction.atomic():
        row = Member.objects.select_for_update().get(pk=member.pk)
        now = timezone.now()
        if row.locked_until and row.locked_until > now:
            raise CodesLocked(row.locked_until)
        step = _step_of(unseal(row.secret).get("totp", ""), code) if row.secret else None
        right = step is not None and step > row.last_step
        if right and step is not None:
            row.last_step, row.wrong_codes, row.locked_until = step, 0, None
        else:
            row.wrong_codes += 1
            if row.wrong_codes >= MOST_WRONG:
                row.wrong_codes, row.locked_until = 0, now + LOCKED
        row.save(update_fields=["last_step", "wrong_codes", "locked_until"])
    if row.locked_until and row.locked_until > now:
        raise CodesLocked(row.locked_until)
    return right


def _step_of(secret: str, code: str) -> int | None:
    """The step that a code belongs to: the present one or one beside it, for clocks that go differently."""
    digits = "".join(code.split())
    if not secret or len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    totp, now = pyotp.TOTP(secret), int(time.time()) // STEP
    return next(
        (step for step in (now, now - 1, now + 1) if pyotp.utils.strings_equal(totp.at(step * STEP), digits)), None
    )
