"""The commands of `python -m curation.video`, one module each.

A module of this package whose name has no leading underscore is a command. It has `NAME` (one word), `HELP` (a short
line), `add_arguments(parser)`, and `run(options) -> int`, which returns the exit status. It lets a `VideoError` pass:
`__main__` tells it, as a sentence or, where the command has `--json`, as JSON. Anything that takes long to import
(MoviePy, OpenCV) it imports in `run`, since every command's arguments are asked for whichever is called.

Public names: `Command`, `commands()`. May import what `curation.video` may.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from typing import Protocol, cast


class Command(Protocol):
    """What a module of this package offers."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the command; returns the exit status. Raises VideoError."""


def commands() -> list[Command]:
    """All commands, in the order of their modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return [cast(Command, importlib.import_module(f"{__name__}.{name}")) for name in names]
