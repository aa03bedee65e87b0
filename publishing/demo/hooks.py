"""The line under the heading of every studio page that says that there is demo content."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail import hooks

from publishing.demo.models import Demonstration


@hooks.register("insert_below_heading")
def demo_banner() -> SafeString:
    """Empty where there is none; asks the database once for each page."""
    row = Demonstration.objects.filter(removed_at__isnull=True).first()
    if row is None:
        return SafeString("")
    return render_to_string("publishing/demo/banner.html", {"making": row.finished_at is None})
