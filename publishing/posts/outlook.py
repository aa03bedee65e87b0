"""What an editor is told while choosing words and an hour: lengths, refusals, losses, the audience's clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from publishing.connectors.capabilities import Capabilities
from publishing.connectors.checks import RULE_NAMES
from publishing.connectors.registry import UnknownPlatform
from publishing.connectors.text import count, links
from publishing.posts import hours, readiness
from publishing.posts.drafts import capabilities_of, title_of
from publishing.posts.models import Channel, Post, Variant
from publishing.posts.texts import pieces


def variant_outlook(variant: Variant) -> dict[str, Any]:
    """Lengths in the platform's own measure, what it refuses, what it loses, and the text in pieces for the preview."""
    version = variant.post.version or variant.post.clip.version
    try:
        capabilities = capabilities_of(variant.channel.platform)
    except UnknownPlatform:
        capabilities = None
    problems = readiness.variant_obstacles(variant, version)
    return {
        "counts": counts(variant, capabilities) if capabilities else [],
        "problems": [each.as_json() for each in problems],
        "losses": [each.as_json() for each in readiness.losses(variant, version)],
        "pieces": [{"kind": each.kind, "text": each.text} for each in pieces(variant.text, links(variant.text))],
    }


def counts(variant: Variant, capabilities: Capabilities) -> list[dict[str, Any]]:
    """The length of each text by each limit, exactly as the check before scheduling counts it."""
    texts = {"text": variant.text, "alt_text": variant.alt_text, "title": title_of(variant)}
    return [
        {
            "field": limit.field,
            "length": count(texts[limit.field], limit.rule, url_length=limit.url_length),
            "limit": limit.limit,
            "rule": gettext(RULE_NAMES[limit.rule]),
        }
        for limit in capabilities.text
        if limit.field in texts
    ]


def hour_outlook(local: str, *, zone_name: str, second: bool | None, channels: Iterable[Channel]) -> dict[str, Any]:
    """What a local hour means: its moment, what clock changes do to it, and what the audience's clocks show then."""
    try:
        naive = datetime.fromisoformat(local)
        due_at = hours.moment(naive.replace(tzinfo=None), zone_name=zone_name, second=second)
    except hours.UnknownZone:
        return {"error": _("There is no time zone “%(zone)s”.") % {"zone": zone_name}}
    except hours.HourMissing as missing:
        sentence = _("In %(zone)s clocks are put forward over this hour: it does not exist. The next one is %(after)s.")
        after = missing.after.strftime("%Y-%m-%d %H:%M")
        return {
            "error": sentence % {"zone": zone_name, "after": after},
            "instead": missing.after.strftime("%Y-%m-%dT%H:%M"),
        }
    except hours.HourTwice as twice:
        return {
            "error": _("In %(zone)s clocks are put back over this hour: it comes twice. Choose which one is meant.")
            % {"zone": zone_name},
            "twice": [
                hours.offset_label(twice.first, zone_name=zone_name),
                hours.offset_label(twice.second, zone_name=zone_name),
            ],
        }
    except ValueError:
        return {"error": _("Choose a day and an hour.")}
    return {
        "due_at": due_at.isoformat(),
        "offset": hours.offset_label(due_at, zone_name=zone_name),
        "past": due_at < timezone.now(),
        "audiences": [audience(channel, due_at) for channel in channels],
    }


def audience(channel: Channel, at: datetime) -> dict[str, Any]:
    """The hour on the clocks of a channel's audience, and whether it is asleep."""
    local = hours.local_hour(at, zone_name=channel.time_zone)
    return {
        "channel": channel.pk,
        "name": channel.name,
        "zone": channel.time_zone,
        "local": local.strftime("%Y-%m-%dT%H:%M"),
        "asleep": local.hour < 6 or local.hour >= 23,
    }


def due_at_of(post: Post, data: dict[str, Any]) -> dict[str, Any]:
    """The outlook of the hour that a request names, for the channels of a post."""
    channels = Channel.objects.filter(variants__post=post).distinct()
    second = data.get("second")
    return hour_outlook(
        str(data.get("local", "")), zone_name=str(data.get("zone", post.time_zone)),
        second=second if isinstance(second, bool) else None, channels=channels,
    )  # fmt: skip
