"""Cues out of ttconv's model of TTML, into which it reads TTML, SCC and EBU STL alike.

A paragraph with words that come and go becomes several cues, one for each moment that something changes; where words
only come, they stay one cue with WebVTT timestamps. Looks that WebVTT has no word for are told of, once a document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ttconv import model
from ttconv.style_properties import DisplayType, FontStyleType, FontWeightType, NamedColors, StyleProperties

from curation.subtitles import markup
from curation.subtitles.cues import Cue, Document, Problem
from curation.subtitles.formats.places import settings_of

MOST_STEPS = 200  # changes within one paragraph; karaoke has some twenty
MOST_WORK = 200_000  # changes times pieces of text
LONGEST = 7.0  # seconds for a cue that has no end: the longest that a caption may stand

# WebVTT's default classes (https://www.w3.org/TR/webvtt1/#default-text-color); CEA-608 says green for pure lime
COLOURS = {
    NamedColors.lime.value: "lime",
    NamedColors.green.value: "lime",
    NamedColors.cyan.value: "cyan",
    NamedColors.red.value: "red",
    NamedColors.yellow.value: "yellow",
    NamedColors.magenta.value: "magenta",
    NamedColors.blue.value: "blue",
    NamedColors.black.value: "black",
}
_ORDINARY = (NamedColors.white.value, NamedColors.transparent.value)
_INHERITED = (
    StyleProperties.FontStyle,
    StyleProperties.FontWeight,
    StyleProperties.TextDecoration,
    StyleProperties.Color,
    StyleProperties.TextAlign,
    StyleProperties.Visibility,
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands down to those inside it."""

    styles: dict[Any, Any]
    language: str = ""
    ruby: tuple[str, ...] = ()

    def inside(self, element: model.ContentElement) -> "_Look":
        own = {name: value for name in _INHERITED if (value := element.get_style(name)) is not None}
        return replace(self, styles={**self.styles, **own}) if own else self

    def tags(self, colour: str) -> tuple[str, ...]:
        """The tags that surround a text of this look, outermost first."""
        found = [f"lang {self.language}"] if self.language else []
        found += [f"c.{colour}"] if colour else []
        if self.styles.get(StyleProperties.FontWeight) is FontWeightType.bold:
            found.append("b")
        if self.styles.get(StyleProperties.FontStyle) in (FontStyleType.italic, FontStyleType.oblique):
            found.append("i")
        decoration = self.styles.get(StyleProperties.TextDecoration)
        if decoration is not None and getattr(decoration, "underline", None) is True:
            found.append("u")
        return (*found, *self.ruby)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A stretch of text with one look and one time (seconds from the start of the picture)."""

    text: str
    tags: tuple[str, ...]
    begin: Fraction
    end: Fraction | None
    preserved: bool = False


@dataclass(slots=True)
class Paragraphs:
    """Walks one document. `problems` gathers what was left out."""

    document: model.ContentDocument
    codes: dict[str, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ruby_count: int = 0

    def read(self) -> Document:
        """The document's paragraphs as cues, in the order of their times."""
        cues: list[tuple[Cue, bool]] = []
        body = self.document.get_body()
        if body is not None:
            for paragraph, begin, end, chain in _paragraphs(body):
                cues.extend(self._cues(paragraph, begin, end, chain))
        cues.sort(key=lambda pair: pair[0].start)
        ended = self._ended(cues)
        problems = (*self.problems, *(Problem(0, code) for code in self.codes))
        return Document(ended, problems=problems, language=self.document.get_lang() or "")

    def _ended(self, cues: list[tuple[Cue, bool]]) -> tuple[Cue, ...]:
        starts = [cue.start for cue, _ in cues]
        result = []
        for number, (cue, endless) in enumerate(cues, start=1):
            if endless:
                following = bisect_right(starts, cue.start)
                latest = cue.start + LONGEST
                end = min(latest, starts[following]) if following < len(starts) else latest
                cue = replace(cue, end=end)
                self.problems.append(Problem(number, "endless"))
            result.append(cue)
        return tuple(result)

    def _cues(
        self, paragraph: model.P, begin: Fraction, end: Fraction | None, chain: tuple[model.ContentElement, ...]
    ) -> Iterator[tuple[Cue, bool]]:
        region = next((element.get_region() for element in reversed(chain) if element.get_region() is not None), None)
        look = _Look({})
        for element in (region, *chain) if region is not None else chain:
            look = look.inside(element)
        align = look.styles.get(StyleProperties.TextAlign)
        settings = settings_of(region, align, self.document)
        leaves = list(self._leaves(paragraph, look, begin, end, depth=0))
        identifier = paragraph.get_id() or ""
        for number, (first, last, text) in enumerate(self._steps(leaves, begin, end)):
            cue = Cue(
                _seconds(first),
                0.0 if last is None else _seconds(last),
                text,
                identifier="" if number else " ".join(identifier.split()),
                settings=settings,
            )
            yield cue, last is None

    def _leaves(
        self, element: model.ContentElement, look: _Look, begin: Fraction, end: Fraction | None, depth: int
    ) -> Iterator[_Leaf]:
        if any(True for _ in element.iter_animation_steps()):
            self.codes["looks"] = None
        for child in element:
            if isinstance(child, model.Br):
                yield _Leaf("\n", look.tags(self._colour(look)), begin, end)
            elif isinstance(child, model.Text):
                text = child.get_text()
                preserved = element.get_space() is model.WhiteSpaceHandling.PRESERVE
                if not preserved:
                    text = re.sub(r"[ \t\r\n]+", " ", text)
                yield _Leaf(text, look.tags(self._colour(look)), begin, end, preserved)
            elif isinstance(child, model.Rp) or child.get_style(StyleProperties.Display) is DisplayType.none:
                continue
            else:
                inner = self._inside(child, look)
                yield from self._leaves(child, inner, *_within(child, begin, end), depth + 1)

    def _inside(self, child: model.ContentElement, look: _Look) -> _Look:
        inner = look.inside(child)
        language = child.get_lang()
        if language and language != self.document.get_lang() and re.fullmatch(r"[A-Za-z0-9-]+", language):
            inner = replace(inner, language=language)
        if isinstance(child, model.Ruby):
            self.ruby_count += 1  # two beside each other must not grow together
            return replace(inner, ruby=(f"ruby#{self.ruby_count}",))
        if isinstance(child, model.Rt) and inner.ruby:
            return replace(inner, ruby=(*inner.ruby[:1], "rt"))
        return inner

    def _colour(self, look: _Look) -> str:
        colour = look.styles.get(StyleProperties.Color)
        if colour is None or colour in _ORDINARY:
            return ""
        if colour not in COLOURS:
            self.codes["looks"] = None
        return COLOURS.get(colour, "")

    def _steps(
        self, leaves: list[_Leaf], begin: Fraction, end: Fraction | None
    ) -> Iterator[tuple[Fraction, Fraction | None, str]]:
        times = {begin} | {leaf.begin for leaf in leaves}
        times |= {leaf.end for leaf in leaves if leaf.end is not None and leaf.end != end}
        if len(times) > MOST_STEPS or len(times) * len(leaves) > MOST_WORK:
            self.codes["steps"] = None
            times = {begin}
            leaves = [replace(leaf, begin=begin, end=end) for leaf in leaves]
        ordered = sorted(time for time in times if end is None or time < end)
        if len(ordered) > 1 and all(leaf.end == end for leaf in leaves):
            written = [leaf for leaf in leaves if leaf.text.strip()]
            if all(one.begin <= other.begin for one, other in pairwise(written)):
                yield from _gathered([(begin, end, _words(leaves, begin))])
                return
        steps = []
        for first, last in zip(ordered, [*ordered[1:], end], strict=True):
            shown = [leaf for leaf in leaves if leaf.begin <= first and (leaf.end is None or leaf.end > first)]
            steps.append((first, last, _words(shown, None)))
        yield from _gathered(steps)


