"""The engines by their description, and the models at hand: the one that ships, and those installed by the operator."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from curation.translation.cache import SuggestionCache
from curation.translation.engine import Engine
from curation.translation.engines.cached import CachedEngine
from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.engines.echo import EchoEngine
from curation.translation.engines.libretranslate import LibreTranslateEngine
from curation.translation.engines.openai import OpenAIEngine
from curation.translation.errors import EngineMisconfigured, LicenceRefused, ModelUnusable, UnsupportedPair
from curation.translation.record import NAME, ModelRecord, read_record

SHIPPED = Path(__file__).resolve().parent / "model"
"""The small caption model of the repository."""

Pair = tuple[str, str]
DEVICES = ("cpu", "cuda", "auto")

_loaded: dict[tuple[Path, int | None, str], CTranslate2Engine] = {}
_lock = Lock()


def load(folder: Path, *, threads: int | None = None, device: str = "cpu") -> CTranslate2Engine:
    """The engine of a model folder, one for each folder and process. Raises `ModelUnusable`, `LicenceRefused`."""
    key = (folder.resolve(), threads, device)
    with _lock:
        engine = _loaded.get(key)
        if engine is None:
            engine = _loaded[key] = CTranslate2Engine(key[0], threads=threads, device=device)
        return engine


def default_engine() -> CTranslate2Engine:
    """The engine of the shipped model."""
    return load(SHIPPED)


def echo() -> EchoEngine:
    """The engine without a model."""
    return EchoEngine()


def installed(directory: Path | None = None) -> list[tuple[Path, ModelRecord]]:
    """The usable models: the shipped one first, then those under `directory`, by name. Damaged ones are left out."""
    folders = [SHIPPED]
    if directory is not None and directory.is_dir():
        folders += sorted(path.parent for path in directory.glob(f"*/{NAME}"))
    models = []
    for folder in folders:
        try:
            models.append((folder, read_record(folder)))
        except (ModelUnusable, LicenceRefused):
            continue
    return models


def folder_for(*, source: str, target: str, directory: Path | None = None) -> Path:
    """The model folder for a pair: an installed full model before the shipped small one.

    Raises `UnsupportedPair` where no model at hand covers the pair.
    """
    models = installed(directory)
    for folder, record in [*models[1:], *models[:1]]:
        if (source, target) in record.pairs:
            return folder
    raise UnsupportedPair("unsupported_pair", engine="Pugmark", source=source, target=target)


def engine_for(*, source: str, target: str, directory: Path | None = None) -> CTranslate2Engine:
    """The engine of `folder_for`."""
    return load(folder_for(source=source, target=target, directory=directory))


def engine(spec: Mapping[str, Any], *, pair: Pair | None = None, cache: Path | None = None) -> Engine:
    """The engine that `spec` describes; `docs/translation.md` lists its keys by `kind`.

    `pair` (source, target) chooses among installed models. `cache` is a folder that keeps suggestions between
    processes. Nothing is loaded and no server is asked yet. Raises `EngineMisconfigured`, `ModelUnusable`,
    `LicenceRefused`, `UnsupportedPair`, and `ServerTrouble` for an address that may not be used.
    """
    options = {key: value for key, value in spec.items() if key != "kind" and value not in (None, "")}
    kind = str(spec.get("kind", ""))
    if kind not in BUILDERS:
        raise EngineMisconfigured("engine_unknown", kind=kind, known=", ".join(BUILDERS))
    build, known, needed = BUILDERS[kind]
    for key in options:
        if key not in known:
            raise EngineMisconfigured("engine_option", kind=kind, detail=f"{key} is not known")
    for key in needed:
        if key not in options:
            raise EngineMisconfigured("engine_option", kind=kind, detail=f"{key} is missing")
    try:
        built = build(options, pair)
    except (ValueError, TypeError) as error:
        raise EngineMisconfigured("engine_option", kind=kind, detail=str(error)) from error
    return CachedEngine(built, cache=SuggestionCache(cache)) if cache is not None else built


def _ctranslate2(options: Mapping[str, Any], pair: Pair | None) -> Engine:
    if "folder" in options:
        folder = Path(options["folder"])
    elif pair is None:
        folder = SHIPPED
    else:
        directory = Path(options["directory"]) if "directory" in options else None
        folder = folder_for(source=pair[0], target=pair[1], directory=directory)
    threads = int(options["threads"]) if "threads" in options else None
    device = str(options.get("device", "cpu"))
    if device not in DEVICES or (threads is not None and threads < 1):
        raise ValueError(f"threads must be above 0, device one of {', '.join(DEVICES)}")
    return load(folder, threads=threads, device=device)


def _transformers(options: Mapping[str, Any], _pair: Pair | None) -> Engine:
    from curation.translation.engines.transformers import TransformersEngine

    return TransformersEngine(Path(options["folder"]), licence_words=str(options.get("licence_words", "")))


def _openai(options: Mapping[str, Any], _pair: Pair | None) -> Engine:
    return OpenAIEngine(**_server(options))


def _libretranslate(options: Mapping[str, Any], _pair: Pair | None) -> Engine:
    return LibreTranslateEngine(**_server(options))


def _server(options: Mapping[str, Any]) -> dict[str, Any]:
    read = {key: str(value) for key, value in options.items()}
    return read | ({"timeout": float(options["timeout"])} if "timeout" in options else {})


Builder = Callable[[Mapping[str, Any], Pair | None], Engine]
BUILDERS: dict[str, tuple[Builder, frozenset[str], tuple[str, ...]]] = {
    "ctranslate2": (_ctranslate2, frozenset({"folder", "directory", "threads", "device"}), ()),
    "transformers": (_transformers, frozenset({"folder", "licence_words"}), ("folder",)),
    "openai": (_openai, frozenset({"url", "model", "key", "timeout", "licence_words"}), ("url", "model")),
    "libretranslate": (_libretranslate, frozenset({"url", "key", "timeout"}), ("url",)),
    "echo": (lambda _options, _pair: EchoEngine(), frozenset(), ()),
}
"""By kind: what builds the engine, the options that it knows, and those that it needs."""
