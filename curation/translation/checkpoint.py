"""A Hugging Face checkpoint on this machine: what it is, and whether we may and can use it. Nothing of it is run."""

import datetime
import json
from itertools import permutations
from pathlib import Path
from typing import Any

from curation.translation.codes import MODEL_CODES
from curation.translation.errors import ModelUnusable
from curation.translation.families import TOKENIZER_FILES
from curation.translation.licences import require_licence
from curation.translation.record import ModelRecord

OPEN_THRESHOLD = 0.3
"""For models without a measured field: the least certain piece must have this probability."""

OPEN_MAX_LENGTH = 500


def inspected(folder: Path, *, licence_words: str = "") -> str:
    """The family of a checkpoint, `m2m100` or `small100`.

    Raises `ModelUnusable` (`model_missing`, `model_incomplete`, `model_damaged`, `model_foreign`) for a folder that
    holds no such checkpoint, `LicenceRefused` for one that says it is a restricted model.
    """
    where = folder.name
    if not folder.is_dir():
        raise ModelUnusable("model_missing", folder=where)
    if not (folder / "config.json").is_file():
        raise ModelUnusable("model_foreign", folder=where, detail="no config.json")
    config = _read(folder, "config.json")
    tokenizer = _read(folder, "tokenizer_config.json") if (folder / "tokenizer_config.json").is_file() else {}
    names = " ".join(
        str(name)
        for name in (
            where,
            config.get("_name_or_path"),
            config.get("tokenizer_class"),
            tokenizer.get("tokenizer_class"),
        )
    )
    require_licence(names, licence=str(config.get("license", "")), words=licence_words)
    if config.get("model_type") != "m2m_100":
        raise ModelUnusable("model_foreign", folder=where, detail=f"model type {config.get('model_type')}")
    for name in TOKENIZER_FILES[:2]:
        if not (folder / name).is_file():
            raise ModelUnusable("model_incomplete", folder=where, file=name)
    return "small100" if "small100" in names.lower() else "m2m100"


def described(*, model_id: str, family: str, licence: str, accepted: str = "") -> ModelRecord:
    """The record of an open model, of which nothing was measured."""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return ModelRecord(
        id=model_id,
        version="1",
        family=family,
        licence=licence,
        codes=MODEL_CODES,
        pairs=tuple(permutations(MODEL_CODES, 2)),
        threshold=OPEN_THRESHOLD,
        max_length=OPEN_MAX_LENGTH,
        field="",
        measured="not measured: the threshold is a cautious guess",
        source=model_id,
        date=today.isoformat(),
        accepted=accepted,
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        told = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelUnusable("model_damaged", folder=folder.name, detail=f"{name}: {error}") from error
    if not isinstance(told, dict):
        raise ModelUnusable("model_damaged", folder=folder.name, detail=name)
    return told
