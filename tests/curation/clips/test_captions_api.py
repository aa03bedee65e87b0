"""The workbench's addresses: who may what, what they answer, and that bad input is told in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from curation.clips import services
from curation.clips.models import CaptionTrack, Clip, Cue
from curation.footage.models import Collection, CollectionItem, Footage, Observation
from curation.species.models import Taxon
from curation.video.probe import probe
from publishing.roles import ROLES

pytestmark = pytest.mark.django_db

ENGLISH = ["The tiger comes .", "It stops  now."]
SECRETS = ("HC-0042", "secret", "43.1", "131.2")


def post(client: Client, name: str, data: Any, *keys: int) -> Any:
    return client.post(reverse(f"clips:{name}", args=keys), json.dumps(data), content_type="application/json")


def get(client: Client, name: str, clip: Clip, **query: Any) -> Any:
    return client.get(reverse(f"clips:{name}", args=[clip.pk]), query)


@pytest.fixture
def pair(clip: Clip, captioned: Callable[..., CaptionTrack]) -> tuple[CaptionTrack, CaptionTrack]:
    source = captioned("老虎来了。", "它停下来。")
    english = services.track_for(clip, "en", source=source)
    rows = [
        services.CueText(cue.start, cue.end, text, source_id=cue.pk)
        for cue, text in zip(source.cues.all(), ENGLISH, strict=True)
    ]
    return source, services.write_cues(english, rows, user=None)


def track(answer: Any, language: str) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    return next(each for each in answer.json()["tracks"] if each["language"] == language)


def test_a_suggestion_is_taken_and_remembers_where_it_came_from(
    signed_in: Callable[..., Client], clip: Clip, pair: tuple[CaptionTrack, CaptionTrack]
) -> None:
    source, english = pair
    client = signed_in("Translator")
    cue = english.cues.first()
    taken = {
        "language": "en", "revision": english.revision, "cue": cue.pk, "text": "An Amur tiger comes.",
        "method": "fuzzy", "match": 87, "terms": [{"key": "tiger", "source": "老虎", "target": "tiger", "ok": True}],
    }  # fmt: skip
    first = track(post(client, "accept", taken, clip.pk), "en")["cues"][0]
    assert (first["text"], first["method"], first["match"], first["state"]) == (
        "An Amur tiger comes.", "fuzzy", 87, "edited",
    )  # fmt: skip
    assert first["terms"][0]["key"] == "tiger"
    assert post(client, "accept", taken, clip.pk).status_code == 409, "the revision is older now"
    # A language without a track, by the source caption that it translates.
    taken = {"language": "de", "source": source.cues.first().pk, "text": "Ein Amurtiger kommt.", "method": "memory"}
    german = track(post(client, "accept", taken, clip.pk), "de")
    assert [(each["source"], each["start"]) for each in german["cues"]] == [(source.cues.first().pk, 0.0)]
    assert german["progress"] == {
        "total": 2, "empty": 1, "machine": 0, "edited": 1, "checked": 0, "approved": 0, "stale": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"method": "person"}, {"method": "x"}, {"text": ""}, {"text": "\0 \ud800"[:1] * 0}, {"match": 101},
        {"match": -1}, {"confidence": 2}, {"cue": 99999}, {"cue": None}, {"text": "x" * 20_000}, {"terms": "x"},
        {"engine": 5}, {"language": "tlh"},
    ],
)  # fmt: skip
def test_a_suggestion_that_is_none_is_refused(
    signed_in: Callable[..., Client], clip: Clip, pair: tuple[CaptionTrack, CaptionTrack], change: dict[str, Any]
) -> None:
    cue = pair[1].cues.first()
    sent = {"language": "en", "cue": cue.pk, "text": "x", "method": "machine", **change}
    answer = post(signed_in("Translator"), "accept", sent, clip.pk)
    assert answer.status_code == 400
    assert answer.json()["error"]
    cue.refresh_from_db()
    assert cue.text == "The tiger comes ."


def test_a_language_is_given_to_a_person_who_hears_of_it(
    signed_in: Callable[..., Client], clip: Clip, person, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    client, zhao = signed_in("Publisher"), person("Translator", username="zhao")
    ranger = person("Ranger", username="wu")
    names = [each["name"] for each in client.get(reverse("clips:caption_people")).json()["people"]]
    assert "zhao" in names and "wu" not in names
    with django_capture_on_commit_callbacks(execute=True):
        told = track(
            post(client, "assign_captions", {"language": "ru", "user": zhao.pk, "due": "2026-12-01"}, clip.pk), "ru"
        )
    assert (told["assignee"], told["due"]) == ({"id": zhao.pk, "name": "zhao"}, "2026-12-01")
    [mail] = mailoutbox
    assert mail.to == ["zhao@example.org"] and "Tiger" in mail.subject and f"/{clip.pk}/captions/" in mail.body
    assert post(client, "assign_captions", {"language": "ru", "user": ranger.pk}, clip.pk).status_code == 404
    assert post(client, "assign_captions", {"language": "ru", "due": "soon"}, clip.pk).status_code == 400
    told = track(post(client, "assign_captions", {"language": "ru", "user": None, "due": None}, clip.pk), "ru")
    assert (told["assignee"], told["due"]) == (None, None)
    assert len(mailoutbox) == 1


def test_comments_on_captions_are_counted_until_they_are_settled(
    signed_in: Callable[..., Client], clip: Clip, pair: tuple[CaptionTrack, CaptionTrack]
) -> None:
    client, cue = signed_in("Translator", username="zhao"), pair[1].cues.first()
    [told] = post(client, "caption_remark_add", {"cue": cue.pk, "text": "Cub or adult?"}, clip.pk).json()["remarks"]
    assert (told["author"], told["text"], told["settled"], told["language"]) == ("zhao", "Cub or adult?", False, "en")
    assert track(get(client, "caption_tracks", clip), "en")["cues"][0]["remarks"] == 1
    answer = post(client, "caption_remark_settle", {}, clip.pk, told["id"])
    assert answer.json()["remarks"][0]["settled"] is True
    assert track(get(client, "caption_tracks", clip), "en")["cues"][0]["remarks"] == 0
    assert get(client, "caption_remarks", clip, language="de").json() == {"remarks": []}
    for text in ("", " \n", "x" * 2001):
        assert post(client, "caption_remark_add", {"cue": cue.pk, "text": text}, clip.pk).status_code == 400
    assert post(client, "caption_remark_add", {"cue": 0, "text": "x"}, clip.pk).status_code == 404


def test_what_is_safe_is_mended_and_shown_before(
    signed_in: Callable[..., Client], clip: Clip, pair: tuple[CaptionTrack, CaptionTrack]
) -> None:
    client = signed_in("Translator")
    findings = [each for each in track(get(client, "caption_tracks", clip), "en")["findings"] if each["mend"]]
    assert findings[0]["mend"] == "The tiger comes."
    assert findings[0]["severity"] == "warning"
    answer = post(client, "mend_captions", {"language": "en", "codes": None, "cue": None}, clip.pk)
    assert answer.json()["mended"] == 2
    assert [each["text"] for each in track(answer, "en")["cues"]] == ["The tiger comes.", "It stops now."]
    assert [(each["start"], each["end"]) for each in track(answer, "en")["cues"]] == [(0.0, 1.5), (1.5, 3.0)]
    assert post(client, "mend_captions", {"language": "en", "codes": "x"}, clip.pk).status_code == 400


def test_a_file_is_taken_in(signed_in: Callable[..., Client], clip: Clip) -> None:
    client = signed_in("Translator")
    file = SimpleUploadedFile("a.srt", "1\n00:00:00,000 --> 00:00:02,000\n老虎\n".encode("gb18030"))
    address = reverse("clips:import_captions", args=[clip.pk])
    answer = client.post(address, {"file": file, "language": "zh-Hans"})
    assert [each["text"] for each in track(answer, "zh-Hans")["cues"]] == ["老虎"]
    bad = SimpleUploadedFile("a.vtt", b"\x00\x01\x02 <script>alert(1)</script>")
    answer = client.post(address, {"file": bad, "language": "en"})
    assert answer.status_code == 400 and answer.json()["error"]
    assert client.post(address, {"language": "en"}).status_code == 400


def test_find_and_replace_by_clip_and_collection(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage, pair: tuple[CaptionTrack, CaptionTrack], person
) -> None:
    client = signed_in("Translator", username="zhao")
    asked = {"find": "老虎", "replace": "东北虎", "language": "zh-Hans"}
    told = post(client, "replace_captions", asked).json()
    assert [(hit["before"], hit["after"]) for hit in told["hits"]] == [("老虎来了。", "东北虎来了。")]
    assert (told["changed"], pair[0].cues.first().text) == (0, "老虎来了。")
    assert post(client, "replace_captions", {**asked, "clips": []}).json()["hits"] == []
    other = Collection.objects.create(name="Mine", owner=person("Editor", username="wang"))
    assert post(client, "replace_captions", {**asked, "collection": other.pk}).status_code == 404
    CollectionItem.objects.create(collection=other, footage=footage)
    Collection.objects.update(shared_with_all=True)
    told = post(client, "replace_captions", {**asked, "collection": other.pk, "dryRun": False}).json()
    assert told["changed"] == 1
    assert pair[0].cues.first().text == "东北虎来了。"
    assert post(client, "undo_replacement", {}, told["replacement"]).json() == {"changed": 1}
    assert pair[0].cues.first().text == "老虎来了。"
    assert post(client, "replace_captions", {**asked, "find": ""}).status_code == 400
    assert post(client, "replace_captions", {**asked, "clips": ["x"]}).status_code == 400


def test_a_draft_from_tags_is_written(signed_in: Callable[..., Client], clip: Clip, footage: Footage) -> None:
    client = signed_in("Editor")
    assert "Nothing is tagged" in post(client, "draft_captions", {}, clip.pk).json()["error"]
    tiger = Taxon.objects.get(scientific_name="Panthera tigris altaica")
    Observation.objects.create(footage=footage, taxon=tiger)
    told = track(post(client, "draft_captions", {"languages": ["en"]}, clip.pk), "en")
    assert [(each["method"], each["state"]) for each in told["cues"]] == [("tags", "machine")]


def test_speech_recognition_says_that_it_is_not_installed_and_how_to(
    signed_in: Callable[..., Client], clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curation.speech.recognition.PACKAGE", "faster_whisper_that_nobody_has")
    answer = post(signed_in("Editor"), "hear_captions", {}, clip.pk)
    assert answer.status_code == 400
    assert "faster-whisper" in answer.json()["error"]


def test_shots_sound_and_sounds(signed_in: Callable[..., Client], clip: Clip, footage: Footage) -> None:
    ranges = [services.Range(footage, 0.0, 1.5), services.Range(footage, 2.0, 3.5)]
    services.save_clip(title="T", ranges=ranges, user=None, clip=clip)
    client = signed_in("Ranger")
    assert get(client, "caption_shots", clip).json() == {"shots": [1.5], "frameRate": 25.0}
    heard = get(client, "caption_waveform", clip).json()
    assert (len(heard["peaks"]), heard["rate"]) == (60, 20.0)
    sounds = {each["key"]: each["label"] for each in get(client, "caption_sounds", clip).json()["sounds"]}
    assert (sounds["tiger_calls"]["en"], sounds["wind"]["zh-Hans"]) == ("[tiger calls]", "（风声）")
    assert all(len(labels) == 12 for labels in sounds.values())


def test_the_burnt_look_is_a_picture_of_the_shape(
    signed_in: Callable[..., Client], clip: Clip, filmed: Footage, reel: Path
) -> None:
    Footage.objects.update(probe=probe(reel).to_dict())
    client = signed_in("Translator")
    drawn = {}
    for text in ("", "نمر سيبيري في الثلج {\\b1} <i>x</i>"):
        answer = get(client, "burnt_captions", clip, language="ar", shape="9:16", at="1.0", text=text)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png"), answer.content
        drawn[text] = Image.open(BytesIO(answer.content)).convert("RGB")
    plain, lettered = drawn.values()
    assert plain.size == lettered.size == (540, 960)
    assert plain.tobytes() != lettered.tobytes()
    for wrong in (
        {"shape": "7:5"},
        {"at": "nan"},
        {"at": "-1"},
        {"at": "x"},
        {"language": "tlh"},
        {"text": "x" * 9_000},
    ):
        answer = get(client, "burnt_captions", clip, **{"language": "en", "at": "1", "text": "x", **wrong})
        assert answer.status_code == 400 and answer.json()["error"]


def test_footage_in_quarantine_is_not_drawn(signed_in: Callable[..., Client], clip: Clip, filmed: Footage) -> None:
    Footage.objects.update(alarm="human")
    answer = get(signed_in("Translator"), "burnt_captions", clip, language="en", at="1", text="x")
    assert answer.status_code == 400


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_may_what_it_may(signed_in: Callable[..., Client], clip: Clip, pair: Any, role: str) -> None:
    client, cue = signed_in(role), pair[1].cues.first()
    writes = "curation.caption_clip" in ROLES[role]
    asked = {
        "accept": {"language": "en", "cue": cue.pk, "text": "x", "method": "machine"},
        "mend_captions": {"language": "en"}, "draft_captions": {}, "hear_captions": {},
        "assign_captions": {"language": "en"}, "import_captions": {},
    }  # fmt: skip
    for name, data in asked.items():
        assert (post(client, name, data, clip.pk).status_code == 403) is not writes, name
    assert (post(client, "replace_captions", {}).status_code == 403) is not writes
    assert get(client, "caption_tracks", clip).status_code == 200


def test_a_stranger_hears_nothing(client: Client, clip: Clip, pair: Any) -> None:
    for name in ("caption_tracks", "caption_remarks", "caption_shots", "caption_waveform", "burnt_captions"):
        answer = get(client, name, clip)
        assert answer.status_code in (302, 403) and "老虎" not in answer.content.decode()


BAD = [
    {"cues": [{"start": 0, "end": 1, "text": "x" * 20_000}]},
    {"cues": [{"start": 1e308, "end": 1e309, "text": "x"}]},
    {"cues": [{"start": 2, "end": 1, "text": "x"}]},
    {"cues": [{"start": True, "end": 1, "text": "x"}]},
    {"cues": [{"start": 0, "end": 1, "text": None}]},
    {"cues": [{"start": 0, "end": 1, "text": "x", "settings": 7}]},
    {"cues": [{"start": 0, "end": 1, "text": "x", "id": 1.5}]},
    {"cues": [{"start": 0, "end": 1, "text": "x", "id": 2**70}]},
    {"cues": [{"start": 0.0, "end": 0.0001, "text": "x"}]},
    {"cues": [{"start": 0, "end": 1, "text": "x"}] * 5001},
    {"cues": "x"}, {"cues": [7]}, {},
]  # fmt: skip


@pytest.mark.parametrize("sent", BAD, ids=range(len(BAD)))
def test_what_is_no_list_of_captions_changes_nothing(
    signed_in: Callable[..., Client], clip: Clip, pair: tuple[CaptionTrack, CaptionTrack], sent: dict[str, Any]
) -> None:
    answer = post(signed_in("Translator"), "write_captions", {"language": "en", **sent}, clip.pk)
    assert answer.status_code == 400 and answer.json()["error"]
    assert [cue.text for cue in pair[1].cues.all()] == ENGLISH


def test_strange_text_is_kept_as_text(signed_in: Callable[..., Client], clip: Clip) -> None:
    strange = [
        "<script>alert(1)</script>", "a\0b", "\ud83d", "👩‍👩‍👧‍👦🏳️‍🌈",
        "שלום עולם \u202eabc", "\u200f{\\an8}\\N%s", "-->",
    ]  # fmt: skip
    cues = [
        {"start": n * 0.3, "end": n * 0.3 + 0.3, "text": text, "settings": "line:0\n\nX\0"}
        for n, text in enumerate(strange)
    ]
    client = signed_in("Translator")
    told = track(post(client, "write_captions", {"language": "en", "cues": cues}, clip.pk), "en")
    kept = [each["text"] for each in told["cues"]]
    assert kept[0] == strange[0] and kept[1] == "a\ufffdb" and kept[3:6] == strange[3:6]
    assert all("\n" not in each["settings"] and "\0" not in each["settings"] for each in told["cues"])
    assert told["findings"], "the checks survive it"
    for ending, address in told["exports"].items():
        assert client.get(address).status_code in (200, 400), ending


def test_the_same_row_twice_loses_nothing(
    signed_in: Callable[..., Client], clip: Clip, pair: tuple[CaptionTrack, CaptionTrack]
) -> None:
    cue = pair[0].cues.first()
    cues = [{"start": 0, "end": 1, "text": "一", "id": cue.pk}, {"start": 1, "end": 2, "text": "二", "id": cue.pk}]
    told = track(post(signed_in("Editor"), "write_captions", {"language": "zh-Hans", "cues": cues}, clip.pk), "zh-Hans")
    assert [each["text"] for each in told["cues"]] == ["一", "二"]


def test_another_clips_caption_cannot_be_written(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage, pair: tuple[CaptionTrack, CaptionTrack]
) -> None:
    other = services.save_clip(title="Other", ranges=[services.Range(footage, 0.0, 2.0)], user=None).clip
    client, foreign = signed_in("Translator"), pair[1].cues.first()
    sent = {"language": "en", "cues": [{"start": 0, "end": 1, "text": "mine", "id": foreign.pk, "source": foreign.pk}]}
    assert post(client, "write_captions", sent, other.pk).status_code == 200
    assert Cue.objects.get(pk=foreign.pk).text == "The tiger comes ."
    taken = {"language": "en", "cue": foreign.pk, "text": "x", "method": "machine"}
    assert post(client, "accept", taken, other.pk).status_code == 400
    assert post(client, "caption_remark_add", {"cue": foreign.pk, "text": "x"}, other.pk).status_code == 404


def test_nothing_of_the_place_is_told(signed_in: Callable[..., Client], clip: Clip, pair: Any, filmed: Footage) -> None:
    client = signed_in("Translator")
    page = client.get(reverse("clips:workbench", args=[clip.pk]))
    bodies = [page.content.decode()] + [
        get(client, name, clip).content.decode()
        for name in ("caption_tracks", "caption_shots", "caption_waveform", "caption_remarks")
    ]
    assert page.status_code == 200
    for body in bodies:
        assert not any(secret in body for secret in SECRETS)
