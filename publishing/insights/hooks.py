"""What the desk puts on Wagtail's home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from publishing.insights.home import DeskPanel


@hooks.register("construct_homepage_panels")
def only_our_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [DeskPanel(request)]
