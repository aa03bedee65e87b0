"""The length of a text as a platform counts it.

Rules
    graphemes   what a reader calls a character: extended grapheme clusters, Unicode UAX 29 (Bluesky)
    characters  code points (YouTube titles)
    bytes       UTF-8 bytes (YouTube descriptions)
    utf16       UTF-16 code units, as JavaScript and Telegram entities count
    mastodon    graphemes, a link counts 23, a mention counts without its server
    threads     characters, an emoji counts as many as its UTF-8 bytes (Threads)
    weighted    X: see `publishing.connectors.weighted`
"""

from __future__ import annotations

import re
from collections.abc import Callable

import regex

from publishing.connectors.weighted import weighted_length

URL_LENGTH = 23
"""What Mastodon and X count for a link of any length (Mastodon: StatusLengthValidator::URL_PLACEHOLDER_CHARS)."""

_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}")
# Mastodon counts 23 only for links with a scheme: it calls its extractor with extract_url_without_protocol: false.
_LINK = regex.compile(
    r"(?<![\p{L}\p{N}@＠$#＃/.])https?://[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?"
    r"(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?)+(?::\d+)?(?:[/?#][^\s<>\"「」『』（）【】，。；：！？、]*)?",
    regex.IGNORECASE,
)
_LINK_END = ".,;:!?'\")]}…"
# Mastodon: Account::MENTION_RE with a domain; `@name@server` counts as `@name`.
_MENTION = regex.compile(
    r"(?<![\w=/])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\p{L}\p{N}]+(?:[.-]+[\p{L}\p{N}]+)*(?::\d+)?", regex.I
)


class UnknownRule(ValueError):
    """A counting rule that is not among RULES."""


def graphemes(text: str) -> int:
    """Count extended grapheme clusters."""
    return len(_GRAPHEME.findall(text))


def links(text: str) -> list[tuple[int, int]]:
    """Return start and end (code points) of every link with a scheme, without the punctuation that ends a sentence."""
    found = []
    for match in _LINK.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in _LINK_END:
            if text[end - 1] == ")" and "(" in text[start:end]:
                break
            end -= 1
        found.append((start, end))
    return found


def marked(text: str, signs: str) -> list[str]:
    """Return the words that begin with one of `signs`, as #tiger and @park do, without the sign."""
    return re.findall(rf"(?<![\w/&])[{re.escape(signs)}](\w[\w.·-]*)", text)


def mastodon_length(text: str, *, url_length: int = URL_LENGTH) -> int:
    """Count as Mastodon does (app/validators/status_length_validator.rb)."""
    parts, last = [], 0
    for start, end in links(text):
        parts += [_MENTION.sub(r"@\1", text[last:start]), "x" * url_length]
        last = end
    parts.append(_MENTION.sub(r"@\1", text[last:]))
    return graphemes("".join(parts))


def threads_length(text: str) -> int:
    """Count as Threads does: an emoji, with whatever is joined to it, by its UTF-8 bytes, all else by characters."""
    return sum(
        len(piece.encode("utf-8", "surrogatepass")) if _EMOJI.search(piece) else len(piece)
        for piece in _GRAPHEME.findall(text)
    )


RULES: dict[str, Callable[[str], int]] = {
    "graphemes": graphemes,
    "characters": len,
    "bytes": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "mastodon": mastodon_length,
    "threads": threads_length,
    "weighted": weighted_length,
}


def count(text: str, rule: str, *, url_length: int = 0) -> int:
    """Return the length of `text` by `rule`. url_length: where a server states its own (Mastodon), 0 otherwise.

    Raises UnknownRule.
    """
    if rule not in RULES:
        raise UnknownRule(rule)
    if rule == "mastodon" and url_length:
        return mastodon_length(text, url_length=url_length)
    return RULES[rule](text)
