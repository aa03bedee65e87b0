"""The studio's sidebar and list of keys, kept for a minute for each person.

Wagtail asks every menu entry, search area and permission policy anew for every page: half of the time that a page of
the library may take. What the sidebar offers depends on who reads, in which language, and on that person's rights; all
of these are part of the key. The pages behind it check rights themselves.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import template
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.admin.templatetags.wagtailadmin_tags import keyboard_shortcuts_dialog, sidebar_props

KEYS = "wagtailadmin/shared/keyboard_shortcuts_dialog.html"
KEPT = 60  # seconds; numbers beside menu entries may be as old as that
register = template.Library()


@register.simple_tag(takes_context=True)
def desk_sidebar(context: Any) -> SafeString:
    """As Wagtail's `sidebar_props`, from the cache where it was made a moment ago."""
    user = context["request"].user
    named = "everything" if user.is_superuser else "\n".join(sorted(user.get_all_permissions()))
    rights = hashlib.blake2b(named.encode(), digest_size=12).hexdigest()
    who = hashlib.blake2b(f"{user.get_username()}\n{user.get_full_name()}\n{user.email}".encode(), digest_size=8)
    apple = "Mac OS X" in context["request"].headers.get("User-Agent", "")  # whose keys have other signs
    key = f"sidebar:{user.pk}:{apple:d}:{who.hexdigest()}:{rights}:{get_language()}:{get_script_prefix()}"
    kept = cache.get(key)
    if kept is None:
        keys = render_to_string(
            "wagtailadmin/shared/keyboard_shortcuts_dialog.html", keyboard_shortcuts_dialog(context)
        )
        kept = f"{sidebar_props(context)}{keys}"
        cache.set(key, kept, KEPT)
    return mark_safe(kept)  # noqa: S308 - Wagtail made it, as JSON in a script element
