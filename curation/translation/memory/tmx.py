"""Translation memories as TMX 1.4b (https://www.gala-global.org/tmx-14b), read in a stream and written in one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from curation.translation.exchange import (
    MOST_CHARACTERS,
    Problem,
    Row,
    Unreadable,
    attribute,
    escaped,
    language_tag,
    read_xml,
)
from curation.translation.memory.unit import Unit
from curation.translation.scripts import plausible

_CODE = frozenset({"bpt", "ept", "ph", "it", "ut"})
"""Elements of a segment that hold another format's code, no words."""

_ANY = "*all*"


@dataclass(kw_only=True)
class _Variant:
    language: str
    text: list[str] = field(default_factory=list)


class _Reader:
    """Hears the elements of a TMX file and makes rows of units."""

    def __init__(self) -> None:
        self.rows: list[Row[Unit]] = []
        self._begun = False
        self._declared = ""
        self._source = ""
        self._identity = ""
        self._origin: list[str] | None = None
        self._said_origin = ""
        self._line = 0
        self._variants: list[_Variant] = []
        self._in_segment = False
        self._code = 0
        self._made = 0

    def start(self, name: str, attributes: dict[str, str], *, line: int) -> None:
        if not self._begun:
            self._begun = True
            if name != "tmx":
                raise Unreadable("not_this_kind", format="TMX")
        if name == "header":
            self._declared = attributes.get("srclang", "")
        elif name == "tu":
            self._line, self._variants, self._said_origin = line, [], ""
            self._source = attributes.get("srclang") or self._declared
            self._identity = attributes.get("tuid", "")
        elif name == "tuv":
            self._variants.append(_Variant(language=attributes.get("lang", "")))
        elif name == "prop" and attributes.get("type") == "x-origin":
            self._origin = []
        elif name == "seg" and self._variants:
            self._in_segment, self._code = True, 0
        elif self._in_segment and name in _CODE:
            self._code += 1

    def end(self, name: str) -> None:
        if name == "seg":
            self._in_segment = False
        elif name == "prop" and self._origin is not None:
            self._said_origin, self._origin = "".join(self._origin), None
        elif name == "tu":
            self._finish()
        elif self._in_segment and name in _CODE:
            self._code -= 1

    def data(self, text: str) -> None:
        if self._origin is not None:
            self._origin.append(text)
        elif self._in_segment and not self._code:
            kept = self._variants[-1].text
            # one part beyond the limit is enough to know; a segment without end must not fill the memory
            if sum(map(len, kept)) <= MOST_CHARACTERS:
                kept.append(text)

    def _finish(self) -> None:
        texts: dict[str, str] = {}
        for variant in self._variants:
            tag = language_tag(variant.language)
            if not tag:
                self._refuse("unknown_language", language=variant.language)
                continue
            texts.setdefault(tag, "".join(variant.text))
        source = self._spoken(texts)
        if not source:
            self._refuse("source_missing", language=self._source)
        elif len(texts) < 2:
            self._refuse("target_missing")
        elif self._fits(source, texts[source]):
            for tag, text in texts.items():
                if tag != source and self._fits(tag, text):
                    self._unit(source, texts[source], tag, text)

    def _spoken(self, texts: dict[str, str]) -> str:
        """The source language of the unit; where the file leaves it open, the first."""
        if self._source and self._source.lower() != _ANY:
            tag = language_tag(self._source)
            return tag if tag in texts else ""
        return next(iter(texts), "")

    def _fits(self, language: str, text: str) -> bool:
        if not text.strip():
            return self._refuse("empty_text")
        if len(text) > MOST_CHARACTERS:
            return self._refuse("text_long", most=MOST_CHARACTERS)
        if not plausible(text, language=language):
            return self._refuse("wrong_language", language=language, text=text[:40])
        return True

    def _refuse(self, code: str, **params: object) -> bool:
        self.rows.append(Row(line=self._line, problem=Problem(code=code, params=params)))
        return False

    def _unit(self, source: str, source_text: str, target: str, target_text: str) -> None:
        self._made += 1
        number = int(self._identity) if self._identity.isascii() and self._identity.isdecimal() else self._made
        unit = Unit(
            id=number,
            source_language=source,
            target_language=target,
            source=source_text,
            target=target_text,
            origin=self._said_origin,
        )
        self.rows.append(Row(line=self._line, value=unit))


def read(stream: IO[bytes]) -> Iterator[Row[Unit]]:
    """The units of a TMX file (1.1 to 1.4b), each with its line; what cannot be taken is a problem with its line.

    Inline codes are left out, highlighted words kept. A unit of several languages gives one pair for each target.
    Raises `Unreadable` for XML of another kind.
    """
    yield from read_xml(stream, _Reader())


def write(units: Iterable[Unit], stream: IO[bytes]) -> None:
    """A TMX 1.4 file in UTF-8, one unit at a time."""
    stream.write(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        b'<header creationtool="Pugmark" creationtoolversion="1" segtype="sentence" o-tmf="Pugmark" adminlang="en" '
        b'srclang="*all*" datatype="plaintext"/>\n<body>\n'
    )
    for unit in units:
        origin = f'<prop type="x-origin">{escaped(unit.origin)}</prop>' if unit.origin else ""
        pair = "".join(
            f'<tuv xml:lang="{attribute(language)}"><seg>{escaped(text)}</seg></tuv>'
            for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target))
        )
        line = f'<tu tuid="{unit.id}" srclang="{attribute(unit.source_language)}">{origin}{pair}</tu>\n'
        stream.write(line.encode())
    stream.write(b"</body>\n</tmx>\n")
