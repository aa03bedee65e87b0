"""The XML of a TTML file: no entities, no endless nesting, the namespaces of today, and what stands before damage."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from curation.subtitles.cues import Problem
from curation.subtitles.errors import SubtitleError

DEEPEST = 40  # elements within elements; regular files have some eight
MOST = 250_000  # elements: some 50,000 captions, more than a day has
TTML = "{http://www.w3.org/ns/ttml}"
PARAMETER = "{http://www.w3.org/ns/ttml#parameter}"
_DRAFTS = re.compile(r"\{http://www\.w3\.org/(?:2006/04|2006/10|2005/02)/ttaf1(#[a-z]+)?\}")
_LYRICS = "{http://music.apple.com/lyric-ttml-internal}"
_TIME = re.compile(r"\d{2,}:\d\d:\d\d(?:\.\d+|:\d{2,})?|\d+(?:\.\d+)?(?:h|m|s|ms|f|t)", re.ASCII)
_BARE = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d+)?)", re.ASCII)


def tree(data: bytes) -> tuple[Element, list[Problem]]:
    """The `tt` element of a file. Raises SubtitleError `entities`, `too_deep`, `too_many`, `not_a_document`."""
    builder = _Builder()
    problems: list[Problem] = []
    parser = DefusedXMLParser(target=builder, forbid_dtd=False)
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise SubtitleError("entities", format="TTML") from error
    except SubtitleError:
        raise
    except (ParseError, ValueError, LookupError) as error:
        # ValueError and LookupError: an encoding that is not known, or is not what it says
        problems.append(Problem(getattr(error, "position", (0, 0))[0], "damaged"))
    root = builder.tree()
    if root is None or root.tag != f"{TTML}tt":
        raise SubtitleError("not_a_document", format="TTML")
    _regular(root, problems)
    return root, problems


class _Builder:
    """Builds the tree that was seen so far, however the file ends."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.open: list[str] = []
        self.count = 0
        self.root: Element | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        if len(self.open) >= DEEPEST:
            raise SubtitleError("too_deep", format="TTML", limit=DEEPEST)
        self.count += 1
        if self.count > MOST:
            raise SubtitleError("too_many", format="TTML", limit=MOST)
        self.open.append(_name(tag))
        element = self.builder.start(self.open[-1], {_name(name): value for name, value in attributes.items()})
        if self.root is None:
            self.root = element
        return element

    def end(self, tag: str) -> Element:
        return self.builder.end(self.open.pop())

    def data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)

    def close(self) -> Element | None:
        return self.root

    def tree(self) -> Element | None:
        while self.open:
            self.end(self.open[-1])
        return self.root


def _name(name: str) -> str:
    """Names in the namespaces of TTML's drafts, as they are called today."""
    return _DRAFTS.sub(lambda match: "{http://www.w3.org/ns/ttml" + (match.group(1) or "") + "}", name)


def _regular(root: Element, problems: list[Problem]) -> None:
    """Times as the standard writes them; what has none that can be read goes."""
    if f"{PARAMETER}tickRate" not in root.attrib and f"{PARAMETER}frameRate" in root.attrib:
        root.set(f"{PARAMETER}tickRate", root.get(f"{PARAMETER}frameRate", "1"))  # TTML2, 7.2.9: the default
    if any(name.startswith(_LYRICS) for name in root.attrib):
        _lyrics(root)
    number = 0
    for parent, element in _pairs(root):
        number += element.tag == f"{TTML}p"
        for name in ("begin", "end", "dur"):
            value = element.get(name)
            if value is None:
                continue
            time = _time(value)
            if time is None:
                problems.append(Problem(number, "bad_timing"))
                parent.remove(element)
                break
            element.set(name, time)


def _pairs(root: Element) -> Iterator[tuple[Element, Element]]:
    for parent in list(root.iter()):
        for child in list(parent):
            yield parent, child


def _time(value: str) -> str | None:
    value = value.strip()
    if len(value) > 40:
        return None
    if _TIME.fullmatch(value):
        return value
    match = _BARE.fullmatch(value)
    if match is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return f"{hours * 3600 + minutes * 60 + seconds:.3f}s"


def _lyrics(root: Element) -> None:
    """Apple's lyrics count every time from the start of the song, and let the words that were sung stand."""
    for element in root.iter(f"{TTML}body"):
        element.attrib.pop("dur", None)
    for element in root.iter(f"{TTML}div"):
        for name in ("begin", "end"):
            element.attrib.pop(name, None)
    for paragraph in root.iter(f"{TTML}p"):
        base = _bare_seconds(paragraph.get("begin", ""))
        for word in paragraph.iter(f"{TTML}span"):
            word.attrib.pop("end", None)
            begin = _bare_seconds(word.attrib.pop("begin", ""))
            if base is not None and begin is not None and begin > base:
                word.set("begin", f"{begin - base:.3f}s")


def _bare_seconds(value: str) -> float | None:
    time = _time(value)
    return float(time[:-1]) if time is not None and re.fullmatch(r"[\d.]+s", time) else None
