"""Which engine translates a pair of languages; loaded once in each process."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from django.conf import settings

from curation.clips.errors import ClipError
from curation.translation.engine import Engine, OnProgress, Suggestion

ECHO = "echo"  # TRANSLATION_MODEL for development: gives every text back, marked with the target's tag


def _registry() -> ModuleType:
    # Tokenizers and CTranslate2 take seconds to import; a page that translates nothing does not wait for them.
    return importlib.import_module("curation.translation.registry")


def _models() -> Iterator[tuple[Path, frozenset[tuple[str, str]]]]:
    """Folders and pairs of the installed models: the operator's choice first, the small shipped one last."""
    registry = _registry()
    found = registry.installed(Path(settings.TRANSLATION_MODELS))
    chosen = settings.TRANSLATION_MODEL
    for folder, record in sorted(found, key=lambda each: (each[1].id != chosen, each[0] == registry.SHIPPED)):
        yield folder, frozenset(record.pairs)


def _folder(source: str, target: str) -> Path | None:
    return next((folder for folder, pairs in _models() if (source, target) in pairs), None)


def require(source: str, target: str) -> None:
    """ClipError `no_engine` where no installed model translates this pair."""
    if target not in targets(source):
        raise ClipError("no_engine", source=source, target=target)


def targets(source: str) -> list[str]:
    """The languages that some installed model reaches from `source`."""
    if settings.TRANSLATION_MODEL == ECHO:
        return list(_registry().echo().capabilities.targets(source=source))
    return sorted({target for _folder, pairs in _models() for start, target in pairs if start == source})


def _engine(source: str, target: str) -> Engine:
    registry = _registry()
    if settings.TRANSLATION_MODEL == ECHO:
        return registry.echo()
    folder = _folder(source, target)
    if folder is None:
        raise ClipError("no_engine", source=source, target=target)
    return registry.load(folder)


def translate(
    texts: Sequence[str],
    *,
    source: str,
    target: str,
    cancelled: Callable[[], bool] | None = None,
    on_progress: OnProgress | None = None,
) -> list[Suggestion]:
    """Suggestions in the order of the texts. ClipError `no_engine`; TranslationError as the engine raises it."""
    engine = _engine(source, target)
    return engine.translate(texts, source=source, target=target, cancelled=cancelled, on_progress=on_progress)
