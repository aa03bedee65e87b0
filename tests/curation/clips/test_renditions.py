"""Renditions are proven, made once, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from curation.clips import selectors, services
from curation.clips.models import CaptionTrack, Clip, Rendition
from curation.clips.outputs import picture_size
from curation.footage.models import Footage
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.video.probe import probe
from tests.curation.video.filming import shown

pytestmark = pytest.mark.django_db

State = Rendition.State


def rendered(clip: Clip, **wanted: str) -> Rendition:
    rendition = services.request_rendition(clip.version, **wanted)
    jobs.run(rendition.job_id)
    rendition.refresh_from_db()
    return rendition


def test_a_rendition_is_what_was_cut_and_says_nothing_of_its_origin(clip: Clip, filmed: Footage) -> None:
    rendition = rendered(clip)
    assert rendition.state == State.READY, rendition.job.error_detail
    found = probe(Path(default_storage.path(rendition.file)))
    assert (found.frame_count, found.display_width, found.display_height) == (75, rendition.width, rendition.height)
    assert rendition.proof["frame_count"] == rendition.proof["wanted_frames"] == 75
    assert all(rendition.proof["checks"].values())
    assert default_storage.exists(rendition.poster)
    assert rendition.job.state == Job.State.DONE


def test_captions_are_burnt_in(clip: Clip, filmed: Footage, captioned: Callable[..., CaptionTrack]) -> None:
    captioned("一只东北虎在雪地里行走。")
    clean, burnt = rendered(clip), rendered(clip, language="zh-Hans")
    one, other = (shown(Path(default_storage.path(each.file))) for each in (clean, burnt))
    assert one.shape == other.shape
    height = one.shape[1]
    differences = abs(one[30].astype(int) - other[30].astype(int))
    assert differences[: height // 2].mean() < 3 < differences[int(height * 0.8) :].mean()
    assert burnt.cues == [[0.0, 3.0, "一只东北虎在雪地里行走。", ""]]


def test_asking_twice_renders_once(clip: Clip, filmed: Footage) -> None:
    first = rendered(clip)
    again = services.request_rendition(clip.version)
    assert (again.pk, again.job_id, again.state) == (first.pk, first.job_id, State.READY)
    assert Job.objects.filter(kind="render").count() == 1


def test_doing_the_job_again_changes_nothing(clip: Clip, filmed: Footage) -> None:
    first = rendered(clip)
    Job.objects.filter(pk=first.job_id).update(state=Job.State.QUEUED)
    jobs.run(first.job_id)
    again = Rendition.objects.get(pk=first.pk)
    assert (again.state, again.sha256, again.file) == (State.READY, first.sha256, first.file)


def test_a_worker_that_died_in_it_loses_nothing(clip: Clip, filmed: Footage) -> None:
    rendition = services.request_rendition(clip.version)
    Rendition.objects.filter(pk=rendition.pk).update(state=State.RENDERING)
    jobs.run(rendition.job_id)
    rendition.refresh_from_db()
    assert rendition.state == State.READY


def test_the_same_cut_in_another_version_takes_the_file_that_is_there(clip: Clip, filmed: Footage) -> None:
    first = rendered(clip)
    for start in (1.0, 0.5):
        services.save_clip(title="Tiger", ranges=[services.Range(filmed, start, 3.5)], user=None, clip=clip)
    again = rendered(clip)
    assert again.version.number == 3
    assert (again.state, again.file, again.proof) == (State.READY, first.file, first.proof)


def test_changed_captions_are_another_rendition(
    clip: Clip, footage: Footage, captioned: Callable[..., CaptionTrack]
) -> None:
    track = captioned("一")
    first = services.request_rendition(clip.version, language="zh-Hans")
    cue = track.cues.get()
    services.write_cues(track, [services.CueText(cue.start, cue.end, "二", id=cue.pk)], user=None)
    assert services.request_rendition(clip.version, language="zh-Hans").digest != first.digest


def test_a_rendition_that_waits_is_stopped_and_asked_for_again(clip: Clip, footage: Footage) -> None:
    rendition = services.request_rendition(clip.version)
    services.cancel_rendition(rendition)
    assert rendition.state == State.CANCELLED
    again = services.request_rendition(clip.version)
    assert (again.pk, again.state, again.job.state) == (rendition.pk, State.QUEUED, Job.State.QUEUED)


def test_a_job_cancelled_behind_its_back_is_shown_and_can_be_asked_for_again(clip: Clip, footage: Footage) -> None:
    rendition = services.request_rendition(clip.version)
    jobs.cancel(rendition.job)
    assert selectors.rendition_json(Rendition.objects.get(pk=rendition.pk))["state"] == State.CANCELLED
    again = services.request_rendition(clip.version)
    assert again.job_id != rendition.job_id
    assert selectors.rendition_json(again)["state"] == State.QUEUED


def test_one_that_is_begun_at_the_very_moment_is_stopped(clip: Clip) -> None:
    one, other = services.request_renditions(clip.version, [services.Wanted("16:9"), services.Wanted("9:16")])
    seen_before = Rendition.objects.get(pk=one.pk)
    Rendition.objects.filter(pk=one.pk).update(state=State.RENDERING)  # a worker begins it
    services.cancel_rendition(seen_before)
    states = {each.pk: each.state for each in Rendition.objects.all()}
    assert states == {one.pk: State.CANCELLED, other.pk: State.QUEUED}


def test_one_that_is_stopped_at_the_very_moment_is_not_begun(clip: Clip) -> None:
    from curation.clips.producing import _begin

    one, _other = services.request_renditions(clip.version, [services.Wanted("16:9"), services.Wanted("9:16")])
    seen_before = Rendition.objects.get(pk=one.pk)
    services.cancel_rendition(one)
    assert _begin(seen_before) is False
    assert Rendition.objects.get(pk=one.pk).state == State.CANCELLED


def test_a_running_rendition_stops_when_asked(clip: Clip, filmed: Footage, monkeypatch: pytest.MonkeyPatch) -> None:
    rendition = services.request_rendition(clip.version)
    monkeypatch.setattr("curation.jobs.work.REPORT_EVERY", 0.0)
    Job.objects.filter(pk=rendition.job_id).update(state=Job.State.RUNNING, cancel_requested=True, worker="w")
    from curation.clips.producing import render_job
    from curation.jobs.work import JobCancelled, Work

    with pytest.raises(JobCancelled):
        render_job(Work(Job.objects.get(pk=rendition.job_id)))
    rendition.refresh_from_db()
    assert (rendition.state, rendition.file) == (State.CANCELLED, "")


def test_a_missing_original_fails_with_a_sentence_and_can_be_tried_again(
    clip: Clip, footage: Footage, reel: Path
) -> None:
    rendition = rendered(clip)
    told = selectors.rendition_json(rendition)
    assert (told["state"], told["file"]) == (State.FAILED, "")
    assert "opened" in told["error"]
    from curation.files.local import keep

    keep(reel, footage.file)
    assert rendered(clip).state == State.READY


def test_shapes_and_languages_are_checked(clip: Clip, footage: Footage) -> None:
    for wanted, code in [
        ({"shape": "5:3"}, "unknown_shape"),
        ({"language": "tlh"}, "unknown_language"),
        ({"language": "ru"}, "no_captions"),
    ]:
        with pytest.raises(services.ClipError) as refused:
            services.request_rendition(clip.version, **wanted)
        assert refused.value.code == code


def test_a_small_original_is_not_blown_up_to_full_size(clip: Clip, footage: Footage) -> None:
    assert picture_size(clip.version, "16:9") == (1280, 720)
    assert picture_size(clip.version, "9:16") == (720, 1280)
    footage.width, footage.height = 1920, 1080
    footage.save()
    assert picture_size(clip.version, "16:9") == (1920, 1080)
