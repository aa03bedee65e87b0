"""model.json: what a model folder says of itself, read strictly."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from curation.translation.errors import ModelUnusable
from curation.translation.families import FAMILIES, TOKENIZER_FILES
from curation.translation.licences import require_licence

NAME = "model.json"
FIELD = "field.npy"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class ModelRecord:
    """A model's identity and rules.

    `codes` maps BCP-47 tags to the model's codes; `pairs` holds what it was taught; `threshold` is the least
    confidence at which a translation is shown, `measured` how it was found. `field` says in words what the
    model knows; a model with a field has a familiarity filter beside it. `accepted` holds the words with which
    an operator took a model that its licence keeps from commerce.
    """

    id: str
    version: str
    family: str
    licence: str
    codes: dict[str, str]
    pairs: tuple[tuple[str, str], ...]
    threshold: float
    max_length: int
    field: str
    measured: str
    source: str
    date: str
    format: int = FORMAT
    accepted: str = ""

    def write(self, folder: Path) -> None:
        """Save as model.json in `folder`."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> ModelRecord:
    """The record of a model folder whose files are all there.

    Raises `ModelUnusable` (`model_missing`, `model_incomplete`, `model_damaged`, `model_foreign`), and
    `LicenceRefused` for a licence that the operator has not accepted in words.
    """
    where = folder.name
    if not folder.is_dir():
        raise ModelUnusable("model_missing", folder=where)
    for name in (NAME, "model.bin", "config.json", *TOKENIZER_FILES[:2]):
        if not (folder / name).is_file():
            code = "model_foreign" if name == NAME else "model_incomplete"
            raise ModelUnusable(code, folder=where, file=name, detail=f"no {NAME}")
    return parsed_record(folder)


def parsed_record(folder: Path) -> ModelRecord:
    """The record in a folder's model.json. Raises as `read_record` does."""
    where = folder.name
    try:
        fields = json.loads((folder / NAME).read_text(encoding="utf-8"))
        fields["pairs"] = tuple((str(source), str(target)) for source, target in fields["pairs"])
        record = ModelRecord(**fields)
        threshold = float(record.threshold)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelUnusable("model_damaged", folder=where, detail=f"{NAME}: {error}") from error
    if record.format != FORMAT or record.family not in FAMILIES:
        raise ModelUnusable("model_foreign", folder=where, detail=f"format {record.format}, {record.family}")
    if not 0 <= threshold <= 1 or any(tag not in record.codes for pair in record.pairs for tag in pair):
        raise ModelUnusable("model_damaged", folder=where, detail=NAME)
    require_licence(record.id, licence=record.licence, words=record.accepted)
    return record


def fingerprint(folder: Path, *, weights: str) -> str:
    """A mark that changes with the weights or the record: sizes and times of both, which is read at once."""
    mark = hashlib.blake2b(digest_size=12)
    for name in (weights, NAME, FIELD):
        path = folder / name
        if path.is_file():
            told = path.stat()
            mark.update(f"{name} {told.st_size} {told.st_mtime_ns}\n".encode())
    return mark.hexdigest()
