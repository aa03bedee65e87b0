"""The text inside a cue: WebVTT's tags, and what is literal.

In `Cue.text` the known tags (`<c>`, `<i>`, `<b>`, `<u>`, `<v Name>`, `<lang xx>`, `<ruby>`, `<rt>`, and timestamps) are
tags; every other character means itself, `&` and `<` included, so that an editor's "R&D <3" needs no escape. The only
escape is `&lt;`, for a `<` that would otherwise begin a tag. Rules: https://www.w3.org/TR/webvtt1/#webvtt-cue-text
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NAMES = "ruby|rt|lang|c|i|b|u|v"
_STAMP = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
# (?<!--) because "-->" must never stand in a cue's text, not even at the end of a tag
TAG = re.compile(rf"<(?:/?(?:{_NAMES})(?:\.[^\s<>]*)?(?:\s[^<>]*)?(?<!--)|{_STAMP})>", re.ASCII)
_OPENS = re.compile(rf"<(?=/?(?:{_NAMES})(?!\w)|[0-9]{{2,}}:)", re.ASCII)
_NAME = re.compile(rf"</?({_NAMES})")
_ESCAPE = re.compile(r"&((?:amp;)*)lt;")
# To the standard every "<" begins a tag, and players swallow the rest of "I <3 you"; an editor wants it kept.
_RAW_TAG = re.compile(r"<(?:/?[A-Za-z.][^>]*|/?|[0-9]+:[^>]*)(?:>|\Z)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of plain text with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    voice: str = ""


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a cue's text into (piece, is it a tag); literal pieces come with their escapes resolved."""
    position = 0
    for match in TAG.finditer(text):
        if match.start() > position:
            yield _literal(text[position : match.start()]), False
        yield match.group(), True
        position = match.end()
    if position < len(text):
        yield _literal(text[position:]), False


def escape(plain: str) -> str:
    """Plain text as a cue's text: nothing in it can be taken for a tag."""
    text = _ESCAPE.sub(lambda match: f"&amp;{match.group()[1:]}", plain)
    last = text.rfind(">")  # what begins like a tag and is never closed is none
    return _OPENS.sub("&lt;", text[: last + 1]) + text[last + 1 :]


def _literal(text: str) -> str:
    def resolve(match: re.Match[str]) -> str:
        more = match.group(1)
        return f"&{more[4:]}lt;" if more else "<"

    return _ESCAPE.sub(resolve, text)


def normal(text: str) -> str:
    """The same text in the one form that parsers give: needless escapes gone, no empty lines, no NUL or CR."""
    return tidy("".join(piece if is_tag else escape(piece) for piece, is_tag in pieces(text)))


def tidy(text: str) -> str:
    """Line feeds only, and no empty lines: an empty line would end the cue in every format."""
    text = text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n{2,}", "\n", text).strip("\n")


def from_webvtt(raw: str) -> str:
    """A cue's text out of what stands in a WebVTT file: references resolved, unknown tags dropped as players do."""
    result = []
    position = 0
    for match in _RAW_TAG.finditer(raw):
        result.append(escape(html.unescape(raw[position : match.start()])))
        result.append(_known(match.group()))
        position = match.end()
    result.append(escape(html.unescape(raw[position:])))
    return normal("".join(result))


def _known(tag: str) -> str:
    if TAG.fullmatch(tag):
        return tag
    closed = tag.rstrip(">").replace("<", " ").replace("\n", " ").strip()
    rebuilt = f"<{closed}>"
    if TAG.fullmatch(rebuilt):  # a tag left open at the end of the cue still counts
        return rebuilt
    return "" if tag.endswith(">") else escape(html.unescape(tag))


def to_webvtt(text: str) -> str:
    """A cue's text as it must stand in a WebVTT file."""
    return tidy("".join(piece if is_tag else html.escape(piece, quote=False) for piece, is_tag in pieces(tidy(text))))


def runs(text: str) -> list[Run]:
    """The text as it is read, cut where its look changes. Ruby annotations follow their base in brackets."""
    result: list[Run] = []
    stack: list[str] = []
    open_tags: Counter[str] = Counter()
    voices: list[str] = []
    for piece, is_tag in pieces(text):
        if not is_tag:
            shown = f"（{piece}）" if open_tags["rt"] and piece.strip() else piece
            look = (open_tags["b"] > 0, open_tags["i"] > 0, open_tags["u"] > 0)
            result.append(Run(shown, *look, voices[-1] if voices else ""))
            continue
        named = _NAME.match(piece)
        if named is None:
            continue
        name = named.group(1)
        if not piece.startswith("</"):
            if name == "rt" and not open_tags["ruby"]:
                continue  # players show it as any other text
            stack.append(name)
            open_tags[name] += 1
            if name == "v":
                voices.append(piece[1:-1].partition(" ")[2].strip())
        while piece.startswith("</") and open_tags[name]:
            closed = stack.pop()
            open_tags[closed] -= 1
            if closed == "v":
                voices.pop()
            if closed == name:
                break
    return result


def plain(text: str) -> str:
    """The text as it is read, without any tag."""
    return "".join(run.text for run in runs(text))


def map_plain(text: str, change: Callable[[str], str]) -> str:
    """Change the literal pieces of a text and leave its tags."""
    return normal("".join(piece if is_tag else escape(change(piece)) for piece, is_tag in pieces(text)))


def unbalanced(text: str) -> list[str]:
    """Names of tags closed without being opened, or crossed. (A tag left open is allowed: it ends with the cue.)"""
    stack: list[str] = []
    bad = []
    for piece, is_tag in pieces(text):
        named = _NAME.match(piece) if is_tag else None
        if named is None:
            continue
        if not piece.startswith("</"):
            stack.append(named.group(1))
        elif stack and stack[-1] == named.group(1):
            stack.pop()
        else:
            bad.append(named.group(1))
    return bad


def shift_timestamps(text: str, seconds: float) -> str:
    """Move the timestamps inside a text; those that would fall before zero go."""

    def moved(match: re.Match[str]) -> str:
        if not match.group()[1].isdigit():
            return match.group()
        total = seconds
        for factor, part in zip((1, 60, 3600), reversed(match.group()[1:-1].split(":")), strict=False):
            total += factor * float(part)
        return f"<{timestamp(total)}>" if total > 0 else ""

    return TAG.sub(moved, text)


def timestamp(seconds: float, *, mark: str = ".") -> str:
    """`hh:mm:ss.mmm`, with two or more digits for the hours."""
    milliseconds = max(0, round(seconds * 1000))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"
