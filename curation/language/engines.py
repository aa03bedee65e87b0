"""Which engine translates a pair of languages, as the operator has set it; loaded once in each process."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from curation.language.errors import LanguageError
from curation.translation.engine import Engine

ECHO = "echo"  # for development: gives every text back, marked with the target's tag
SERVERS = ("openai", "libretranslate")
KINDS = ("ctranslate2", "transformers", *SERVERS, ECHO)


def _registry() -> ModuleType:
    # Tokenizers and CTranslate2 take seconds to import; a page that translates nothing does not wait for them.
    return importlib.import_module("curation.translation.registry")


def kind() -> str:
    """The kind of engine that the settings name."""
    return ECHO if settings.TRANSLATION_MODEL == ECHO else settings.TRANSLATION_ENGINE


def _models() -> Iterator[tuple[Path, frozenset[tuple[str, str]]]]:
    """Folders and pairs of the installed models: the operator's choice first, the small shipped one last."""
    registry = _registry()
    found = registry.installed(Path(settings.TRANSLATION_MODELS))
    chosen = settings.TRANSLATION_MODEL
    for folder, record in sorted(found, key=lambda each: (each[1].id != chosen, each[0] == registry.SHIPPED)):
        yield folder, frozenset(record.pairs)


def _folder(source: str, target: str) -> Path | None:
    return next((folder for folder, pairs in _models() if (source, target) in pairs), None)


def targets(source: str) -> list[str]:
    """The languages that machine translation reaches from `source`."""
    if kind() != "ctranslate2":
        return list(_other().capabilities.targets(source=source))
    return sorted({target for _folder, pairs in _models() for start, target in pairs if start == source})


def engine(source: str, target: str) -> Engine:
    """The engine of a pair. Raises LanguageError `no_engine`; TranslationError where it cannot be loaded."""
    if target not in targets(source):
        raise LanguageError("no_engine", source=source, target=target)
    if kind() != "ctranslate2":
        return _other()
    folder = _folder(source, target)
    if folder is None:
        raise LanguageError("no_engine", source=source, target=target)
    spec = {"kind": "ctranslate2", "folder": str(folder)}
    return _made(json.dumps(spec), _cache())


def told() -> dict[str, Any]:
    """What translates, for a page: the kind, the models by name, the server's host. Never a key or a folder."""
    chosen = kind()
    said: dict[str, Any] = {"kind": chosen, "models": [], "host": ""}
    if chosen == "ctranslate2":
        said["models"] = [record.id for _folder, record in _registry().installed(Path(settings.TRANSLATION_MODELS))]
    elif chosen in SERVERS:
        said["host"] = urlsplit(settings.TRANSLATION_URL).hostname or ""
    if settings.TRANSLATION_MODEL and chosen != ECHO:
        said["chosen"] = settings.TRANSLATION_MODEL
    return said


def _other() -> Engine:
    """The one engine of the settings that is no installed CTranslate2 model."""
    return _made(json.dumps(specification()), "" if kind() == ECHO else _cache())


def _cache() -> str:
    return str(settings.TRANSLATION_CACHE or "")


@lru_cache(maxsize=32)
def _made(spec: str, cache: str) -> Engine:
    made: Engine = _registry().engine(json.loads(spec), cache=Path(cache) if cache else None)
    return made


def specification() -> dict[str, Any]:
    """The settings as `curation.translation.registry.engine` reads them; what is empty is left out."""
    chosen = kind()
    said: dict[str, Any] = {"kind": chosen}
    if chosen in SERVERS:
        said |= {
            "url": settings.TRANSLATION_URL,
            "key": settings.TRANSLATION_KEY,
            "timeout": settings.TRANSLATION_TIMEOUT,
        }
    if chosen == "openai":
        said |= {"model": settings.TRANSLATION_MODEL, "licence_words": settings.TRANSLATION_LICENCE_WORDS}
    if chosen == "transformers":
        said |= {
            "folder": str(Path(settings.TRANSLATION_MODELS) / settings.TRANSLATION_MODEL),
            "licence_words": settings.TRANSLATION_LICENCE_WORDS,
        }
    return {name: value for name, value in said.items() if value not in ("", None)}
