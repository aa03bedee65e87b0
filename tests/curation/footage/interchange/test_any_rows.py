"""Any Camtrap DP rows that come in go out equal."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.footage.interchange.camtrap import import_package
from curation.footage.interchange.packaging import write_package
from curation.footage.interchange.selection import Selection
from curation.footage.models import Package
from tests.curation.footage.interchange.packages import DEPLOYMENT, MEDIA, OBSERVATION, package
from tests.curation.footage.interchange.test_round_trip import KEYS, table

pytestmark = pytest.mark.django_db

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)
ids = st.text(st.characters(categories=["L", "N"], include_characters="-_ ."), min_size=1, max_size=12).filter(
    lambda text: text not in {"NA", "NaN", "nan"}
)
times = st.builds(
    lambda seconds, zone: datetime(2024, 1, 1, tzinfo=timezone(timedelta(minutes=zone))) + timedelta(seconds=seconds),
    st.integers(0, 10**8),
    st.sampled_from([0, 480, 540, -210, 345]),
)
shares = st.floats(0, 1).map(repr)


def written(moment: datetime) -> str:
    """With its offset; UTC as Z."""
    return moment.isoformat().replace("+00:00", "Z")


observations = st.fixed_dictionaries(
    {
        "when": st.tuples(times, st.integers(0, 10**6)),
        "observationLevel": st.sampled_from(["media", "event"]),
        "eventID": st.one_of(st.just(""), ids),
        "observationType": st.sampled_from(["animal", "human", "vehicle", "blank", "unknown", "unclassified"]),
        "scientificName": st.sampled_from(["", "Panthera tigris altaica", "东北虎", "Panthera tigris", "Sus scrofa"]),
        "count": st.one_of(st.just(""), st.integers(1, 2**31 - 1).map(str)),
        "sex": st.sampled_from(["", "male", "female"]),
        "lifeStage": st.sampled_from(["", "adult", "subadult", "juvenile"]),
        "behavior": words,
        "individualID": words,
        "box": st.one_of(st.none(), st.tuples(*[st.floats(0.001, 0.5).map(repr)] * 4)),
        "classificationMethod": st.sampled_from(["", "human", "machine"]),
        "classifiedBy": words,
        "classificationTimestamp": st.one_of(st.just(""), times.map(written)),
        "classificationProbability": st.one_of(st.just(""), shares),
        "observationTags": words,
        "observationComments": words,
        "individualSpeed": st.one_of(st.just(""), st.floats(0, 100).map(repr)),
        "cameraSetupType": st.sampled_from(["", "setup", "calibration"]),
    }
)


def row(number: int, drawn: dict) -> dict[str, str]:
    drawn = dict(drawn)
    start, length = drawn.pop("when")
    box = drawn.pop("box") or ("", "", "", "")
    media = "m1" if drawn["observationLevel"] == "media" else ""
    return OBSERVATION | drawn | dict(zip(("bboxX", "bboxY", "bboxWidth", "bboxHeight"), box, strict=True)) | {
        "observationID": f"o{number}", "mediaID": media, "eventStart": written(start),
        "eventEnd": written(start + timedelta(seconds=length)),
    }  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(observations, min_size=1, max_size=6),
    place=st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    carried=st.fixed_dictionaries({"locationName": words, "deploymentComments": words, "habitat": words}),
    comments=words,
)
def test_any_rows_go_round(drawn: list[dict], place: tuple[float, float], carried: dict, comments: str) -> None:
    with tempfile.TemporaryDirectory() as scratch, transaction.atomic():
        folder = package(
            Path(scratch) / "in",
            deployments=[DEPLOYMENT | carried | {"latitude": repr(place[0]), "longitude": repr(place[1])}],
            media=[MEDIA | {"mediaComments": comments, "favorite": "true"}],
            observations=[row(number, one) for number, one in enumerate(drawn)],
        )
        report = import_package(folder)
        assert [problem.line() for problem in report.problems] == []
        out = Path(scratch) / "out"
        write_package(Selection(package=Package.objects.get()), out, exact=True)
        for name in KEYS:
            came, went = (table(one / f"{name}.csv", name=name) for one in (folder, out))
            columns = set(came[0])
            assert [{key: one[key] for key in columns} for one in went] == came
            assert all(one[key] is None for one in went for key in set(one) - columns)
        transaction.set_rollback(True)
