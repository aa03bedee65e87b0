r"""LinkedIn's "little text": what is reserved gets a backslash, a hashtag is a template.

An unescaped reserved character ends the post there, without an error, so everything is escaped.
Source: learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format, read 2026-11-23.
"""

from __future__ import annotations

import re

RESERVED = "\\|{}@[]()<>#*_~"

_RESERVED = re.compile(f"[{re.escape(RESERVED)}]")
_HASHTAG = re.compile(r"(?<![\w/&#\\])#(?=\w*[^\W\d_])(\w+)")
_TEMPLATE = re.compile(r"\{hashtag\|\\?#\|((?:\\.|[^\\{}|])*)\}")
_MENTION = re.compile(r"@\[((?:\\.|[^\\\]])*)\]\([^)]*\)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def little(text: str) -> str:
    """Return a plain text as little text; `#word` becomes a hashtag, nothing else becomes anything."""
    parts, last = [], 0
    for found in _HASHTAG.finditer(text):
        parts += [_escaped(text[last : found.start()]), rf"{{hashtag|\#|{_escaped(found[1])}}}"]
        last = found.end()
    return "".join([*parts, _escaped(text[last:])])


def plain(commentary: str) -> str:
    """Return what a reader sees of a little text."""
    parts: list[str] = []
    place = 0
    while place < len(commentary):
        for pattern, sign in ((_TEMPLATE, "#"), (_MENTION, ""), (_ESCAPED, "")):
            found = pattern.match(commentary, place)
            if found:
                parts.append(sign + _ESCAPED.sub(r"\1", found[1]) if pattern is not _ESCAPED else found[1])
                place = found.end()
                break
        else:
            parts.append(commentary[place])
            place += 1
    return "".join(parts)


def _escaped(text: str) -> str:
    return _RESERVED.sub(lambda found: f"\\{found[0]}", text)
