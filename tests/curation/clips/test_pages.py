"""What the studio's pages and scripts get, who gets it, and that no place is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from curation.clips import services, translator
from curation.clips.models import CaptionTrack, Clip, Cue, Rendition
from curation.footage.models import Footage
from curation.jobs import services as jobs

pytestmark = pytest.mark.django_db

SECRETS = ("HC-0042", "secret-valley", "Secret valley", "43.1234", "131.2345")


def post(client: Client, name: str, data: Any, *arguments: int) -> HttpResponse:
    return client.post(reverse(f"clips:{name}", args=arguments), json.dumps(data), content_type="application/json")


def part(footage: Footage, start: float = 0.5, end: float = 2.0) -> dict[str, Any]:
    return {"footage": footage.pk, "start": start, "end": end}


def pages(clip: Clip, footage: Footage) -> list[str]:
    return [
        reverse("clips:index"),
        reverse("clips:captions"),
        f"{reverse('clips:new')}?footage={footage.pk}",
        reverse("clips:edit", args=[clip.pk]),
        reverse("clips:workbench", args=[clip.pk]),
        reverse("clips:renditions", args=[clip.pk]),
        reverse("clips:caption_tracks", args=[clip.pk]),
    ]


@pytest.mark.parametrize("role", ["Editor", "Translator", "Ranger"])
def test_no_page_tells_a_place(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage, captioned: Callable[..., CaptionTrack], role: str
) -> None:
    captioned("一只东北虎")
    services.request_rendition(clip.version)
    client = signed_in(role)
    for page in pages(clip, footage):
        answer = client.get(page)
        assert answer.status_code == 200, page
        told = answer.content.decode()
        assert not [secret for secret in SECRETS if secret in told], page


def test_strangers_see_nothing(client: Client, clip: Clip, footage: Footage) -> None:
    for page in pages(clip, footage):
        assert client.get(page).status_code == 302, page


def test_a_clip_is_saved_and_its_master_asked_for(signed_in: Callable[..., Client], footage: Footage) -> None:
    answer = post(signed_in("Editor"), "save", {"title": "虎", "segments": [part(footage)]})
    told = answer.json()
    assert answer.status_code == 200, told
    clip = Clip.objects.get(pk=told["clip"])
    assert (clip.title, clip.version.duration, told["rendition"]["state"]) == ("虎", 1.5, "queued")
    assert told["urls"]["workbench"] == reverse("clips:workbench", args=[clip.pk])


def test_who_may_only_look_saves_nothing(signed_in: Callable[..., Client], clip: Clip, footage: Footage) -> None:
    client = signed_in("Ranger")
    for name, data, arguments in [
        ("save", {"title": "x", "segments": [part(footage)]}, ()),
        ("save_version", {"title": "x", "segments": [part(footage)], "base_version": 1}, (clip.pk,)),
        ("render", {}, (clip.pk,)),
        ("write_captions", {"cues": []}, (clip.pk,)),
        ("translate", {"languages": ["en"]}, (clip.pk,)),
        ("approve", {"language": "zh-Hans"}, (clip.pk,)),
        ("source_language", {"language": "en"}, (clip.pk,)),
    ]:
        answer = post(client, name, data, *arguments)
        assert answer.status_code == 403, name
        assert answer.json()["error"]
    assert Clip.objects.count() == 1


def test_an_editor_writes_and_a_translator_approves(
    signed_in: Callable[..., Client], clip: Clip, captioned: Callable[..., CaptionTrack]
) -> None:
    track = captioned("一")
    wanted = {"language": "zh-Hans", "revision": track.revision}
    assert post(signed_in("Editor"), "approve", wanted, clip.pk).status_code == 403
    translator_ = signed_in("Translator")
    assert post(translator_, "approve", {**wanted, "revision": 0}, clip.pk).status_code == 409
    told = post(translator_, "approve", wanted, clip.pk).json()
    assert (told["tracks"][0]["state"], told["tracks"][0]["cues"][0]["state"]) == ("approved", "approved")


def test_a_collision_is_told_with_the_newest_version(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage
) -> None:
    client = signed_in("Editor")
    data = {"title": "Tiger", "segments": [part(footage, 1.0, 2.0)], "base_version": 1}
    assert post(client, "save_version", data, clip.pk).json()["version"] == 2
    answer = post(client, "save_version", {**data, "segments": [part(footage, 1.5, 2.0)]}, clip.pk)
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["newest"]) == ("newer_version", 2)


@pytest.mark.parametrize(
    "data",
    [
        "[]",
        "{",
        '{"title": 1, "segments": []}',
        '{"title": "x", "segments": [{"footage": true, "start": 0, "end": 1}]}',
        '{"title": "x", "segments": [{"footage": 1e400, "start": 0, "end": 1}]}',
        '{"title": "x", "segments": [{"footage": 99999999999999999999999, "start": 0, "end": 1}]}',
        '{"title": "x", "segments": [{"footage": 424242, "start": 0, "end": 1}]}',
        '{"title": "x", "segments": 7}',
    ],
)
def test_a_strange_request_is_refused_in_words(signed_in: Callable[..., Client], data: str) -> None:
    answer = signed_in("Editor").post(reverse("clips:save"), data, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_numbers_that_are_none_are_refused(signed_in: Callable[..., Client], footage: Footage) -> None:
    client = signed_in("Editor")
    for start, end in [("NaN", "1"), ("0", "Infinity"), ("1" + "0" * 400, "1")]:
        data = f'{{"title": "x", "segments": [{{"footage": {footage.pk}, "start": {start}, "end": {end}}}]}}'
        assert client.post(reverse("clips:save"), data, content_type="application/json").status_code == 400


def test_footage_that_is_hidden_cannot_be_cut(signed_in: Callable[..., Client], footage: Footage) -> None:
    Footage.objects.filter(pk=footage.pk).update(state="quarantined")
    client = signed_in("Editor")
    assert client.get(f"{reverse('clips:new')}?footage={footage.pk}").status_code == 404
    assert client.get(f"{reverse('clips:new')}?footage=²").status_code == 404
    assert post(client, "save", {"title": "x", "segments": [part(footage)]}).status_code == 400


def test_captions_are_written_translated_and_shown(signed_in: Callable[..., Client], clip: Clip, settings: Any) -> None:
    settings.TRANSLATION_MODEL = translator.ECHO
    client = signed_in("Editor")
    cues = [{"id": None, "start": 0, "end": 1.5, "text": "一只东北虎"}]
    told = post(client, "write_captions", {"language": "zh-Hans", "revision": None, "cues": cues}, clip.pk).json()
    assert told["tracks"][0]["cues"][0]["state"] == "edited"
    job = post(client, "translate", {"languages": ["ar", "en"]}, clip.pk).json()["job"]
    assert jobs.run(job).state == "done"
    tracks = {
        track["language"]: track
        for track in client.get(reverse("clips:caption_tracks", args=[clip.pk])).json()["tracks"]
    }
    assert (tracks["ar"]["direction"], tracks["ar"]["state"]) == ("rtl", "machine")
    assert tracks["en"]["cues"][0]["source"] == tracks["zh-Hans"]["cues"][0]["id"]
    listed = client.get(reverse("clips:captions")).content.decode()
    assert "العربية" in listed
    assert "pm-progress--machine" in listed


def test_checks_are_told_in_the_readers_language(
    signed_in: Callable[..., Client], clip: Clip, captioned: Callable[..., CaptionTrack]
) -> None:
    captioned("很" * 60)
    client = signed_in("Editor")
    url = reverse("clips:caption_tracks", args=[clip.pk])
    english = client.get(url).json()["tracks"][0]["findings"]
    assert {"too_fast", "too_many_lines"} <= {finding["code"] for finding in english}
    assert all("%(" not in finding["says"] for finding in english)


def test_a_written_language_stays_the_first(
    signed_in: Callable[..., Client], clip: Clip, captioned: Callable[..., CaptionTrack]
) -> None:
    client = signed_in("Editor")
    assert post(client, "source_language", {"language": "en"}, clip.pk).json()["language"] == "en"
    clip.refresh_from_db()
    assert clip.source_language == "en"


def test_an_export_downloads(
    signed_in: Callable[..., Client], clip: Clip, captioned: Callable[..., CaptionTrack]
) -> None:
    track = captioned("一只东北虎")
    answer = signed_in("Editor").get(reverse("clips:export", args=[track.pk, "vtt"]))
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert f'filename="clip-{clip.pk}.zh-Hans.vtt"' in answer.headers["Content-Disposition"]
    assert answer.content.decode().startswith("WEBVTT")
    assert "一只东北虎" in answer.content.decode()
    assert signed_in("Translator").get(reverse("clips:export", args=[track.pk, "exe"])).status_code == 404


def test_a_finished_file_plays_from_the_middle_and_downloads(
    signed_in: Callable[..., Client], clip: Clip, filmed: Footage
) -> None:
    rendition = services.request_rendition(clip.version)
    client = signed_in("Editor")
    url = reverse("clips:rendition_file", args=[rendition.pk])
    assert client.get(url).status_code == 404
    jobs.run(rendition.job_id)
    part_ = client.get(url, headers={"range": "bytes=100-199"})
    assert (part_.status_code, len(b"".join(part_.streaming_content))) == (206, 100)
    whole = client.get(f"{url}?download=1")
    assert "attachment" in whole.headers["Content-Disposition"]
    assert len(b"".join(whole.streaming_content)) == Rendition.objects.get(pk=rendition.pk).size
    poster = client.get(reverse("clips:rendition_poster", args=[rendition.pk]))
    assert b"".join(poster.streaming_content)[:2] == b"\xff\xd8"
    told = client.get(reverse("clips:renditions", args=[clip.pk])).json()["renditions"][0]
    assert (told["state"], told["frames"], told["frames_wanted"], told["file"]) == ("ready", 75, 75, url)
    client.logout()
    assert client.get(url).status_code == 302


def test_an_abstained_caption_says_so(
    signed_in: Callable[..., Client], clip: Clip, captioned: Callable[..., CaptionTrack]
) -> None:
    source = captioned("一").cues.get()
    track = services.track_for(clip, "en", source=source.track)
    Cue.objects.create(track=track, source_cue=source, start=0, end=3, state="empty", abstained="unsure")
    client = signed_in("Translator")
    told = client.get(reverse("clips:caption_tracks", args=[clip.pk])).json()["tracks"]
    cue = next(each for each in told if each["language"] == "en")["cues"][0]
    assert (cue["text"], cue["abstained"]) == ("", "The model is not sure enough of its translation.")
    assert "1 left to you" in client.get(reverse("clips:captions")).content.decode()


def test_empty_lists_say_what_to_do(signed_in: Callable[..., Client]) -> None:
    client = signed_in("Editor")
    for name in ("index", "captions"):
        assert reverse("footage:index") in client.get(reverse(f"clips:{name}")).content.decode()
    assert "elk" in client.get(f"{reverse('clips:index')}?q=elk").content.decode()


def test_a_list_of_clips_asks_the_database_no_more_for_more_clips(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("Editor")
    client.get(reverse("clips:index"))
    for number in range(5):
        made = services.save_clip(title=f"Clip {number}", ranges=[services.Range(footage, 0, 1)], user=None)
        services.request_rendition(made)
    with django_assert_max_num_queries(30):
        assert client.get(reverse("clips:index")).status_code == 200
