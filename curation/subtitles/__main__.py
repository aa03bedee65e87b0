"""`python -m curation.subtitles`: convert, check, shift, merge, split and clip files of captions."""

import argparse
import json
import math
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from curation.subtitles import cues, formats, quality
from curation.subtitles.cues import Document, Loss
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats.timing import RATES, Timing, rate
from curation.subtitles.languages import language
from curation.subtitles.layout import SHAPES

_MOST_TOLD = 50  # problems of one file that are printed singly


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0: done; 1: the input is bad or, for `check`, something was found; 2: the command is wrong."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except SubtitleError as error:
        print(f"error: {error}", file=sys.stderr)
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m curation.subtitles",
        description="Files of captions. Read: "
        + " ".join(formats.READABLE)
        + "; written: "
        + " ".join(formats.WRITABLE),
        epilog="Times are seconds (90.5) or hours, minutes and seconds (1:30.5, 0:01:30.500).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    convert = _command(commands, "convert", "read one format, write another", _convert)
    _files(convert)

    check = _command(commands, "check", "reading speed, overlaps, line lengths, characters and more", _check)
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--language", required=True, help="BCP-47 tag, such as ru or zh-Hans")
    check.add_argument("--duration", type=_time, help="of the clip")
    check.add_argument("--frame-rate", type=float, help="frames a second")
    picture = check.add_mutually_exclusive_group()
    picture.add_argument("--shape", choices=SHAPES, help="the picture that the captions will be burnt into")
    picture.add_argument("--picture", type=_picture, metavar="WxH", help="the same in pixels")
    check.add_argument("--json", action="store_true", help="findings as JSON")
    check.set_defaults(start_at="")

    shift = _command(commands, "shift", "move all cues by seconds (negative: earlier)", _shift)
    _files(shift)
    shift.add_argument("--by", type=_time, required=True, metavar="SECONDS")

    merge = _command(commands, "merge", "the cues of several files in one, in the order of their times", _merge)
    merge.add_argument("sources", type=Path, metavar="IN", nargs="+")
    merge.add_argument("target", type=Path, metavar="OUT")
    _choices(merge)

    split = _command(commands, "split", "cut a file into parts OUT-1, OUT-2 ..., each counted from its start", _split)
    _files(split)
    where = split.add_mutually_exclusive_group(required=True)
    where.add_argument("--at", type=_time, action="append", metavar="TIME", help="cut here; may be given again")
    where.add_argument("--every", type=_time, metavar="SECONDS", help="cut into parts of this length")

    clip = _command(commands, "clip", "keep what is seen between two times, counted from the first", _clip)
    _files(clip)
    clip.add_argument("--in", dest="first", type=_time, required=True, metavar="TIME")
    clip.add_argument("--out", dest="last", type=_time, required=True, metavar="TIME")
    return parser


def _command(commands: argparse._SubParsersAction, name: str, help_text: str, run: object) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_text, description=help_text)
    command.set_defaults(run=run)
    return command


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", type=Path, metavar="IN")
    command.add_argument("target", type=Path, metavar="OUT")
    _choices(command)


def _choices(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--language",
        default="",
        help="BCP-47 tag: helps to find the encoding, chooses the fonts of ASS, is said in TTML",
    )
    command.add_argument("--width", type=_pixels, default=1920, help="pixels of the picture, for ASS (default 1920)")
    command.add_argument("--height", type=_pixels, default=1080, help="pixels of the picture, for ASS (default 1080)")
    command.add_argument("--frame-rate", choices=RATES, help="what TTML, EBU STL and SCC written here count in")
    command.add_argument("--non-drop", action="store_true", help="SCC: time codes that drop no frames")
    command.add_argument(
        "--start-at", default="", metavar="HH:MM:SS:FF", help="time code of the first frame, in SCC and EBU STL"
    )


def _time(text: str) -> float:
    match = re.fullmatch(r"(-?)(?:(?:(\d{1,4}):)?(\d{1,2}):)?(\d{1,9}(?:[.,]\d{1,9})?)", text, re.ASCII)
    if match is None:
        raise ValueError
    sign, hours, minutes, seconds = match.groups()
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds.replace(",", "."))
    return -total if sign else total


def _pixels(text: str) -> int:
    number = int(text)
    if not 16 <= number <= 16_384:
        raise ValueError
    return number


def _picture(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    return _pixels(width), _pixels(height)


def _timing(options: argparse.Namespace) -> Timing:
    given = rate(options.frame_rate) if options.frame_rate else None
    return Timing(frame_rate=given, drop_frame=not options.non_drop, start_at=options.start_at)


def _read(path: Path, options: argparse.Namespace) -> Document:
    document = formats.read(path, language=options.language, timing=Timing(start_at=options.start_at))
    for problem in document.problems[:_MOST_TOLD]:
        print(f"{path.name}:{problem.line}: {problem.message}", file=sys.stderr)
    if len(document.problems) > _MOST_TOLD:
        print(f"{path.name}: and {len(document.problems) - _MOST_TOLD} more", file=sys.stderr)
    return document


def _write(document: Document, target: Path, options: argparse.Namespace) -> None:
    written = formats.write(
        document,
        ending=target.suffix.lower(),
        language=options.language or document.language or "en",
        width=options.width,
        height=options.height,
        timing=_timing(options),
    )
    target.write_bytes(written.data)
    _tell(written.losses, target)


def _tell(losses: tuple[Loss, ...], target: Path) -> None:
    counts = Counter(loss.code for loss in losses if loss.cue >= 0)
    told = set()
    for loss in losses:
        if loss.code in told:
            continue
        told.add(loss.code)
        where = f" (from caption {loss.cue + 1} on, {counts[loss.code]} in all)" if loss.cue >= 0 else ""
        print(f"{target.name}: {loss.message}{where}", file=sys.stderr)


def _convert(options: argparse.Namespace) -> int:
    _write(_read(options.source, options), options.target, options)
    return 0


def _shift(options: argparse.Namespace) -> int:
    _write(cues.shift(_read(options.source, options), options.by), options.target, options)
    return 0


def _merge(options: argparse.Namespace) -> int:
    documents = [_read(path, options) for path in options.sources]
    languages = [document.language for document in documents]
    _write(replace(cues.merge(*documents), language=languages[0]), options.target, options)
    return 0


def _split(options: argparse.Namespace) -> int:
    document = _read(options.source, options)
    times = options.at or cues.regular(document, options.every)
    for number, part in enumerate(cues.split(document, times), start=1):
        _write(part, options.target.with_stem(f"{options.target.stem}-{number}"), options)
    return 0


def _clip(options: argparse.Namespace) -> int:
    _write(cues.clip(_read(options.source, options), options.first, options.last), options.target, options)
    return 0


def _check(options: argparse.Namespace) -> int:
    language(options.language)
    document = _read(options.file, options)
    findings = quality.check(
        document,
        language=options.language,
        duration=options.duration,
        frame_rate=options.frame_rate if options.frame_rate and math.isfinite(options.frame_rate) else None,
        picture=SHAPES[options.shape] if options.shape else options.picture,
    )
    if options.json:
        rows = [
            {
                "cue": found.cue_index,
                "code": found.code,
                "severity": found.severity,
                "message": found.message,
                "params": found.params,
            }
            for found in findings
        ]
        report = {"cues": len(document.cues), "findings": rows}
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for found in findings:
            print(f"cue {found.cue_index + 1}: {found.message}")
        print(f"{len(document.cues)} cues, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
