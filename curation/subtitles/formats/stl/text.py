"""The text field of an EBU STL block: characters, control codes for looks, and line ends."""

import re

from ttconv.stl import iso6937

from curation.subtitles import markup
from curation.subtitles.formats.stl.characters import CODECS

TELETEXT = (b"1", b"2")  # display standard codes: teletext level 1 and 2
ITALIC, NO_ITALIC, UNDERLINE, NO_UNDERLINE, NEW_LINE, UNUSED = 0x80, 0x81, 0x82, 0x83, 0x8A, 0x8F
_COLOURS = ("black", "red", "lime", "yellow", "blue", "magenta", "cyan", "")  # teletext alpha colours; white is usual
_CUTS = re.compile(rb"[\x00-\x1f\x7f-\x9f]")


def text_of(field: bytes, table: bytes, *, teletext: bool) -> str:
    """The field as a cue's text. In teletext a control code takes the room of a space, and each row begins anew."""
    result: list[str] = []
    colour, looks = "", {"i": False, "u": False}
    position = 0
    for match in [*_CUTS.finditer(field), None]:
        end = len(field) if match is None else match.start()
        if end > position:
            result.append(_styled(markup.escape(_decoded(field[position:end], table)), colour, looks))
        if match is None:
            break
        code, position = field[match.start()], match.end()
        if code == NEW_LINE:
            result.append("\n")
            if teletext:
                colour, looks = "", {"i": False, "u": False}
        elif code in (ITALIC, NO_ITALIC):
            looks["i"] = code == ITALIC
        elif code in (UNDERLINE, NO_UNDERLINE):
            looks["u"] = code == UNDERLINE
        elif code <= 0x1F and teletext:
            result.append(" ")
            colour = _COLOURS[code] if code < len(_COLOURS) else colour
    return _tidy("".join(result))


def _decoded(data: bytes, table: bytes) -> str:
    codec = CODECS.get(table.decode("ascii", errors="replace"))
    if codec is None:
        return iso6937.decode(data, errors="replace")[0]
    return data.decode(codec, errors="replace")


def _styled(text: str, colour: str, looks: dict[str, bool]) -> str:
    for name in ("u", "i"):
        text = f"<{name}>{text}</{name}>" if looks[name] else text
    return f"<c.{colour}>{text}</c>" if colour else text


def _tidy(text: str) -> str:
    joined = re.sub(r"</(i|u)>( ?)<\1>", r"\2", text)
    joined = re.sub(r"</c>( *)<c>", r"\1", joined)
    lines = (re.sub(r"(?:(?<= ) )+", "", line).strip() for line in joined.split("\n"))
    return markup.normal("\n".join(line for line in lines if line))
