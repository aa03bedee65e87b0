"""Files that are asked for together are made together; each of them ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.clips import outputs, services
from curation.clips.edit import Edit, ShotEdit
from curation.clips.models import BrandKit, CaptionTrack, Clip, ClipVersion, Rendition
from curation.clips.renditions import outdated
from curation.footage.models import Footage
from curation.jobs import services as jobs
from curation.video.probe import probe
from tests.curation.video.filming import shown

pytestmark = pytest.mark.django_db

State = Rendition.State
ROW_QUERIES = 5  # looked for, made inside a savepoint, told its job


def asked(version: ClipVersion, *wanted: services.Wanted) -> list[Rendition]:
    return services.request_renditions(version, list(wanted))


def done(renditions: list[Rendition]) -> list[Rendition]:
    for job in {rendition.job_id for rendition in renditions}:
        jobs.run(job)
    for rendition in renditions:
        rendition.refresh_from_db()
    return renditions


def digest_of(version: ClipVersion, *, watermark: bool = False) -> str:
    kit = outputs.kit_of(version)
    return outputs.digest(version, kit=kit, shape="16:9", language="", cues=[], preset="", watermark=watermark)


def film_of(rendition: Rendition) -> Path:
    return Path(default_storage.path(rendition.file))


def test_one_job_makes_all_and_each_is_what_was_asked_for(
    clip: Clip, filmed: Footage, captioned: Callable[..., CaptionTrack]
) -> None:
    captioned("一只东北虎")
    wide, tall, square = done(
        asked(
            clip.version,
            services.Wanted(),
            services.Wanted("9:16", "zh-Hans", "douyin"),
            services.Wanted("1:1", preset="instagram_reels"),
        )
    )
    assert wide.job == tall.job == square.job
    assert [each.state for each in (wide, tall, square)] == [State.READY] * 3, wide.job.error_detail
    for rendition, ratio in ((wide, 16 / 9), (tall, 9 / 16), (square, 1)):
        found = probe(film_of(rendition))
        assert found.display_width / found.display_height == pytest.approx(ratio, rel=0.01)
        assert found.frame_count == 75
        assert default_storage.exists(rendition.poster)
    assert (tall.preset, tall.cues[0][2]) == ("douyin", "一只东北虎")


def test_what_is_there_is_not_made_again(clip: Clip, filmed: Footage) -> None:
    [master] = done(asked(clip.version, services.Wanted()))
    again, new = asked(clip.version, services.Wanted(), services.Wanted("1:1"))
    assert (again.pk, again.state) == (master.pk, State.READY)
    assert new.job_id != master.job_id


def test_asking_for_many_reads_clip_and_captions_once(
    clip: Clip, filmed: Footage, captioned: Callable[..., CaptionTrack]
) -> None:
    """Each further file costs its own row and nothing else; the words of one language are read once."""
    captioned("一只东北虎")
    shapes = ["16:9", "9:16", "1:1", "4:5"]

    def queries(*shapes: str) -> int:
        with CaptureQueriesContext(connection) as asked_for:
            asked(ClipVersion.objects.get(), *(services.Wanted(shape, "zh-Hans") for shape in shapes))
        Rendition.objects.all().delete()
        return len(asked_for)

    first = queries(*shapes[:1])
    assert (queries(*shapes) - first) / (len(shapes) - 1) <= ROW_QUERIES


def test_the_frame_follows_the_animal(clip: Clip, filmed: Footage) -> None:
    """Upright pictures cut from the left and from the right of a test card are not the same."""
    films = []
    for x in (0.05, 0.85):
        Footage.objects.update(motion={"track": [[t / 5, x, 0.3, 0.1, 0.3, 0.9] for t in range(20)]})
        [tall] = done(asked(clip.version, services.Wanted("9:16")))
        assert tall.state == State.READY
        films.append(shown(film_of(tall))[20].astype(int))
    assert abs(films[0] - films[1]).mean() > 10
    assert all(numpy.ptp(film.mean(axis=0)) > 0 and film[:8].mean() > 8 for film in films), "no bars above the picture"


def test_where_nobody_moves_a_narrow_picture_keeps_all_of_itself(clip: Clip, filmed: Footage) -> None:
    Footage.objects.update(width=240, height=320)
    segments = list(clip.version.segments.select_related("footage"))
    assert (outputs.fit(segments, "16:9"), outputs.fit(segments, "9:16")) == ("pad", "follow")


def test_one_that_cannot_be_made_does_not_stop_the_others(
    clip: Clip, filmed: Footage, captioned: Callable[..., CaptionTrack]
) -> None:
    captioned("一只东北虎")
    edit = Edit.from_dict({"titles": [{"id": "t", "text": {"zh-Hans": "虎", "en": "\U0010fffd"}}]})
    version = services.save_clip(title="T", ranges=[services.Range(filmed, 0.5, 3.5)], edit=edit, user=None, clip=clip)
    Clip.objects.filter(pk=clip.pk).update(source_language="en")
    version = ClipVersion.objects.get(pk=version.pk)
    good, bad = done(asked(version, services.Wanted("1:1", "zh-Hans"), services.Wanted("1:1", watermark=False)))
    assert (good.state, bad.state, bad.error_code) == (State.READY, State.FAILED, "glyph_missing")
    assert good.job.state == "done"


def test_one_of_them_is_stopped_by_itself(clip: Clip, filmed: Footage) -> None:
    keep, stop = asked(clip.version, services.Wanted(), services.Wanted("1:1"))
    services.cancel_rendition(stop)
    done([keep, stop])
    assert (keep.state, stop.state, stop.file) == (State.READY, State.CANCELLED, "")
    [again] = done(asked(clip.version, services.Wanted("1:1")))
    assert again.state == State.READY


def test_changed_captions_are_told(clip: Clip, filmed: Footage, captioned: Callable[..., CaptionTrack]) -> None:
    track = captioned("一只东北虎")
    [burnt] = asked(clip.version, services.Wanted(language="zh-Hans"))
    assert not outdated(burnt)
    services.write_cues(track, [services.CueText(start=0.0, end=2.0, text="两只东北虎")], user=None)
    assert outdated(Rendition.objects.get(pk=burnt.pk))


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (services.Wanted("3:7"), "unknown_shape"),
        (services.Wanted(preset="myspace"), "unknown_preset"),
        (services.Wanted(language="zh-Hans"), "no_captions"),
    ],
)
def test_nothing_is_queued_when_one_wish_is_wrong(
    clip: Clip, footage: Footage, wanted: services.Wanted, code: str
) -> None:
    with pytest.raises(services.ClipError) as refused:
        asked(clip.version, services.Wanted(), wanted)
    assert refused.value.code == code
    assert not Rendition.objects.exists()


LOOKS = st.fixed_dictionaries(
    {"mode": st.sampled_from(["none", "infrared", "day"]), "shadows": st.sampled_from([0.0, 0.5])}
)
SHOTS = st.fixed_dictionaries(
    {
        "speed": st.sampled_from([0.5, 1.0]),
        "gain": st.sampled_from([0.0, -6.0]),
        "mute": st.booleans(),
        "look": st.none() | LOOKS,
    }
)
TITLED = [{"id": "a", "text": {"en": "Tiger"}}]
EDITS = st.fixed_dictionaries(
    {"look": LOOKS, "gain": st.sampled_from([0.0, 3.0]), "titles": st.sampled_from([[], TITLED])}
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(SHOTS, EDITS), st.tuples(SHOTS, EDITS))
def test_another_setting_is_another_file_and_the_same_is_the_same(footage: Footage, one: tuple, other: tuple) -> None:
    def digest(shot: dict, edit: dict, name: str) -> str:
        part = services.Range(footage, 0.0, 3.0, ShotEdit.from_dict({**shot, "id": name}))
        version = services.save_clip(title="T", ranges=[part], edit=Edit.from_dict(edit), user=None)
        return digest_of(version)

    alike = [ShotEdit.from_dict(each[0]) for each in (one, other)], [Edit.from_dict(each[1]) for each in (one, other)]
    same = alike[0][0] == alike[0][1] and alike[1][0] == alike[1][1]
    assert (digest(*one, "a") == digest(*other, "b")) is same


def test_another_brand_is_another_file_only_where_it_shows(footage: Footage) -> None:
    def digests() -> tuple[str, str]:
        plain, marked = (digest_of(version, watermark=mark) for mark in (False, True))
        return plain, marked

    version = services.save_clip(title="T", ranges=[services.Range(footage, 0.0, 3.0)], user=None)
    before = digests()
    BrandKit.objects.update(colour="#000000")
    after = digests()
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)
