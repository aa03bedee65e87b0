"""`python -m publishing.connectors`: `list`, `document` and `check --platform P --text-file F [--video V] [--json]`.

`check` exits 1 when the platform would refuse anything, with the reasons; nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from publishing.connectors.base import Draft, Media, SubtitleTrack
from publishing.connectors.capabilities import Capabilities
from publishing.connectors.checks import Problem, check, losses
from publishing.connectors.document import page
from publishing.connectors.registry import connector, connectors, platforms
from publishing.connectors.text import count

_ROOT = Path(__file__).resolve().parents[2]
_PROBE_SECONDS = 120
_TYPES = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "matroska": "video/x-matroska",
    "avi": "video/x-msvideo",
    "asf": "video/x-ms-asf",
    "mpegts": "video/mp2t",
    "3gp": "video/3gpp",
}


class Unreadable(Exception):
    """A file of the command line that cannot be read, with the sentence that says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 fine, 1 refused or unreadable."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "document":
            print(page(each.capabilities for each in connectors().values()), end="")
            return 0
        return _list(as_json=options.json) if options.command == "list" else _check(options)
    except Unreadable as error:
        if options.json:
            print(json.dumps({"refused": True, "error": str(error)}, ensure_ascii=False))
        else:
            print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m publishing.connectors", description="What platforms take, and whether they would take this."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="list the platforms with their limits and where each was read")
    commands.add_parser("document", help="print docs/platforms.md: every limit with its source and date")
    checking = commands.add_parser("check", help="tell what a platform would refuse, and why; exit 1 if anything")
    checking.add_argument("--platform", required=True, choices=platforms())
    checking.add_argument("--text-file", type=Path, metavar="F", help="the text of the post, UTF-8")
    checking.add_argument("--video", type=Path, metavar="V", help="the finished video")
    checking.add_argument("--title", default="")
    checking.add_argument("--alt-text", default="")
    checking.add_argument("--language", default="", help="BCP-47, such as zh-Hans")
    checking.add_argument(
        "--track", action="append", default=[], metavar="LANGUAGE=FILE", help="a WebVTT file; may be repeated"
    )
    checking.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help="such as kind=reel; may be repeated"
    )
    for each in (listing, checking):
        each.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _list(*, as_json: bool) -> int:
    found = [each.capabilities for each in connectors().values()]
    if as_json:
        print(json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=2))
        return 0
    for capabilities in found:
        print(f"{capabilities.platform}: {capabilities.name}")
        for limit in capabilities.text:
            print(f"  {limit.field}: {limit.limit} {limit.rule}")
        media = capabilities.media
        print(
            f"  video: {', '.join(media.content_types)}, {media.max_bytes} bytes, {media.max_seconds or 'any'} seconds"
        )
        print(f"  subtitles: {capabilities.subtitles.route}")
        for source in capabilities.sources():
            print(f"  read in: {source.title} {source.url} ({source.checked.isoformat()})")
    return 0


def _check(options: argparse.Namespace) -> int:
    capabilities = connector(options.platform).capabilities
    draft = Draft(
        key="check",
        text=_text(options.text_file) if options.text_file else "",
        language=options.language,
        media=_media(options.video) if options.video else None,
        alt_text=options.alt_text,
        subtitles=tuple(_track(each) for each in options.track),
        title=options.title,
        options=dict(_option(each, capabilities) for each in options.option),
    )
    problems, lost = check(draft, capabilities), losses(draft, capabilities)
    refused = any(problem.severity == "error" for problem in problems)
    if options.json:
        answer = {
            "platform": capabilities.platform,
            "refused": refused,
            "problems": [_plain(problem) for problem in problems],
            "losses": [_plain(problem) for problem in lost],
            "lengths": _lengths(draft, capabilities),
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for each in _lengths(draft, capabilities):
            print(f"{each['field']}: {each['length']} of {each['limit']} {each['rule']}")
        for problem in [*problems, *lost]:
            print(f"{problem.severity}: {problem.message}")
        print("refused" if refused else "would be taken")
    return 1 if refused else 0


def _lengths(draft: Draft, capabilities: Capabilities) -> list[dict[str, Any]]:
    texts = {"text": draft.text, "title": draft.title, "alt_text": draft.alt_text}
    return [
        {
            "field": limit.field,
            "rule": limit.rule,
            "limit": limit.limit,
            "length": count(texts[limit.field], limit.rule, url_length=limit.url_length),
        }
        for limit in capabilities.text
    ]


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "params": problem.params,
    }


def _text(path: Path) -> str:
    try:
        # A line end closes the file, it is not part of the post.
        return path.read_text(encoding="utf-8-sig").rstrip("\n")
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not UTF-8") from error


def _track(argument: str) -> SubtitleTrack:
    language, equals, path = argument.partition("=")
    if not equals:
        raise Unreadable(f"--track {argument}: LANGUAGE=FILE is wanted")
    return SubtitleTrack(language, Path(path))


def _option(argument: str, capabilities: Capabilities) -> tuple[str, str]:
    name, equals, value = argument.partition("=")
    known = {
        each.name: [value for value, _label in each.choices] for each in capabilities.settings_fields if each.per_post
    }
    if not equals or name not in known or (known[name] and value not in known[name]):
        offered = "; ".join(f"{name}={'|'.join(values) or '...'}" for name, values in known.items()) or "none"
        raise Unreadable(f"--option {argument}: {capabilities.name} knows {offered}")
    return name, value


def _media(path: Path) -> Media:
    """Ask the video engine, as a process of its own: a connector knows nothing of media but what it is told."""
    command = [sys.executable, "-m", "curation.video", "probe", "--json", "--", str(path.absolute())]
    try:
        run = subprocess.run(
            command, cwd=_ROOT, capture_output=True, text=True, timeout=_PROBE_SECONDS, stdin=subprocess.DEVNULL
        )
        facts = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Unreadable(f"{path} could not be read as a video") from error
    if "error" in facts:
        raise Unreadable(f"{path}: {facts['message']}")
    return Media(
        path=path.absolute(),
        content_type=_TYPES.get(facts["container"], f"video/{facts['container']}"),
        size=facts["size"],
        width=facts["display_width"],
        height=facts["display_height"],
        duration=facts["duration"],
        sha256="",
        rate=float(Fraction(facts["frame_rate"])) if facts["frame_rate"] else 0.0,
        sound=bool(facts["audio_codec"]),
        # Whether a desk can be reached from outside is not known here, and no fault of the video.
        public_url=path.absolute().as_uri(),
    )


if __name__ == "__main__":
    sys.exit(main())
