"""The models at hand: the one that ships with Pugmark, and those installed into a folder of the caller's."""

from pathlib import Path
from threading import Lock

from curation.translation.engine import Engine
from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.engines.echo import EchoEngine
from curation.translation.errors import ModelUnusable, UnsupportedPair
from curation.translation.record import NAME, ModelRecord, read_record

SHIPPED = Path(__file__).resolve().parent / "model"
"""The small caption model of the repository."""

_loaded: dict[Path, CTranslate2Engine] = {}
_lock = Lock()


def load(folder: Path) -> CTranslate2Engine:
    """The engine of a model folder, one for each folder and process. Raises `ModelUnusable`."""
    folder = folder.resolve()
    with _lock:
        engine = _loaded.get(folder)
        if engine is None:
            engine = _loaded[folder] = CTranslate2Engine(folder)
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
        except ModelUnusable:
            continue
    return models


def engine_for(*, source: str, target: str, directory: Path | None = None) -> Engine:
    """The engine for a pair: an installed full model before the shipped small one.

    Raises `UnsupportedPair` where no model at hand covers the pair.
    """
    models = installed(directory)
    for folder, record in [*models[1:], *models[:1]]:
        if (source, target) in record.pairs:
            return load(folder)
    raise UnsupportedPair("unsupported_pair", engine="Pugmark", source=source, target=target)
