"""Mends of a cue's text that leave every word as it is. Each gives the new text, or the same where it has nothing."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher

from curation.subtitles import markup
from curation.subtitles.languages import Language
from curation.subtitles.layout import joined, reflow
from curation.subtitles.quality.characters import balanced_directions, is_hidden
from curation.subtitles.quality.setting import LONGEST
from curation.subtitles.quality.typography import RULES

_SPACES = re.compile(r"[^\S\n]+")
_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")
_NAME = re.compile(r"</?(\w+)")


def with_literal(text: str, change: Callable[[str], str]) -> str:
    """A cue's text whose words were changed by `change`, which sees them without tags; every tag stays at its word."""
    pieces = list(markup.pieces(text))
    literal = "".join(piece for piece, is_tag in pieces if not is_tag)
    if len(literal) > LONGEST:
        return text
    wanted = change(literal)
    if wanted == literal:
        return text
    if len(pieces) == 1:
        return markup.tidy(markup.escape(wanted))
    places = _places(literal, wanted)
    result: list[str] = []
    at = 0
    for number, (piece, is_tag) in enumerate(pieces):
        if is_tag:
            result.append(piece)
            continue
        begin, at = at, at + len(piece)
        last = not any(not tag for _, tag in pieces[number + 1 :])
        result.append(markup.escape(wanted[places[begin] : len(wanted) if last else places[at]]))
    return markup.tidy("".join(result))


def _places(old: str, new: str) -> list[int]:
    """For each place in `old` the place in `new` that it became; of equal characters the first stays."""
    kept = 0
    thinned = []
    for character in old:
        thinned.append(kept)
        kept += kept < len(new) and new[kept] == character
    if kept == len(new):
        return [*thinned, kept]
    places = [0] * (len(old) + 1)
    for _, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for offset in range(end - start):
            places[start + offset] = min(new_start + offset, new_end)
    places[len(old)] = len(new)
    places[0] = 0
    return places


def spaced(text: str) -> str:
    """One space where there are several, none at the ends of lines."""

    def change(literal: str) -> str:
        lines = (_SPACES.sub(_one_space, line).strip() for line in literal.split("\n"))
        return "\n".join(line for line in lines if line)

    return with_literal(text, change)


def _one_space(match: re.Match[str]) -> str:
    kept = _NO_BREAK.search(match.group())
    return kept.group() if kept else " "


def visible(text: str) -> str:
    """Without controls and other characters that mean nothing in a caption; a tab becomes a space."""
    cleaned = text.replace("\t", " ")
    return with_literal(cleaned, lambda literal: "".join(each for each in literal if not is_hidden(each)))


def directed(text: str) -> str:
    """Every embedding of another direction closed in its line."""
    return with_literal(text, lambda literal: "\n".join(balanced_directions(line) for line in literal.split("\n")))


def upright(text: str) -> str:
    """Without italics."""
    kept = (
        piece if is_tag else markup.escape(piece)
        for piece, is_tag in markup.pieces(text)
        if not _is(piece, "i", is_tag)
    )
    return markup.tidy("".join(kept))


def _is(piece: str, name: str, is_tag: bool) -> bool:
    named = _NAME.match(piece) if is_tag else None
    return named is not None and named.group(1) == name


def balanced(text: str) -> str:
    """Tags closed in the order they were opened; what closes nothing is left out."""
    result: list[str] = []
    stack: list[str] = []
    for piece, is_tag in markup.pieces(text):
        named = _NAME.match(piece) if is_tag else None
        name = named.group(1) if named and not piece[1].isdigit() else ""
        if name and piece.startswith("</"):
            if name not in stack:
                continue
            while stack[-1] != name:
                result.append(f"</{stack.pop()}>")
            stack.pop()
        elif name:
            stack.append(name)
        result.append(piece if is_tag else markup.escape(piece))
    return markup.tidy("".join(result))


def broken(text: str, language: Language) -> list[str]:
    """The text with its lines broken anew: where they are good only, then wherever they are."""
    if len(text) > LONGEST:
        return []
    anew = with_literal(text, lambda literal: joined(literal, language=language.tag))
    return [reflow(text, language=language.tag), reflow(anew, language=language.tag)]


def typeset(text: str, code: str, language: Language) -> str:
    """By one rule of `typography`."""
    return with_literal(text, lambda literal: RULES[code](literal, language))
