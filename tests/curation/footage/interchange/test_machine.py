"""Results of machines come in whole, say what they mean, and go out as they came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curation.footage.interchange.exports import export
from curation.footage.interchange.imports import read_in
from curation.footage.interchange.machine import Matching
from curation.footage.interchange.selection import Selection
from curation.footage.models import Footage, MachineResult, Observation, Package
from tests.samples import sample

pytestmark = pytest.mark.django_db
BOX = [0.1, 0.2, 0.3, 0.4]


def megadetector(*images: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "images": list(images),
        "detection_categories": {"1": "animal", "2": "person", "3": "vehicle"},
        "classification_categories": {"0": "panthera tigris", "1": "yeti"},
        "info": {"format_version": "1.5", "detector": "md_v5a.0.1.pt"},
        **more,
    }


def write(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(content))
    return path


@pytest.fixture
def footage() -> list[Footage]:
    return [
        Footage.objects.create(original_name=name, folder=folder, state="ready")
        for folder, name in (("A/DCIM", "1.mp4"), ("B/DCIM", "1.mp4"), ("A/DCIM", "2.mp4"), ("A/DCIM", "3.mp4"))
    ]


def test_a_video_is_counted_by_its_fullest_frame(tmp_path: Path, footage: list[Footage]) -> None:
    tiger = [["0", 0.9], ["1", 0.05]]
    detections = [
        {"category": "1", "conf": conf, "bbox": box, "frame_number": frame, "classifications": tiger}
        for conf, box, frame in ((0.8, BOX, 0), (0.6, [0.5, 0.5, 0.1, 0.1], 0), (0.95, [0, 0, 0.5, 0.5], 30))
    ]
    video = {"file": "cards/B/DCIM/1.mp4", "frame_rate": 30, "frames_processed": [0, 30], "detections": detections}
    report = read_in(write(tmp_path, megadetector(video)))
    assert report.refused == 0
    seen = Observation.objects.get()
    assert (seen.footage, seen.count, seen.bbox) == (footage[1], 2, [0, 0, 0.5, 0.5])
    assert seen.taxon is not None and seen.taxon.scientific_name.startswith("Panthera tigris")
    assert (seen.classification_method, seen.classification_probability) == ("machine", 0.9)
    assert seen.classified_by == "md_v5a.0.1.pt"


def test_nothing_found_is_not_the_same_as_not_looked_at(tmp_path: Path, footage: list[Footage]) -> None:
    content = megadetector(
        {"file": "A/DCIM/1.mp4", "detections": []},
        {"file": "A/DCIM/2.mp4", "detections": None, "failure": "Failure video access"},
        {"file": "A/DCIM/3.mp4", "detections": [{"category": "1", "conf": 0.01, "bbox": BOX}]},
    )
    assert read_in(write(tmp_path, content)).refused == 0
    assert list(Observation.objects.values_list("footage", "observation_type")) == [(footage[0].pk, "blank")]
    assert MachineResult.objects.count() == 3


def test_entries_go_out_as_they_came(tmp_path: Path, footage: list[Footage]) -> None:
    content = megadetector(
        {
            "file": "A/DCIM/1.mp4",
            "detections": [{"category": "2", "conf": 0.915, "bbox": [0.0, 0.2311, 0.1422, 0.2432]}],
        },
        {"file": "A/DCIM/2.mp4", "failure": "Failure video access"},
        {"file": "new/4.mp4", "detections": []},
        custom={"kept": [1, 2.50, None]},
    )
    report = read_in(write(tmp_path, content), matching=Matching(create=True))
    assert report.refused == 0 and Footage.objects.get(source_path="new/4.mp4").state == "catalogued"
    footage[0].refresh_from_db()
    assert footage[0].alarm == "human"
    package = Package.objects.get()
    export(Selection(package=package), tmp_path / "out.json", format="megadetector", exact=True)
    assert json.loads((tmp_path / "out.json").read_text()) == content
    again = read_in(write(tmp_path, content), matching=Matching(create=True))
    assert (again.counts("results").unchanged, MachineResult.objects.count(), Observation.objects.count()) == (3, 3, 2)


def test_what_is_not_here_or_unclear_is_named(tmp_path: Path, footage: list[Footage]) -> None:
    content = megadetector(
        {"file": "nowhere.mp4", "detections": []},
        {"file": "1.mp4", "detections": []},
        {"file": "A/DCIM/2.mp4", "detections": [{"category": "1", "conf": 1.4, "bbox": BOX}]},
        {"file": "A/DCIM/3.mp4", "detections": [{"category": "1", "conf": 0.4, "bbox": [0.5, 0.5, 0.9, 0.9]}]},
        {"file": 7},
    )
    report = read_in(write(tmp_path, content))
    assert [(problem.row, problem.code) for problem in report.problems] == [
        (1, "no_match"), (2, "ambiguous"), (3, "out_of_range"), (4, "bbox_outside"), (5, "not_a_result"),
    ]  # fmt: skip
    assert Observation.objects.count() == MachineResult.objects.count() == 0


def test_a_species_nobody_knows_stays_an_animal(tmp_path: Path, footage: list[Footage]) -> None:
    found = {"category": "1", "conf": 0.9, "bbox": BOX, "classifications": [["1", 0.99]]}
    report = read_in(write(tmp_path, megadetector({"file": "A/DCIM/1.mp4", "detections": [found]})))
    assert [notice.code for notice in report.notices] == ["label_unknown"]
    assert Observation.objects.get().extra == {"label": "yeti"}


def test_speciesnet_predictions_go_round(tmp_path: Path, footage: list[Footage]) -> None:
    tiger = "uuid1;mammalia;carnivora;felidae;panthera;tigris;tiger"
    human = "uuid2;mammalia;primates;hominidae;homo;sapiens;human"
    blank = "f1856211;;;;;;blank"
    content = {
        "predictions": [
            {
                "filepath": "A/DCIM/1.mp4",
                "classifications": {"classes": [tiger, blank], "scores": [0.97, 0.01]},
                "detections": [{"category": "1", "label": "animal", "conf": 0.98, "bbox": BOX}],
                "prediction": tiger, "prediction_score": 0.97, "prediction_source": "classifier",
                "model_version": "4.0.1a",
            },
            {"filepath": "A/DCIM/2.mp4", "prediction": human, "prediction_score": 0.9, "model_version": "4.0.1a"},
            {"filepath": "A/DCIM/3.mp4", "failures": ["CLASSIFIER", "DETECTOR"], "model_version": "4.0.1a"},
            {"filepath": "B/DCIM/1.mp4", "prediction": blank, "prediction_score": 0.8, "model_version": "4.0.1a"},
        ]
    }  # fmt: skip
    assert read_in(write(tmp_path, content)).refused == 0
    seen = {one.footage_id: one for one in Observation.objects.select_related("taxon")}
    assert seen[footage[0].pk].taxon.scientific_name.startswith("Panthera tigris")
    assert seen[footage[0].pk].classified_by == "SpeciesNet 4.0.1a"
    assert seen[footage[2].pk].observation_type == "human"
    assert seen[footage[1].pk].observation_type == "blank"
    assert footage[3].pk not in seen
    export(Selection(package=Package.objects.get()), tmp_path / "out.json", format="speciesnet", exact=True)
    assert json.loads((tmp_path / "out.json").read_text()) == content


def test_the_sample_goes_round(tmp_path: Path) -> None:
    path = sample("detections/megadetector_output.json")
    assert read_in(path, matching=Matching(create=True)).refused == 0
    export(Selection(package=Package.objects.get()), tmp_path / "out.json", format="megadetector", exact=True)
    assert json.loads((tmp_path / "out.json").read_text()) == json.loads(path.read_text())
