"""What every page of this chapter shows above its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curation.subtitles.languages import LANGUAGES, Language


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The chapter's pages that this person may open."""
    pages = [
        ("terms", _("Terms"), "language:terms", "curation.view_term"),
        ("memory", _("Memory"), "language:memory", "curation.view_memoryunit"),
        ("rules", _("Rules"), "language:rules", "curation.view_languagerule"),
    ]
    return [
        {"title": title, "url": reverse(name), "here": key == here}
        for key, title, name, right in pages
        if request.user.has_perm(right)
    ]


def reader() -> str:
    """The tag of the language that the page is read in."""
    return "zh-Hans" if (get_language() or "en").lower().startswith("zh") else "en"


def languages() -> list[Language]:
    return list(LANGUAGES.values())
