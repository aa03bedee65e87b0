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
# ems: Noto Sans Arabic leaves 2.2 from line to line, which reads as two captions; Latin and Chinese have 1.5
_LOOSE, _STEP = 1.8, 1.6
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
        if cue.end > cue.start:
            times = f"{_time(cue.start)},{_time(cue.end)}"
            texts = _texts(cue, spoken, picture, width=width, height=height)
            lines += [f"Dialogue: 0,{times},Caption,,0,0,0,,{text}" for text in texts]
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


def _texts(cue: Cue, language: Language, picture: Picture, *, width: int, height: int) -> list[str]:
    """What is drawn of a cue: one text, or where the font's lines would stand too far apart one for each line."""
    runs = [run for run in markup.runs(drawable(cue.text)) if run.text]
    plain = "".join(run.text for run in runs)
    looks = [run for run in runs for _ in run.text]
    lines, scale = fitted(plain, language=language.tag, picture=picture)
    if not lines:
        return []
    em = picture.em * scale
    alignment = _alignment(cue, language)
    font = fonts.font_for(language.tag)
    size = f"\\fs{_size(font, em)}" if scale != 1.0 else ""
    if len(lines) == 1 or fonts.line_ratio(font) <= _LOOSE:
        commands = (f"\\an{alignment}" if alignment != 2 else "") + size
        drawn = _styled(plain, looks, lines, language, em)
        return [(f"{{{commands}}}" if commands else "") + r"\N".join(drawn)]
    across = {1: picture.side, 0: width - picture.side}.get(alignment % 3, width / 2)
    top = alignment > 6
    last = len(lines) - 1
    # each line is written as if it stood alone, so every one begins with the font and look it needs
    drawn = _styled(plain, looks, lines, language, em, anew=True)
    places = [
        picture.bottom + n * _STEP * em if top else height - picture.bottom - (last - n) * _STEP * em
        for n in range(last + 1)
    ]
    return [
        f"{{\\an{alignment}\\pos({across:.0f},{down:.0f}){size}}}{text}"
        for text, down in zip(drawn, places, strict=True)
    ]


def _alignment(cue: Cue, language: Language) -> int:
    """As ASS counts: 1 to 3 below, 7 to 9 above, from left to right."""
    settings = parse_settings(cue.settings)
    start, end = ("right", "left") if language.direction == "rtl" else ("left", "right")
    side = {"start": start, "end": end}.get(settings.align, settings.align)
    return {"left": 1, "right": 3}.get(side, 2) + (6 if settings.at_top else 0)


def _size(font: fonts.Font, em: float) -> str:
    return f"{em * fonts.line_ratio(font):.2f}"


def _styled(
    plain: str, looks: list[markup.Run], lines: list[str], language: Language, em: float, *, anew: bool = False
) -> list[str]:
    """Each line with the commands that its tags and its characters' fonts ask for; `anew`: as if it were the first."""
    main = fonts.font_for(language.tag)
    italics = limits_for(language.tag).italics
    state = (main, False, False, False)
    position = 0
    result = []
    for line in lines:
        drawn = _direction_mark(line, language)
        if anew:
            state = (main, False, False, False)
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
