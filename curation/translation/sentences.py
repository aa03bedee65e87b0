"""Cutting a cue into sentences, keeping aside what no model should touch, and putting the whole together again."""

import re
from dataclasses import dataclass

UNSPACED = ("zh-Hans", "zh-Hant", "ja")
"""Languages written without spaces between sentences."""

WIDE_MARKS = str.maketrans({",": "，", ":": "：", "?": "？", "!": "！"})
"""SentencePiece folds wide marks into ASCII (NFKC); Chinese and Japanese want them back."""

_END = re.compile(r"(?<=[。！？])\s*|(?<=[.!?؟])\s+(?=\S)")
_STAMP = re.compile(r"^\[?\d{1,4}(?:[-/.:]\d{1,2}){1,5}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\]?(?:\s*[-–—|]\s*|\s+)(?=\S)")
_SCIENTIFIC = re.compile(r"\s*[(（]([A-Z][a-z]+ [a-z]{3,}(?: [a-z]{3,})?)[)）]")


@dataclass(frozen=True, kw_only=True)
class Framed:
    """A text without its time stamp and without the scientific name in brackets, which pass through unchanged."""

    stamp: str
    body: str
    scientific_name: str
    listed: bool

    def around(self, translation: str, *, target: str) -> str:
        """The translation with the time stamp before it and the scientific name back in its brackets."""
        if self.scientific_name:
            left, right = ("（", "）") if target in UNSPACED else (" (", ")")
            name = f"{left}{self.scientific_name}{right}"
            if self.listed:
                head, mark, rest = _first_mark(translation)
                translation = f"{head}{name}{mark}{rest}"
            else:
                stop = translation[-1:] if translation[-1:] in ".。" else ""
                translation = f"{translation.removesuffix(stop) if stop else translation}{name}{stop}"
        return self.stamp + translation


def _first_mark(text: str) -> tuple[str, str, str]:
    found = re.search(r"[,，、،]", text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found.group(), text[found.end() :]


def framed(text: str) -> Framed:
    """Take aside a leading date or time, and one scientific name in brackets."""
    stamp = _STAMP.match(text)
    body = text[stamp.end() :] if stamp else text
    name = _SCIENTIFIC.search(body)
    listed = False
    if name:
        after = body[name.end() :].lstrip()
        listed = after[:1] in (",", "，", "、")
        body = body[: name.start()] + body[name.end() :]
    return Framed(
        stamp=stamp.group() if stamp else "",
        body=body,
        scientific_name=name.group(1) if name else "",
        listed=listed,
    )


def split(text: str, *, language: str) -> list[str]:
    """The sentences of a cue. Line breaks are layout, not meaning: they become a space, or nothing where
    the language has none."""
    joint = "" if language in UNSPACED else " "
    flat = joint.join(line.strip() for line in text.splitlines() if line.strip())
    return [part.strip() for part in _END.split(flat) if part and part.strip()]


def join(sentences: list[str], *, language: str) -> str:
    """Sentences as one text again."""
    return ("" if language in UNSPACED else " ").join(sentences)


def finished(text: str, *, language: str) -> str:
    """A model's output as print wants it."""
    text = text.strip()
    if language not in UNSPACED:
        return text
    # a colon or comma between figures stays as it is: 12:30, 1,200
    return re.sub(r"(?<!\d)[,:?!]\s*|[,:?!]\s*(?!\d)", lambda mark: mark.group().rstrip().translate(WIDE_MARKS), text)
