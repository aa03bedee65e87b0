"""How a publication grew, as a small chart on its ledger."""

from __future__ import annotations

from typing import Any

from django import template

from publishing.insights import curves
from publishing.insights.models import Watch

register = template.Library()


@register.inclusion_tag("publishing/insights/growth.html")
def growth(delivery_id: int) -> dict[str, Any]:
    """The chart and the last figures of one publication; nothing where it has not been measured."""
    row = Watch.objects.filter(pk=delivery_id).select_related("channel", "delivery__variant").first()
    return {"watch": row, "chart": curves.growth([row]) if row else None}
