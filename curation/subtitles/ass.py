"""ASS for burning in with libass: our fonts, sizes and line breaks, and nothing of the text taken for a command."""

import unicodedata
from itertools import groupby

from curation.subtitles import fonts, markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.languages import Language
from curation.subtitles.languages import language as find_language
from curation.subtitles.layout import Picture, drawable, fitted, picture_for
from curation.subtitles.limits import limits_for
from curation.subtitles.settings import parse as parse_settings

_FORMAT = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, "
    "MarginV, Encoding"
)
_EVENTS = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
_RIGHT_TO_LEFT_MARK, _LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"
_WORD_JOINER = "\u2060"


def write(document: Document, *, language: str, width: int, height: int) -> str:
    """The document for a picture of `width` x `height` pixels. Raises SubtitleError `unknown_language`.

    Use with `fontsdir` = `fonts.prepare(...)`; nothing else is needed for the right fonts.
    """
    spoken = find_language(language)
    picture = picture_for(language=language, width=width, height=height)
    font = fonts.font_for(language)
    size = picture.em * fonts.line_ratio(font)
    style = (
        f"Style: Caption,{font.family},{size:.2f},&H00FFFFFF,&H00FFFFFF,&H00101010,&H80000000,0,0,0,0,100,100,0,0,1,"
        f"{picture.em * 0.055:.2f},{picture.em * 0.03:.2f},2,{picture.side},{picture.side},{picture.bottom},-1"
    )
    lines = [
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {width}",
        f"PlayResY: {height}",
        "WrapStyle: 0",
        "ScaledBorderAndShadow: yes",
        "Kerning: yes",
        f"Language: {spoken.tag.partition('-')[0]}",
        "YCbCr Matrix: None",
        "",
        "[V4+ Styles]",
        _FORMAT,
        style,
        "",
        "[Events]",
        _EVENTS,
    ]
    for cue in sorted(document.cues, key=lambda cue: cue.start):
        text = _text(cue, spoken, picture)
        if text and cue.end > cue.start:
            lines.append(f"Dialogue: 0,{_time(cue.start)},{_time(cue.end)},Caption,,0,0,0,,{text}")
    return "\n".join(lines) + "\n"


def _time(seconds: float) -> str:
    hundredths = max(0, round(seconds * 100))
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


def escape(text: str) -> str:
    """Literal text for an event: braces and backslashes are drawn, not obeyed.

    A word joiner behind each backslash keeps it from being read with the letter after it (mpv does the same).
    """
    text = text.replace("\\", f"\\{_WORD_JOINER}").replace("{", "\\{").replace("}", "\\}")
    return "".join(" " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character for character in text)


def _text(cue: Cue, language: Language, picture: Picture) -> str:
    runs = [run for run in markup.runs(drawable(cue.text)) if run.text]
    plain = "".join(run.text for run in runs)
    looks = [run for run in runs for _ in run.text]
    lines, scale = fitted(plain, language=language.tag, picture=picture)
    if not lines:
        return ""
    drawn = _styled(plain, looks, lines, language, picture.em * scale)
    return _placing(cue, language, picture, scale) + r"\N".join(drawn)


def _placing(cue: Cue, language: Language, picture: Picture, scale: float) -> str:
    settings = parse_settings(cue.settings)
    start, end = ("right", "left") if language.direction == "rtl" else ("left", "right")
    side = {"start": start, "end": end}.get(settings.align, settings.align)
    alignment = {"left": 1, "right": 3}.get(side, 2) + (6 if settings.at_top else 0)
    commands = f"\\an{alignment}" if alignment != 2 else ""
    if scale != 1.0:
        commands += f"\\fs{_size(fonts.font_for(language.tag), picture.em * scale)}"
    return f"{{{commands}}}" if commands else ""


def _size(font: fonts.Font, em: float) -> str:
    return f"{em * fonts.line_ratio(font):.2f}"


def _styled(plain: str, looks: list[markup.Run], lines: list[str], language: Language, em: float) -> list[str]:
    """Each line with the commands that its tags and its characters' fonts ask for."""
    main = fonts.font_for(language.tag)
    italics = limits_for(language.tag).italics
    state = (main, False, False, False)
    position = 0
    result = []
    for line in lines:
        drawn = _direction_mark(line, language)
        cells: list[tuple[str, tuple[fonts.Font, bool, bool, bool]]] = []
        for font, run in fonts.font_runs(line, language.tag):
            for character in run:
                # white space may have been changed or dropped by the layout; everything else stands in order
                if character.isspace():
                    look = looks[position if plain[position : position + 1].isspace() else position - 1]
                else:
                    position = plain.index(character, position) + 1
                    look = looks[position - 1]
                cells.append((character, (font, look.italic and italics, look.bold, look.underline)))
        for wanted, group in groupby(cells, key=lambda cell: cell[1]):
            drawn += _commands(state, wanted, em) + escape("".join(character for character, _ in group))
            state = wanted
        result.append(drawn)
    return result


def _commands(
    before: tuple[fonts.Font, bool, bool, bool], wanted: tuple[fonts.Font, bool, bool, bool], em: float
) -> str:
    commands = ""
    if wanted[0] != before[0]:
        commands += f"\\fn{wanted[0].family}\\fs{_size(wanted[0], em)}"
    for letter, old, new in zip("ibu", before[1:], wanted[1:], strict=True):
        if old != new:
            commands += f"\\{letter}{int(new)}"
    return f"{{{commands}}}" if commands else ""


def _direction_mark(line: str, language: Language) -> str:
    """A mark where the line's first letter would give libass the wrong base direction, and so misplace punctuation."""
    kinds = (unicodedata.bidirectional(character) for character in line)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    if language.direction == "rtl":
        return "" if first in ("R", "AL") else _RIGHT_TO_LEFT_MARK
    return _LEFT_TO_RIGHT_MARK if first in ("R", "AL") else ""
