"""Why a partner is not given something: a code for the ledger and the API, a sentence, a status of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, tuple[HTTPStatus, str | Promise]] = {
    "not_covered": (HTTPStatus.NOT_FOUND, _("None of your agreements covers this clip.")),
    "rights": (HTTPStatus.FORBIDDEN, _("Its rights do not allow this now: %(reasons)s")),
    "account_closed": (HTTPStatus.FORBIDDEN, _("This account is closed. Ask the center to open it again.")),
    "agreement_ended": (HTTPStatus.FORBIDDEN, _("Your agreement “%(agreement)s” has ended. Ask for a new one.")),
    "terms_open": (HTTPStatus.CONFLICT, _("Accept the licence of “%(agreement)s” first.")),
    "terms_changed": (
        HTTPStatus.CONFLICT,
        _("The licence of “%(agreement)s” has been changed since you read it. Read it again, then accept it."),
    ),
    "language_not_agreed": (HTTPStatus.FORBIDDEN, _("Your agreement does not include captions in %(language)s.")),
    "captions_missing": (HTTPStatus.NOT_FOUND, _("There are no approved captions in %(language)s.")),
    "format_unknown": (HTTPStatus.BAD_REQUEST, _("There is no caption format “%(format)s”.")),
    "rendition_missing": (HTTPStatus.NOT_FOUND, _("There is no such file of this clip any more. Choose another one.")),
    "quota_spent": (
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Downloads in 30 days under your agreement: %(limit)s, all of them used. The next one is free on %(next)s."),
    ),
    "link_damaged": (HTTPStatus.FORBIDDEN, _("This link is damaged. Take a fresh one from your downloads.")),
    "link_expired": (HTTPStatus.GONE, _("This link has expired. Take a fresh one from your downloads.")),
    "download_expired": (HTTPStatus.GONE, _("This download has expired. Choose the clip again.")),
    "download_revoked": (HTTPStatus.GONE, _("This download has been taken back by the center.")),
    "not_ready": (HTTPStatus.CONFLICT, _("This download is not ready yet.")),
    "shared": (
        HTTPStatus.FORBIDDEN,
        _("This link was opened in %(limit)s places already. Links are for you alone: take a fresh one."),
    ),
    "too_often": (HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests. Try again in a minute.")),
    "file_gone": (HTTPStatus.NOT_FOUND, _("This file is not there any more. Choose the clip again.")),
    "nothing_chosen": (HTTPStatus.BAD_REQUEST, _("Choose a file first.")),
}


@dataclass
class NotGiven(Exception):
    """Something that a partner asked for and does not get. `code` is a key of SENTENCES."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(SENTENCES[self.code][1]) % self.params

    @property
    def status(self) -> HTTPStatus:
        return SENTENCES[self.code][0]
