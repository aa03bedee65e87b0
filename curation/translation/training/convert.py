"""Turn a trained checkpoint into the model that ships: `python -m curation.translation.training.convert CHECKPOINT`.

Converts to CTranslate2 int8, builds the familiarity filter, finds the threshold on held-out captions, and writes
model.json. Needs the `train` dependency group. MODEL_CARD.md is written by hand from what `evaluate` prints.
"""

import argparse
import datetime
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from curation.translation.codes import MODEL_CODES
from curation.translation.conversion import convert
from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.record import FIELD, ModelRecord, read_record
from curation.translation.registry import SHIPPED
from curation.translation.training.evaluate import references
from curation.translation.training.field import write_field
from curation.translation.training.pairs import PAIRS

WANTED = 0.998
"""The share of right ones among accepted translations that the threshold must reach on the calibration scenes."""

LEAST = 0.95
CALIBRATION_SEED, CALIBRATION_SCENES = 41, 80
FIELD_IN_WORDS = (
    "Captions of trail-camera footage from Northeast China: species, number, sex, age, behaviour, place, time"
)


def record(*, threshold: float, measured: str, version: str) -> ModelRecord:
    """What model.json will say."""
    return ModelRecord(
        id="pugmark-captions",
        version=version,
        family="m2m100",
        licence="MIT",
        codes=MODEL_CODES,
        pairs=PAIRS,
        threshold=threshold,
        max_length=240,
        field=FIELD_IN_WORDS,
        measured=measured,
        source="curation.translation.training.train",
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    )


def calibrated(folder: Path) -> tuple[float, str]:
    """The least threshold at which accepted held-out translations are right as often as wanted, and how it went."""
    engine = CTranslate2Engine(folder)
    judged: list[tuple[float, bool]] = []
    for at, (source, target) in enumerate(PAIRS):
        for reworded in (False, True):
            texts, expected = references(
                source=source, target=target, seed=CALIBRATION_SEED + at, count=CALIBRATION_SCENES, reworded=reworded
            )
            for item, wanted in zip(engine.translate(texts, source=source, target=target), expected, strict=True):
                if item.text is not None:
                    judged.append((item.confidence, item.text == wanted))
    judged.sort(reverse=True)
    threshold, right = 1.0, 0
    for seen, (confidence, is_right) in enumerate(judged, start=1):
        right += is_right
        if right / seen >= WANTED:
            threshold = confidence
    threshold = round(max(LEAST, threshold - 0.0005), 3)
    kept = [is_right for confidence, is_right in judged if confidence >= threshold]
    return threshold, f"{sum(kept)} of {len(kept)} accepted held-out captions exact, of {len(judged)} in the field"


def main() -> None:
    """Read the command line and write the model folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--version", default="1")
    parser.add_argument("--field", type=Path, help="a field filter of the same vocabulary and corpus, not built anew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as workshop:
        fresh = Path(workshop) / "model"
        convert(options.checkpoint, output=fresh)
        if options.field:
            shutil.copyfile(options.field, fresh / FIELD)
        else:
            print(f"{write_field(fresh, output=fresh / FIELD):,} trigrams in the field")
        record(threshold=0.0, measured="", version=options.version).write(fresh)
        threshold, measured = calibrated(fresh)
        replace(read_record(fresh), threshold=threshold, measured=measured).write(fresh)
        print(f"threshold {threshold}: {measured}")
        options.output.mkdir(parents=True, exist_ok=True)
        for path in fresh.iterdir():
            shutil.copyfile(path, options.output / path.name)


if __name__ == "__main__":
    main()
