"""Which engine translates a pair of languages; loaded once in each process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from curation.clips.errors import ClipError
from curation.translation import registry
from curation.translation.engine import Engine, Suggestion
from curation.translation.errors import TranslationError

_loaded: dict[Path, Engine] = {}


def _models() -> list[registry.InstalledModel]:
    """Installed models, the chosen one first, then those of the operator, then the shipped one."""
    found = registry.installed(Path(settings.TRANSLATION_MODELS))
    return sorted(found, key=lambda model: (model.id != settings.TRANSLATION_MODEL, model.shipped))


def require(source: str, target: str) -> registry.InstalledModel:
    """The model for a pair; ClipError `no_engine` where none is installed."""
    for model in _models():
        if (source, target) in model.pairs:
            return model
    raise ClipError("no_engine", source=source, target=target)


def targets(source: str) -> list[str]:
    """The languages that some installed model reaches from `source`."""
    return sorted({target for model in _models() for start, target in model.pairs if start == source})


def translate(
    texts: Sequence[str], *, source: str, target: str, cancelled: Callable[[], bool] | None = None
) -> list[Suggestion]:
    """Suggestions in the order of the texts. ClipError `no_engine`, `model_broken`."""
    model = require(source, target)
    try:
        engine = _loaded.get(model.path) or registry.load(model.path)
        _loaded[model.path] = engine
        return engine.translate(texts, source=source, target=target, cancelled=cancelled)
    except TranslationError as error:
        raise ClipError("model_broken", reason=str(error)) from error
