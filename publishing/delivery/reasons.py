"""Why a delivery stands where it stands: codes on its row, sentences for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.connectors.errors import ConnectorError
from publishing.delivery.models import Delivery
from publishing.posts.channels import connector_sentence
from publishing.posts.obstacles import Obstacle, shown

OWN: Mapping[str, str | Promise] = {
    "late": _("It came to its turn %(minutes)s minutes late; the post allows %(tolerance)s."),
    "by_hand": _("Its package is ready: somebody posts it on the platform and says so in Pugmark."),
    "by_hand_late": _(
        "Its hour was %(minutes)s minutes ago and the post allows %(tolerance)s: nobody has said yet that it is "
        "posted. It stays here until somebody does."
    ),
    "quota_waits": _("The quota of %(platform)s is used up; it goes out at %(until)s."),
    "quota_missed": _(
        "The quota of %(platform)s is used up until %(until)s; the post may be late by %(tolerance)s minutes only."
    ),
    "late_by_platform": _(
        "The platform asks to wait longer than the %(tolerance)s minutes by which the post may be late. Last: %(last)s"
    ),
    "tracks_given_up": _("These subtitle tracks found no place in the platform's quota for a month: %(languages)s."),
    "not_scheduled": _("The post is not scheduled any more."),
    "rendition_missing": _("The finished video is no longer in the store."),
    "lease_expired": _(
        "The worker was lost in the middle of the step “%(step)s”. The post may or may not be published."
    ),
    "gave_up": _("It was tried %(attempts)s times in vain. Last: %(last)s"),
    "no_publication": _("The connector ended without a publication."),
    "internal": _("Something in Pugmark broke. The ledger holds the details for the administrator."),
}
_MOMENTS = ("until", "since")
CHANNEL_CODES = ("reconnect", "channel_paused", "channel_disconnected")
"""Held for the channel's sake: let go as soon as the channel works again."""

CAPTION_CODES = ("captions_missing", "captions_stale", "captions_empty", "captions_of_another_cut", "captions_changed")
"""Held for the captions' sake: let go as soon as nothing speaks against them any more."""


def of_connector(error: ConnectorError) -> dict[str, Any]:
    """The fields of a delivery that hold a connector's error."""
    return {"error_code": error.code, "error_params": {"_source": "connector", **_plain(error.params)}}


def of_obstacle(obstacle: Obstacle) -> dict[str, Any]:
    """The fields of a delivery that hold what a check said."""
    return {"error_code": obstacle.code, "error_params": {"_source": obstacle.source, **_plain(obstacle.params)}}


def of_own(code: str, **params: Any) -> dict[str, Any]:
    """The fields of a delivery that hold a reason of this chapter."""
    return {"error_code": code, "error_params": {"_source": "delivery", **_plain(params)}}


NONE: dict[str, Any] = {"error_code": "", "error_params": {}}


def sentence(delivery: Delivery) -> str:
    """Why, in the reader's language; empty where all is well."""
    return sentence_of(delivery.error_code, delivery.error_params) if delivery.error_code else ""


def sentence_of(code: str, stored: Mapping[str, Any]) -> str:
    """The sentence of a stored reason."""
    params = {name: value for name, value in stored.items() if name != "_source"}
    for name in _MOMENTS:
        if isinstance(params.get(name), str):
            params[name] = datetime.fromisoformat(params[name])
    source = stored.get("_source", "connector")
    if source == "connector":
        return connector_sentence(code, params)
    if source == "delivery" and code in OWN:
        return str(OWN[code]) % {name: shown(value) for name, value in params.items()}
    try:
        return Obstacle(code, params, source=source).message
    except KeyError:
        return connector_sentence(code, params)


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in params.items()}