def _paragraphs(
    element: model.ContentElement,
) -> Iterator[tuple[model.P, Fraction, Fraction | None, tuple[model.ContentElement, ...]]]:
    """Every paragraph that is shown, with its time and the elements around it (itself last)."""
    # a stack of our own: a file may hold divisions within divisions, deeper than Python would go
    stack: list[tuple[model.ContentElement, Fraction, Fraction | None, tuple[model.ContentElement, ...]]] = [
        (element, Fraction(0), None, ())
    ]
    while stack:
        current, begin, end, chain = stack.pop()
        if current.get_style(StyleProperties.Display) is DisplayType.none:
            continue
        begin, end = _within(current, begin, end)
        chain = (*chain, current)
        if isinstance(current, model.P):
            if end is None or end > begin:
                yield current, begin, end, chain
        else:
            stack.extend((child, begin, end, chain) for child in reversed(list(current)))


def _within(element: model.ContentElement, begin: Fraction, end: Fraction | None) -> tuple[Fraction, Fraction | None]:
    """The element's own time, cut to that of the element around it."""
    own_begin, own_end = element.get_begin(), element.get_end()
    last = end if own_end is None else begin + own_end
    if end is not None and last is not None:
        last = min(last, end)
    return begin + (own_begin or 0), last


def _gathered(
    steps: list[tuple[Fraction, Fraction | None, str]],
) -> Iterator[tuple[Fraction, Fraction | None, str]]:
    """Steps that say the same put together, those that say nothing left out."""
    held: tuple[Fraction, Fraction | None, str] | None = None
    for first, last, text in steps:
        if held is not None and held[2] == text and held[1] == first:
            held = (held[0], last, text)
            continue
        if held is not None and held[2]:
            yield held
        held = (first, last, text)
    if held is not None and held[2]:
        yield held


