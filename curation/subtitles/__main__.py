"""`python -m curation.subtitles`: convert, check, shift and clip files of captions."""

import argparse
import json
import sys
from pathlib import Path

from curation.subtitles import cues, formats, quality
from curation.subtitles.cues import Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.languages import language


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
    parser = argparse.ArgumentParser(prog="python -m curation.subtitles", description="Files of captions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    convert = commands.add_parser("convert", help="read one format (.vtt, .srt), write another (.vtt, .srt, .ass)")
    _files(convert)
    convert.add_argument("--language", default="en", help="BCP-47 tag, for the fonts and lines of ASS (default en)")
    convert.add_argument("--width", type=int, default=1920, help="pixels of the picture, for ASS (default 1920)")
    convert.add_argument("--height", type=int, default=1080, help="pixels of the picture, for ASS (default 1080)")
    convert.set_defaults(run=_convert)

    check = commands.add_parser("check", help="reading speed, overlaps, line lengths, characters and more")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--language", required=True, help="BCP-47 tag, such as ru or zh-Hans")
    check.add_argument("--duration", type=float, help="of the clip, in seconds")
    check.add_argument("--frame-rate", type=float, help="frames a second")
    check.add_argument("--picture", type=_picture, metavar="WxH", help="pixels, where the captions will be burnt in")
    check.add_argument("--json", action="store_true", help="findings as JSON")
    check.set_defaults(run=_check)

    shift = commands.add_parser("shift", help="move all cues by seconds (negative: earlier)")
    _files(shift)
    shift.add_argument("--by", type=float, required=True, metavar="SECONDS")
    shift.set_defaults(run=_shift)

    clip = commands.add_parser("clip", help="keep what is seen between two times, counted from the first")
    _files(clip)
    clip.add_argument("--start", type=float, required=True, metavar="SECONDS")
    clip.add_argument("--end", type=float, required=True, metavar="SECONDS")
    clip.set_defaults(run=_clip)
    return parser


def _picture(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    size = (int(width), int(height))
    if min(size) < 16:
        raise ValueError
    return size


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="IN")
    parser.add_argument("target", type=Path, metavar="OUT")


def _read(path: Path) -> Document:
    document = formats.read(path)
    for problem in document.problems:
        print(f"{path.name}:{problem.line}: {problem.message}", file=sys.stderr)
    return document


def _write(document: Document, target: Path, options: argparse.Namespace) -> None:
    given = {name: getattr(options, name) for name in ("language", "width", "height") if hasattr(options, name)}
    written = formats.write(document, ending=target.suffix.lower(), **given)
    target.write_bytes(written.data)


def _convert(options: argparse.Namespace) -> int:
    _write(_read(options.source), options.target, options)
    return 0


def _shift(options: argparse.Namespace) -> int:
    _write(cues.shift(_read(options.source), options.by), options.target, options)
    return 0


def _clip(options: argparse.Namespace) -> int:
    _write(cues.clip(_read(options.source), options.start, options.end), options.target, options)
    return 0


def _check(options: argparse.Namespace) -> int:
    language(options.language)
    document = _read(options.file)
    findings = quality.check(
        document,
        language=options.language,
        duration=options.duration,
        frame_rate=options.frame_rate,
        picture=options.picture,
    )
    if options.json:
        rows = [
            {"cue": found.cue_index, "code": found.code, "message": found.message, "params": found.params}
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
