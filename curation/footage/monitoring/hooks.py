"""The clients of the monitoring API in the studio."""

from __future__ import annotations

from wagtail import hooks

from curation.footage.monitoring.viewset import ApiClientViewSet


@hooks.register("register_admin_viewset")
def clients() -> ApiClientViewSet:
    return ApiClientViewSet()
