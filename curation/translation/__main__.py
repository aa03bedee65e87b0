"""`python -m curation.translation`: translate lines, list models, measure a model. Exit status 1 on an error."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from curation.translation.engine import REASONS, Engine
from curation.translation.errors import TranslationError
from curation.translation.registry import SHIPPED, default_engine, installed, load


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(prog="python -m curation.translation", description=__doc__)
    root.add_argument("--model", type=Path, help="a model folder (default: the one that ships)")
    root.add_argument("--directory", type=Path, help="a folder of installed models")
    commands = root.add_subparsers(dest="command", required=True)
    translate = commands.add_parser("translate", help="translate the lines of standard input")
    translate.add_argument("--from", dest="source", required=True, metavar="TAG")
    translate.add_argument("--to", dest="targets", required=True, metavar="TAG,TAG")
    translate.add_argument("--json", action="store_true", help="one JSON object a line, with confidences")
    models = commands.add_parser("models", help="list the models at hand")
    models.add_argument("--json", action="store_true")
    evaluate = commands.add_parser("evaluate", help="measure on captions held out of training")
    evaluate.add_argument("--scenes", type=int, default=60)
    evaluate.add_argument("--reworded", action="store_true", help="with the freer wordings of the sources")
    evaluate.add_argument("--outside", type=Path, help="a file of lines from outside the field")
    evaluate.add_argument("--outside-language", default="en", metavar="TAG")
    return root


def translate(engine: Engine, *, lines: Sequence[str], source: str, targets: Sequence[str], as_json: bool) -> None:
    """Print each line's translations; an abstention says so."""
    for target in targets:
        for line, item in zip(lines, engine.translate(lines, source=source, target=target), strict=True):
            if as_json:
                print(json.dumps({"target": target, "source_text": line} | asdict(item), ensure_ascii=False))
            else:
                print(f"{target}\t{item.text if item.text is not None else '(' + REASONS[item.reason] + ')'}")


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
            engine = load(options.model) if options.model else default_engine()
            lines = [line.rstrip("\n") for line in sys.stdin if line.strip()]
            targets = [tag.strip() for tag in options.targets.split(",") if tag.strip()]
            translate(engine, lines=lines, source=options.source, targets=targets, as_json=options.json)
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
