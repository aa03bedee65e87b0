"""What a writer hands back: the bytes of the file, and what they could not carry."""

import re
from dataclasses import dataclass

from curation.subtitles import markup
from curation.subtitles.cues import Cue, Document, Loss
from curation.subtitles.formats.spans import COLOURS

_CLASSES = re.compile(r"<\w+\.([^\s<>]+)")


@dataclass(frozen=True, slots=True)
class Written:
    """A file. `data` is its bytes, `losses` what was lost on the way, in the order of the cues."""

    data: bytes
    losses: tuple[Loss, ...] = ()

    @property
    def text(self) -> str:
        """The file as text, where the format is one (all but EBU STL)."""
        return self.data.decode("utf-8")


class Losses:
    """Gathers what is lost, each code once a cue."""

    def __init__(self) -> None:
        self._found: dict[Loss, None] = {}

    def add(self, cue: int, code: str) -> None:
        self._found[Loss(cue, code)] = None

    def found(self) -> tuple[Loss, ...]:
        return tuple(sorted(self._found, key=lambda loss: loss.cue))

    def of_document(self, document: Document, *, kept: tuple[str, ...]) -> None:
        """What only WebVTT has, unless its code is `kept`."""
        if document.header and "header" not in kept:
            self.add(-1, "header")
        if document.blocks and "blocks" not in kept:
            self.add(-1, "blocks")

    def of_cue(self, index: int, cue: Cue, *, kept: tuple[str, ...]) -> None:
        """The tags of a cue that a format cannot say, unless their code is `kept`."""
        found = set()
        if "identifiers" not in kept and cue.identifier and not cue.identifier.isdigit():
            found.add("identifiers")
        if "<" in cue.text:
            for piece, is_tag in markup.pieces(cue.text):
                if is_tag and not piece.startswith("</"):
                    found |= _codes(piece)
        for code in sorted(found - set(kept)):
            self.add(index, code)


def _codes(tag: str) -> set[str]:
    if tag[1].isdigit():
        return {"timestamps"}
    codes = set()
    match = _CLASSES.match(tag)
    if match:
        codes = {"colours" if name in COLOURS else "classes" for name in match.group(1).split(".") if name}
    name = re.match(r"<(\w+)", tag)
    code = {"v": "voices", "lang": "languages", "ruby": "ruby", "i": "emphasis", "b": "emphasis", "u": "emphasis"}
    if name and name.group(1) in code:
        codes.add(code[name.group(1)])
    return codes
