"""Make, change, end and choose campaigns; each change is noted with who did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from publishing.posts.models import Campaign, Post

FIELDS = ("name", "slug", "colour", "link", "starts_on", "ends_on", "note")


@transaction.atomic
def save(campaign: Campaign, values: Mapping[str, Any], *, user: AbstractBaseUser | None) -> Campaign:
    """Make a campaign or change one; `values` are checked by the form."""
    made = campaign.pk is None
    before = {} if made else _plain(Campaign.objects.select_for_update().get(pk=campaign.pk))
    for name in FIELDS:
        if name in values:
            setattr(campaign, name, values[name] if values[name] is not None or name.endswith("_on") else "")
    campaign.save()
    after = _plain(campaign)
    if before != after:
        log(campaign, "wagtail.create" if made else "wagtail.edit", user=user, data={"before": before, "after": after})
    return campaign


def _plain(campaign: Campaign) -> dict[str, str]:
    return {name: str(getattr(campaign, name) or "") for name in FIELDS}


@transaction.atomic
def end(campaign: Campaign, *, over: bool, user: AbstractBaseUser | None) -> None:
    """Put a campaign away, or take it up again; its posts keep it."""
    if campaign.archived == over:
        return
    campaign.archived = over
    campaign.save(update_fields=["archived"])
    log(campaign, "wagtail.edit", user=user, data={"over": over})


@transaction.atomic
def choose(post: Post, campaign: Campaign | None, *, user: AbstractBaseUser | None) -> None:
    """Put a post into a campaign, or out of any."""
    if post.campaign_id == (campaign.pk if campaign else None):
        return
    post.campaign = campaign
    post.save(update_fields=["campaign", "updated_at"])
    log(post, "wagtail.edit", user=user, data={"campaign": campaign.name if campaign else ""})
