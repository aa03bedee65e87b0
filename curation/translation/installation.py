"""Installing a translation model: licence, download, conversion, proof, and only then its place."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from curation.translation.checkpoint import described, inspected
from curation.translation.conversion import convert
from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.errors import InstallationFailed, ModelUnusable
from curation.translation.families import FAMILIES, TOKENIZER_FILES
from curation.translation.licences import licence_of
from curation.translation.record import FIELD, NAME, read_record

PATTERNS = ["*.json", "*.model", "*.safetensors", "pytorch_model.bin"]
PROBES = {"zh-Hans": "一只东北虎在雪地里行走。", "en": "An Amur tiger walks in the snow."}

Say = Callable[[str], None]


def install(
    model_id: str,
    *,
    directory: Path,
    quantization: str = "int8",
    accept_noncommercial: str = "",
    say: Say = lambda line: None,
) -> Path:
    """Install a model into a new folder under `directory` and return that folder.

    `model_id` is a hub id (`facebook/m2m100_418M`), a local Hugging Face checkpoint, or a folder already
    converted to CTranslate2 with a model.json. Nothing is left behind when it fails. `say` hears each step,
    in English. Raises `LicenceRefused`, `InstallationFailed`, `ModelUnusable`.
    """
    local, words = Path(model_id), accept_noncommercial
    name = local.resolve().name if local.is_dir() else model_id.replace("/", "--")
    directory.mkdir(parents=True, exist_ok=True)
    place = directory / name
    if place.exists():
        raise InstallationFailed("already_installed", model=model_id, folder=str(place))
    with tempfile.TemporaryDirectory(prefix=".installing-", dir=directory) as workshop:
        fresh = Path(workshop) / name
        if local.is_dir() and (local / "model.bin").is_file():
            say("Copying the converted model")
            _copied(local, fresh)
        elif local.is_dir():
            family = inspected(local, licence_words=accept_noncommercial)
            say("Converting the local checkpoint")
            convert(local, output=fresh, quantization=quantization)
            _described(fresh, model_id=name, family=family, licence="local", checkpoint=local, accepted=words)
        else:
            licence = licence_of(model_id, accept_noncommercial=accept_noncommercial)
            if licence.family not in FAMILIES:
                raise InstallationFailed("conversion_failed", model=model_id, detail=f"family {licence.family}")
            say(f"Downloading {model_id} ({licence.name})")
            checkpoint = _downloaded(model_id, folder=Path(workshop) / "checkpoint")
            say("Converting")
            convert(checkpoint, output=fresh, quantization=quantization)
            _described(
                fresh,
                model_id=model_id,
                family=licence.family,
                licence=licence.name,
                checkpoint=checkpoint,
                accepted=words,
            )
        say("Trying it out")
        prove(fresh)
        fresh.rename(place)
    return place


def prove(folder: Path) -> None:
    """Translate one sentence for real. Raises `InstallationFailed` (`self_test_failed`) or `ModelUnusable`."""
    engine = CTranslate2Engine(folder, guarded=False)
    source, target = min(engine.record.pairs, key=lambda pair: (pair[0] not in PROBES, pair))
    suggestion = engine.translate([PROBES.get(source, "2026")], source=source, target=target)[0]
    if not suggestion.text:
        raise InstallationFailed("self_test_failed", model=folder.name, detail=suggestion.reason or "no answer")


def _copied(local: Path, fresh: Path) -> None:
    read_record(local)
    fresh.mkdir()
    for path in local.iterdir():
        if path.is_file() and path.suffix in (".json", ".bin", ".model", ".npy", ".md", ".txt"):
            shutil.copyfile(path, fresh / path.name)


def _downloaded(model_id: str, *, folder: Path) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model_id, local_dir=folder, allow_patterns=PATTERNS))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise InstallationFailed("download_failed", model=model_id, detail=str(error).splitlines()[0]) from error


def _described(fresh: Path, *, model_id: str, family: str, licence: str, checkpoint: Path, accepted: str) -> None:
    """Write model.json; a checkpoint of ours brings its own, with its field and threshold."""
    if (checkpoint / NAME).is_file() and (checkpoint / FIELD).is_file():
        shutil.copyfile(checkpoint / NAME, fresh / NAME)
        shutil.copyfile(checkpoint / FIELD, fresh / FIELD)
        return
    missing = [name for name in TOKENIZER_FILES[:2] if not (fresh / name).is_file()]
    if missing:
        raise ModelUnusable("model_incomplete", folder=checkpoint.name, file=missing[0])
    described(model_id=model_id, family=family, licence=licence, accepted=accepted).write(fresh)
