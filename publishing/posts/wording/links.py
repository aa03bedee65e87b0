"""Links that tell where a reader came from: utm_source, utm_medium, utm_campaign, utm_content. No Django.

The names are those of Google Analytics' campaign parameters, which every other counter reads too.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

MEDIUM = "social"
_OURS = ("utm_source", "utm_medium", "utm_campaign", "utm_content")
_SHOWN = 30  # characters of a link that Mastodon and X leave to be read


class LinkInvalid(ValueError):
    """Not an address of the web that can be opened."""


def tracked(link: str, *, platform: str, language: str, campaign: str = "") -> str:
    """The link with our parameters after its own; older ones of the same name go, the fragment stays last.

    campaign: its slug. Raises LinkInvalid.
    """
    parts = _parts(link)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _OURS]
    added = [("utm_source", platform), ("utm_medium", MEDIUM), ("utm_content", language)]
    if campaign:
        added.insert(2, ("utm_campaign", campaign))
    return urlunsplit(parts._replace(query=urlencode(kept + added)))


def short(link: str) -> str:
    """About what a reader sees of it: no scheme, no `www.`, the first thirty characters. Raises LinkInvalid."""
    parts = _parts(link)
    bare = (parts.netloc.removeprefix("www.") + parts.path).rstrip("/")
    bare += f"?{parts.query}" if parts.query else ""
    return bare if len(bare) <= _SHOWN else bare[:_SHOWN] + "…"


def _parts(link: str):  # type: ignore[no-untyped-def]  # urllib's own result has no public name
    cleaned = link.strip()
    try:
        parts = urlsplit(cleaned)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise LinkInvalid(link) from None
    odd = any(each.isspace() or ord(each) < 32 for each in cleaned)
    if parts.scheme not in {"http", "https"} or not host or odd or parts.username is not None:
        raise LinkInvalid(link)
    return parts