def _words(leaves: list[_Leaf], shown_from: Fraction | None) -> str:
    """The text of leaves with its tags; words that come after `shown_from` stand behind a timestamp."""
    result: list[str] = []
    open_tags: list[str] = []
    now = shown_from
    literal = ""  # escaped as one: what two elements say together could be taken for a tag
    for leaf in _trimmed(leaves):
        keep = 0
        while keep < min(len(open_tags), len(leaf.tags)) and open_tags[keep] == leaf.tags[keep]:
            keep += 1
        tags = [f"</{_name(tag)}>" for tag in reversed(open_tags[keep:])]
        if now is not None and leaf.begin > now and leaf.text.strip():
            tags.append(f"<{markup.timestamp(_seconds(leaf.begin))}>")
            now = leaf.begin
        tags += [f"<{tag.partition('#')[0]}>" for tag in leaf.tags[keep:]]
        if tags:
            result += [markup.escape(literal), *tags]
            literal = ""
        open_tags = list(leaf.tags)
        literal += leaf.text
    result.append(markup.escape(literal))
    result += [f"</{_name(tag)}>" for tag in reversed(open_tags)]
    text = "".join(result)
    return markup.normal(text) if markup.plain(text).strip() else ""


def _name(tag: str) -> str:
    return re.split(r"[ .#]", tag, maxsplit=1)[0]


def _trimmed(leaves: list[_Leaf]) -> list[_Leaf]:
    """No space at either end of a line, nor two that meet where elements do; what is empty then goes."""
    kept: list[_Leaf] = []
    before = "\n"
    for leaf in leaves:
        text = leaf.text.lstrip(" ") if before == "\n" or (before == " " and not leaf.preserved) else leaf.text
        if text:
            kept.append(replace(leaf, text=text))
            before = text[-1]
    after = "\n"
    result: list[_Leaf] = []
    for leaf in reversed(kept):
        text = leaf.text.rstrip(" ") if after == "\n" else leaf.text
        if text:
            result.append(replace(leaf, text=text))
            after = text[0]
    return result[::-1]


def _seconds(time: Fraction) -> float:
    return round(time * 1000) / 1000
