"""`python -m curation.translation`: translate lines, list models, measure a model. Exit status 1 on an error."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from curation.translation.asking import Asked, ask
from curation.translation.engine import CANDIDATES
from curation.translation.errors import TranslationError
from curation.translation.registry import BUILDERS, SHIPPED, engine, installed, load

KEY_VARIABLE = "TRANSLATION_KEY"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="python -m curation.translation", description=__doc__)
    root.add_argument("--model", type=Path, help="a model folder (default: the one that ships)")
    root.add_argument("--directory", type=Path, help="a folder of installed models")
    commands = root.add_subparsers(dest="command", required=True)
    _translate_options(commands.add_parser("translate", help="translate the lines of standard input"))
    models = commands.add_parser("models", help="list the models at hand")
    models.add_argument("--json", action="store_true")
    evaluate = commands.add_parser("evaluate", help="measure on captions held out of training")
    evaluate.add_argument("--scenes", type=int, default=60)
    evaluate.add_argument("--reworded", action="store_true", help="with the freer wordings of the sources")
    evaluate.add_argument("--outside", type=Path, help="a file of lines from outside the field")
    evaluate.add_argument("--outside-language", default="en", metavar="TAG")
    return root


def _translate_options(translate: argparse.ArgumentParser) -> None:
    translate.add_argument("--from", dest="source", required=True, metavar="TAG")
    translate.add_argument("--to", dest="targets", required=True, metavar="TAG,TAG")
    translate.add_argument("--json", action="store_true", help="one JSON object a line, with all that is known")
    translate.add_argument("--engine", choices=tuple(BUILDERS), default="ctranslate2")
    translate.add_argument("--server", metavar="URL", help="where the engines openai and libretranslate are")
    translate.add_argument("--server-model", metavar="NAME", help="the language model behind the engine openai")
    translate.add_argument(
        "--key-variable",
        default=KEY_VARIABLE,
        metavar="NAME",
        help=f"the environment variable that holds the server's key (default: {KEY_VARIABLE})",
    )
    translate.add_argument("--timeout", type=float, metavar="SECONDS", help="for one request to the server")
    translate.add_argument("--licence-words", default="", metavar="WORDS", help="what a restricted model asks for")
    translate.add_argument("--cache", type=Path, metavar="FOLDER", help="keep suggestions here for the next time")
    translate.add_argument("--memory", type=Path, metavar="FILE", help="a TMX file to look in first")
    translate.add_argument(
        "--terms", type=Path, metavar="FILE", help="a TBX or CSV file of terms (default: the species that ship)"
    )
    translate.add_argument("--plain", action="store_true", help="the engine alone: no terms, no memory")
    translate.add_argument(
        "--candidates", type=int, metavar="N", nargs="?", const=CANDIDATES, help="with --plain: up to N for each line"
    )


def spec(options: argparse.Namespace) -> dict[str, Any]:
    """The engine's description for the registry."""
    chosen: dict[str, Any] = {"kind": options.engine}
    if options.engine in ("openai", "libretranslate"):
        chosen |= {"url": options.server, "key": os.environ.get(options.key_variable, ""), "timeout": options.timeout}
    elif options.engine != "echo":
        chosen["folder"] = options.model
    if options.engine == "ctranslate2":
        chosen["directory"] = options.directory
    if options.engine == "openai":
        chosen["model"] = options.server_model
    if options.engine in ("openai", "transformers"):
        chosen["licence_words"] = options.licence_words
    return chosen


def translate(options: argparse.Namespace) -> None:
    """Print each line's translations; an abstention says so."""
    # not splitlines: a cue may hold the Unicode line separators
    lines = [line for line in sys.stdin.read().split("\n") if line.strip()]
    for target in (tag.strip() for tag in options.targets.split(",")):
        if not target:
            continue
        made = engine(spec(options), pair=(options.source, target), cache=options.cache)
        answers = ask(
            made,
            lines,
            source=options.source,
            target=target,
            how=Asked(memory=options.memory, terms=options.terms, plain=options.plain, candidates=options.candidates),
        )
        for line, answer in zip(lines, answers, strict=True):
            if options.json:
                print(json.dumps({"target": target, "source_text": line} | answer.facts, ensure_ascii=False))
            else:
                print(f"{target}\t{answer.said}")


def models(*, directory: Path | None, as_json: bool) -> None:
    """Print the models at hand."""
    for folder, record in installed(directory):
        if as_json:
            print(json.dumps({"folder": str(folder)} | asdict(record), ensure_ascii=False))
        else:
            print(f"{record.id} {record.version}  {record.licence}  {len(record.pairs)} directions  {record.field}")


def evaluate(folder: Path, *, scenes: int, reworded: bool, outside: Path | None, outside_language: str) -> None:
    """Print the figures of the model card."""
    from curation.translation.training.evaluate import false_accepts, measure, near_field, table

    print(table(measure(folder, count=scenes, reworded=reworded)))
    engine = load(folder)
    strangers = [(f"near the field, {source}", source, lines) for source, lines in near_field().items()]
    if outside is not None:
        lines = [line for line in outside.read_text(encoding="utf-8").splitlines() if line.strip()]
        strangers.append((f"outside the field, {outside_language}", outside_language, lines))
    for what, source, lines in strangers:
        targets = engine.capabilities.targets(source=source)
        accepted = [false_accepts(engine, lines, source=source, target=target) for target in targets]
        print(f"{what}: {sum(map(len, accepted))} of {len(lines) * len(targets)} let through")
        for line in sorted({line for each in accepted for line in each}):
            print(f"  {line}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "translate":
            translate(options)
        elif options.command == "models":
            models(directory=options.directory, as_json=options.json)
        else:
            evaluate(
                options.model or SHIPPED,
                scenes=options.scenes,
                reworded=options.reworded,
                outside=options.outside,
                outside_language=options.outside_language,
            )
    except TranslationError as error:
        print(error, file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print("The lines are not UTF-8.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'A file'} cannot be read: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
