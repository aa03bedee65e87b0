"""What readers of foreign files share: rows with problems by line, language tags as others write them, safe XML."""

import codecs
import re
import xml.etree.ElementTree as stdlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Generic, Protocol, TypeVar

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "ru", "ko", "ja", "es", "fr", "de", "ar", "pt", "mn")
MOST_CHARACTERS = 20_000
"""Of one sentence or note; more is no sentence, and would be held in memory."""

_TRADITIONAL = re.compile(r"^zh\b.*\b(hant|tw|hk|mo)\b", re.IGNORECASE)
_CHUNK = 1 << 16
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MANY_BYTES = frozenset({"gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "euc_jp", "euc_kr", "cp949"})

MESSAGES: dict[str, str] = {
    "xml_broken": "The file is damaged here: %(detail)s.",
    "xml_forbidden": "The file declares entities, which are not read for safety.",
    "not_this_kind": "This is not a %(format)s file.",
    "encoding_unknown": "The letters of this file cannot be read; save it as UTF-8.",
    "columns_missing": "The first line must name the columns %(columns)s.",
    "row_broken": "This line cannot be read: %(detail)s.",
    "unknown_language": "“%(language)s” is not a language of Pugmark.",
    "wrong_language": "The text is declared as “%(language)s” but is not written in its script: %(text)s.",
    "source_missing": "There is no sentence in the source language “%(language)s”.",
    "target_missing": "There is no translation beside the source.",
    "empty_text": "A sentence is empty.",
    "text_long": "A text has more than %(most)d characters.",
    "key_missing": "The line names no term.",
    "no_terms": "The entry “%(key)s” holds no term in a language of Pugmark.",
    "unknown_value": "“%(value)s” is not known as %(column)s.",
}
"""English sentences by code, for the Django side to translate."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong at a line: a code of `MESSAGES` and what fills its sentence."""

    code: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return MESSAGES[self.code] % self.params


Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Row(Generic[Value]):
    """Something read, or a problem instead, and the line where it began (1 is the first)."""

    line: int
    value: Value | None = None
    problem: Problem | None = None


class Unreadable(ValueError):
    """The file as a whole is not what it should be. `code` and `params` as in `Problem`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(MESSAGES[code] % params)
        self.code = code
        self.params = params


def language_tag(tag: str) -> str:
    """Our tag for a language as others write it (ZH-CN, en_US, zho); empty where it is none of ours."""
    plain = tag.strip().replace("_", "-")
    by_three = {"zho": "zh", "chi": "zh", "eng": "en", "rus": "ru", "kor": "ko", "jpn": "ja", "spa": "es", "fra": "fr"}
    by_three |= {"fre": "fr", "deu": "de", "ger": "de", "ara": "ar", "por": "pt", "mon": "mn"}
    base, _, rest = plain.lower().partition("-")
    base = by_three.get(base, base)
    if base == "zh":
        return "zh-Hant" if _TRADITIONAL.match(f"zh-{rest}") else "zh-Hans"
    return base if base in LANGUAGES else ""


class Target(Protocol):
    """Hears of elements (local names, without namespace) and keeps rows until they are fetched."""

    rows: list[Row[Any]]

    def start(self, name: str, attributes: dict[str, str], *, line: int) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text, maybe not all of it at once."""


class _Relay:
    """Between the parser and a target: local names and the line."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.parser: Any = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rsplit("}", 1)[-1]: value for key, value in attributes.items()}
        self.target.start(name.rsplit("}", 1)[-1], plain, line=self.parser.parser.CurrentLineNumber)

    def end(self, name: str) -> None:
        self.target.end(name.rsplit("}", 1)[-1])

    def data(self, text: str) -> None:
        self.target.data(text)

    def close(self) -> None:
        """The parser says that it is done."""


def read_xml(stream: IO[bytes], target: Target) -> Iterator[Row[Any]]:
    """Rows as the target makes them, piece by piece; at the first damage one last row tells of it.

    Entities, and with them every bomb made of them, are refused; a document type without entities is passed over.
    Nothing outside the file is ever opened.
    """
    head = stream.read(_CHUNK)
    declared = _DECLARED.match(head[:300].removeprefix(codecs.BOM_UTF8))
    encoding = declared.group(1).decode().lower().replace("-", "_") if declared else ""
    many = encoding if encoding in _MANY_BYTES else ""
    relay = _Relay(target)
    parser = XMLParser(target=relay, encoding="utf-8" if many else None, forbid_dtd=False, forbid_entities=True)
    relay.parser = parser
    decoder = codecs.getincrementaldecoder(many)("strict") if many else None
    try:
        while head:
            parser.feed(decoder.decode(head).encode() if decoder else head)
            yield from target.rows
            target.rows.clear()
            head = stream.read(_CHUNK)
        parser.close()
        yield from target.rows
    except (stdlib.ParseError, DefusedXmlException, UnicodeError, LookupError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        yield from target.rows
        yield Row(line=parser.parser.CurrentLineNumber or 1, problem=_damage(error))


def _damage(error: Exception) -> Problem:
    if isinstance(error, DefusedXmlException):
        return Problem(code="xml_forbidden")
    if isinstance(error, UnicodeError):
        return Problem(code="encoding_unknown")
    return Problem(code="xml_broken", params={"detail": str(error).split(":")[0]})


_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Text for an XML file: marks escaped, what XML cannot hold (NUL, lone surrogates) as U+FFFD."""
    plain = _UNWRITABLE.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("\r", "&#13;").replace('"', "&quot;")


def attribute(text: str) -> str:
    """Text for an attribute: as `escaped`, with white space that would be folded kept."""
    return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")
