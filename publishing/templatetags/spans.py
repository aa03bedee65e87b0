"""Spans of time in words that a person reads at a glance."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def span(seconds: float) -> str:
    """Seconds as the largest whole units: 90 s, 10 min, 4 h, 2 h 20 min."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if whole % 60 or whole < 120:
        return gettext("%(seconds)s s") % {"seconds": f"{seconds:g}"}
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    if not minutes:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
