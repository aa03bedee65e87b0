"""What members are told by mail: agreements that end, rights that ended, answers to their requests."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing.partners import catalogue, copies
from publishing.partners.models import Agreement, Copy, Member, Offer, PartnerLetter
from publishing.partners.refusals import NotGiven

logger = logging.getLogger(__name__)
WARN = (30, 7, 1)  # days before an agreement ends
ATTEMPTS = 8
LEASE, FIRST_WAIT = timedelta(minutes=2), timedelta(minutes=1)
AT_A_TIME = 50
_FOR_GOOD = {"withdrawn", "quarantined", "people_unreleased", "licence_ended"}
_GONE = ("rights", "agreement_ended", "account_closed")
SENTENCES: Mapping[str, str | Promise] = {
    "agreement_ends": _("Your agreement “%(agreement)s” ends on %(day)s. Ask for a new one in time."),
    "agreement_ended": _("Your agreement “%(agreement)s” has ended. Its downloads no longer work."),
    "rights_ended": _("“%(clip)s”, which you downloaded, may not be used any more. Please take it down."),
    "request_agreed": _("Your request was agreed to: %(answer)s"),
    "request_declined": _("Your request cannot be met: %(answer)s"),
}


def tell(member: Member, kind: str, *, key: str, **params: Any) -> bool:
    """Have a member told of something once; False where it was told before."""
    SENTENCES[kind]
    _row, made = PartnerLetter.objects.get_or_create(
        member=member, kind=kind, key=key[:120], defaults={"params": params, "next_at": timezone.now()}
    )
    return made


def warn_of_ends(*, today: date | None = None) -> int:
    """Tell the members of agreements that end in 30 days, in 7, tomorrow, or ended yesterday."""
    day, told = today or timezone.localdate(), 0
    horizon = day + timedelta(days=max(WARN))
    rows = Agreement.objects.filter(ends_on__lte=horizon, ends_on__gte=day - timedelta(days=7))
    for agreement in rows.select_related("organisation"):
        left = (agreement.ends_on - day).days  # type: ignore[operator]
        stage = "ended" if left < 0 else min((each for each in WARN if left <= each), default=None)
        kind = "agreement_ended" if left < 0 else "agreement_ends"
        for member in agreement.organisation.members.filter(closed_at=None):
            key = f"{agreement.pk}:{agreement.ends_on}:{stage}"
            told += tell(member, kind, key=key, agreement=agreement.title, day=agreement.ends_on.isoformat())  # type: ignore[union-attr]
    return told


def review_copies() -> int:
    """Take back what is ready and may not be had any more, and tell who had it. Asked every minute."""
    ended = 0
    ready = list(copies.with_related().filter(state=Copy.State.READY))
    known = catalogue.facts_of_offers(_offers(ready))
    for copy in ready:
        try:
            copies.still_allowed(copy, known=known)
        except NotGiven as refusal:
            if refusal.code in _GONE:
                copies.revoke(copy, why=refusal.code)
                ended += 1
            if refusal.code == "rights":
                tell(copy.member, "rights_ended", key=str(copy.pk), clip=copy.title)
    return ended


def review_taken(*, since: timedelta = timedelta(days=400)) -> int:
    """Tell those who took a clip in the past that its rights have ended: once for each copy."""
    rows = copies.with_related().filter(
        created_at__gt=timezone.now() - since, state=Copy.State.EXPIRED, offer__isnull=False, agreement__isnull=False
    )
    letters = set(PartnerLetter.objects.filter(kind="rights_ended").values_list("key", flat=True))
    taken = [copy for copy in rows if str(copy.pk) not in letters]
    known = catalogue.facts_of_offers(_offers(taken))
    told = 0
    for copy in taken:
        if copy.offer is None or copy.agreement is None:
            continue
        decision = catalogue.allowed(copy.offer, copy.agreement, known=known)
        if _FOR_GOOD & {each.code for each in decision.reasons}:
            told += tell(copy.member, "rights_ended", key=str(copy.pk), clip=copy.title)
    return told


def _offers(rows: Sequence[Copy]) -> list[Offer]:
    """Those of several copies, each once."""
    return list({copy.offer.pk: copy.offer for copy in rows if copy.offer}.values())


def send_due() -> int:
    """Send what waits; returns how many mails went out. A mail that is not taken is tried again, longer apart."""
    sent = 0
    for key in _claim():
        letter = PartnerLetter.objects.select_related("member__user").get(pk=key)
        if letter.member.closed_at or not letter.member.user.email:
            PartnerLetter.objects.filter(pk=key).update(sent_at=timezone.now())
            continue
        try:
            _mail(letter).send()
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("The mail to a partner was not taken: %s", type(error).__name__)
            wait = FIRST_WAIT * 2 ** (letter.attempts - 1)
            ended = {"sent_at": timezone.now()} if letter.attempts >= ATTEMPTS else {}
            PartnerLetter.objects.filter(pk=key).update(next_at=timezone.now() + wait, **ended)
        else:
            PartnerLetter.objects.filter(pk=key).update(sent_at=timezone.now())
            sent += 1
    return sent


@transaction.atomic
def _claim() -> list[int]:
    now = timezone.now()
    rows = PartnerLetter.objects.filter(sent_at=None, next_at__lte=now).select_for_update(skip_locked=True)
    chosen = list(rows.order_by("next_at").values_list("pk", flat=True)[:AT_A_TIME])
    PartnerLetter.objects.filter(pk__in=chosen).update(attempts=F("attempts") + 1, next_at=now + LEASE)
    return chosen


def _mail(letter: PartnerLetter) -> EmailMessage:
    with translation.override(letter.member.language or settings.LANGUAGE_CODE):
        params = dict(letter.params)
        if "day" in params:
            params["day"] = date_format(date.fromisoformat(params["day"]))
        sentence = str(SENTENCES[letter.kind]) % params
        place = f"{settings.PUBLIC_URL}{reverse('portal:catalogue')}"
        text = f"{sentence}\n\n{gettext('Your pages: %(address)s') % {'address': place}}\n"
        subject = " ".join(f"Pugmark: {sentence}".split())[:150]
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, text, to=[letter.member.user.email], headers=headers)
