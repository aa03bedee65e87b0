"""The studio's sidebar and list of keys, kept for a minute for each person; its scripts, for each language.

Wagtail asks every menu entry, search area and permission policy anew for every page: half of the time that a page of
the library may take. What the sidebar offers depends on who reads, in which language, and on that person's rights; all
of these are part of the key. The pages behind it check rights themselves. The scripts differ by language and by whether
keys are wanted; the token against forged requests is put in for each page.
"""

from __future__ import annotations

import hashlib
import re
import time
from itertools import zip_longest
from typing import Any

from django import template
from django.core.cache import cache
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.admin.templatetags.wagtailadmin_tags import keyboard_shortcuts_dialog, sidebar_props

KEYS = "wagtailadmin/shared/keyboard_shortcuts_dialog.html"
KEPT = 60  # seconds; numbers beside menu entries may be as old as that
TOKEN = re.compile(r'("CSRF_TOKEN": ")[^"]*')
register = template.Library()
_blocks: dict[tuple[Any, ...], tuple[float, list[str]]] = {}  # by name, language, ...: when made, pieces


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
        keys = render_to_string(KEYS, keyboard_shortcuts_dialog(context))
        kept = f"{sidebar_props(context)}{keys}"
        cache.set(key, kept, KEPT)
    return mark_safe(kept)  # noqa: S308 - Wagtail made it, as JSON in a script element


@register.simple_tag(takes_context=True)
def kept_block(context: Any, name: str) -> SafeString:
    """The block of this name as the template above has it. The blocks inside of it are drawn for this page."""
    nodes = context.render_context[BLOCK_CONTEXT_KEY].get_block(name).nodelist
    token = get_token(context["request"])
    keys = getattr(getattr(context["request"].user, "wagtail_userprofile", None), "keyboard_shortcuts", True)
    key = (name, get_language(), get_script_prefix(), keys)
    made, pieces = _blocks.get(key, (0.0, [""]))
    if "locale" in context or time.monotonic() - made > KEPT or key not in _blocks:
        pieces = _drawn(nodes, context)
        if "locale" not in context:  # a page of Wagtail's in one of the site's languages: said in its scripts
            _blocks[key] = time.monotonic(), pieces
    inside = [str(node.render_annotated(context)) for node in nodes if isinstance(node, BlockNode)]
    whole = "".join(piece + inner for piece, inner in zip_longest(pieces, inside, fillvalue=""))
    return mark_safe(TOKEN.sub(rf"\g<1>{token}", whole, count=1))  # noqa: S308 - templates made it; the token is letters


def _drawn(nodes: Any, context: Any) -> list[str]:
    """What stands before, between and after the blocks among these nodes."""
    pieces = [""]
    with context.push():
        for node in nodes:
            if isinstance(node, BlockNode):
                pieces.append("")
            else:
                pieces[-1] += str(node.render_annotated(context))
    return pieces
