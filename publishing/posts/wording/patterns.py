"""Patterns with placeholders in braces, such as `{text} {hashtags}`. Doubled braces stand for themselves. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from publishing.connectors.message import gettext_noop

PLACEHOLDERS: dict[str, str] = {
    "title": gettext_noop("the title in this language"),
    "text": gettext_noop("the text in this language"),
    "species": gettext_noop("the names of the animals that are seen, in this language"),
    "hashtags": gettext_noop("hashtags of the species and of the house"),
    "link": gettext_noop("the link, with what tells where a reader came from"),
    "campaign": gettext_noop("the campaign's name"),
}
"""What may stand in braces, and what it becomes."""

SENTENCES: dict[str, str] = {
    "unknown_placeholder": gettext_noop("There is no placeholder {%(name)s}. There are: %(known)s."),
    "lone_brace": gettext_noop("A single %(brace)s stands at character %(place)s; write it twice to mean it."),
    "no_words": gettext_noop("The pattern needs {text} or {title}: without them every post says the same."),
}
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a pattern. `SENTENCES[code] % params` is what is translated."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def faults(pattern: str, *, wants_words: bool = True) -> list[Fault]:
    """Everything that is wrong with a pattern. wants_words: it must hold `{text}` or `{title}`."""
    found, names = [], set()
    for match in _PIECE.finditer(pattern):
        name = match.group(1)
        if match.group() in "{}":
            found.append(Fault("lone_brace", {"brace": match.group(), "place": match.start() + 1}))
        elif name is not None and name.strip() not in PLACEHOLDERS:
            known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
            found.append(Fault("unknown_placeholder", {"name": name.strip(), "known": known}))
        elif name is not None:
            names.add(name.strip())
    if wants_words and not found and not names & {"text", "title"}:
        found.append(Fault("no_words"))
    return found


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with its placeholders filled.

    A line all of whose placeholders are empty is left out ("More: {link}" without a link), and never more than one
    empty line stays between two others. What is unknown stays as it is written. The values are put in as they are: a
    placeholder within one is not filled again.
    """
    lines = [line for each in pattern.replace("\r\n", "\n").split("\n") for line in _line(each, values)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(line: str, values: Mapping[str, str]) -> Iterator[str]:
    names = [match.group(1).strip() for match in _PIECE.finditer(line) if match.group(1) is not None]
    known = [name for name in names if name in values]
    if known and not any(values[name].strip() for name in known):
        return
    made = _PIECE.sub(lambda match: _put(match, values), line)
    # Where one of several placeholders of a line is empty, the blank that stood before it goes too.
    yield re.sub(r"(?<=\S) {2,}", " ", made).rstrip() if known else made


def _put(match: re.Match[str], values: Mapping[str, str]) -> str:
    if match.group() in {"{{", "}}"}:
        return match.group()[0]
    name = match.group(1)
    if name is None or name.strip() not in values:
        return match.group()
    return values[name.strip()].strip()
