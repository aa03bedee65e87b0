"""What the studio's page asks for: drafts, versions, remarks, footage. Nobody's work is lost, no place is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.clips import services
from curation.clips.models import CaptionTrack, Clip, ClipDraft
from curation.footage.models import Footage
from tests.curation.clips.test_pages import SECRETS, part, post

pytestmark = pytest.mark.django_db


def told(client: Client, name: str, *arguments: int, query: str = "") -> Any:
    answer = client.get(reverse(f"clips:{name}", args=arguments) + query)
    assert answer.status_code == 200, answer.content
    assert not [secret for secret in SECRETS if secret in answer.content.decode()]
    return answer.json()


def page_data(client: Client, address: str) -> Any:
    page = client.get(address).content.decode()
    return json.loads(page.partition('<script id="studio-data" type="application/json">')[2].partition("</script>")[0])


def test_an_unsaved_edit_is_there_when_the_page_is_opened_again(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage
) -> None:
    client = signed_in("Editor")
    document = {"title": "虎", "segments": [part(footage)]}
    post(client, "draft", {"base_version": 1, "document": document}, clip.pk)
    data = page_data(client, reverse("clips:edit", args=[clip.pk]))
    assert (data["draft"]["document"], data["draft"]["base"]) == (document, 1)
    saved = post(client, "save_version", {**document, "base_version": 1}, clip.pk)
    assert saved.json()["version"] == 2
    assert page_data(client, reverse("clips:edit", args=[clip.pk]))["draft"] is None


def test_a_draft_of_a_new_clip_is_kept_by_its_footage(signed_in: Callable[..., Client], footage: Footage) -> None:
    client = signed_in("Editor")
    address = f"{reverse('clips:new')}?footage={footage.pk}"
    key = page_data(client, address)["draftKey"]
    post(client, "draft_new", {"key": key, "document": {"title": "虎"}})
    assert page_data(client, address)["draft"]["document"] == {"title": "虎"}
    post(client, "draft_new", {"key": key, "discard": True})
    assert page_data(client, address)["draft"] is None


def test_two_editors_hear_of_each_other(signed_in: Callable[..., Client], clip: Clip, footage: Footage) -> None:
    one, other = signed_in("Editor", username="wang"), signed_in("Editor", username="li")
    post(one, "draft", {"base_version": 1, "document": {"title": "虎"}}, clip.pk)
    heard = post(other, "draft", {"document": None}, clip.pk).json()
    assert [(each["name"], each["changed"]) for each in heard["others"]] == [("wang", True)]
    post(other, "save_version", {"title": "Tigress", "segments": [part(footage)], "base_version": 1}, clip.pk)
    heard = post(one, "draft", {"document": None}, clip.pk).json()
    assert (heard["newest"], heard["by"]) == (2, "li")
    refused = post(one, "save_version", {"title": "x", "segments": [part(footage)], "base_version": 1}, clip.pk)
    assert (refused.status_code, refused.json()["code"], refused.json()["newest"]) == (409, "newer_version", 2)
    assert page_data(one, reverse("clips:edit", args=[clip.pk]))["draft"]["document"] == {"title": "虎"}


def test_who_closed_the_studio_is_not_told_of(signed_in: Callable[..., Client], clip: Clip) -> None:
    one, other = signed_in("Editor", username="wang"), signed_in("Editor", username="li")
    post(one, "draft", {"document": None}, clip.pk)
    draft = ClipDraft.objects.get()
    ClipDraft.objects.update(seen_at=draft.seen_at - timedelta(minutes=2))
    assert post(other, "draft", {"document": None}, clip.pk).json()["others"] == []


def test_an_older_version_is_there_to_the_picture(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage
) -> None:
    client = signed_in("Editor")
    shot = {**part(footage, 1.0, 2.0), "id": "a", "speed": 0.5, "gain": -6}
    edit = {"look": {"mode": "day"}, "titles": [{"id": "t", "text": {"en": "Tiger"}}]}
    answer = post(client, "save_version", {"title": "T", "segments": [shot], "edit": edit, "base_version": 1}, clip.pk)
    assert answer.status_code == 200, answer.content
    assert [each["number"] for each in told(client, "versions", clip.pk)["versions"]] == [2, 1]
    first, second = (told(client, "version", clip.pk, number) for number in (1, 2))
    assert [(each["start"], each["end"]) for each in first["segments"]] == [(0.5, 3.5)]
    assert {key: second["segments"][0][key] for key in shot} == shot
    assert (second["edit"]["look"]["mode"], second["edit"]["titles"][0]["text"]) == ("day", {"en": "Tiger"})
    assert client.get(reverse("clips:version", args=[clip.pk, 9])).status_code == 400


def test_a_clip_of_its_own_remembers_what_it_was_begun_with(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage
) -> None:
    sent = {"title": "Mine", "segments": [part(footage)], "forked_from": clip.version.pk}
    fork = Clip.objects.get(pk=post(signed_in("Editor"), "save", sent).json()["clip"])
    assert (fork.pk != clip.pk, fork.forked_from) == (True, clip.version)


def test_a_new_clip_begins_with_what_moves(signed_in: Callable[..., Client], footage: Footage) -> None:
    Footage.objects.update(motion={"suggested": [1.0, 2.5], "track": [[1.0, 0.1, 0.4, 0.2, 0.2, 0.9]], "band": [0, 1]})
    twin = Footage.objects.get()
    twin.pk, twin.fingerprint, twin.motion = None, "cd" * 32, {}
    twin.save()
    data = page_data(signed_in("Editor"), f"{reverse('clips:new')}?footage={twin.pk}&footage={footage.pk}")
    begun = [(each["footage"], each["start"], each["end"]) for each in data["segments"]]
    assert begun == [(twin.pk, 0.0, 4.0), (footage.pk, 1.0, 2.5)]
    keys = {piece["footage"]: piece["framing"] for piece in data["pieces"]}[footage.pk]["9:16"]
    assert keys and all(key["x"] < 0.4 for key in keys), "the animal is on the left"


def test_a_changed_cut_tells_where_the_captions_lie_from_now_on(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage, captioned: Callable[..., CaptionTrack]
) -> None:
    captioned("一", "二", "三")
    client = signed_in("Editor")
    shorter = {"title": "虎", "segments": [part(footage, 1.5, 3.5)], "base_version": 1}
    [track] = post(client, "save_version", shorter, clip.pk).json()["tracks"]
    assert [[start, text] for start, _end, text in track["cues"][1:]] == [[0.0, "二"], [1.0, "三"]]
    assert told(client, "version", clip.pk, 2)["tracks"] == [track]
    assert page_data(client, reverse("clips:edit", args=[clip.pk]))["tracks"] == [track]


def test_remarks_stay_with_their_picture(signed_in: Callable[..., Client], clip: Clip, footage: Footage) -> None:
    translator, editor = signed_in("Translator", username="zhao"), signed_in("Editor", username="wang")
    place = {"footage": footage.pk, "seconds": 1.5}
    [asked] = post(translator, "remark_add", {**place, "text": "Is it a cub?"}, clip.pk).json()["remarks"]
    post(editor, "remark_add", {**place, "text": "Yes", "answers": asked["id"]}, clip.pk)
    post(editor, "remark_settle", {"resolved": True}, clip.pk, asked["id"])
    services.save_clip(title="T", ranges=[services.Range(footage, 2.0, 3.0)], user=None, clip=clip)
    [seen] = told(translator, "remarks", clip.pk)["remarks"]
    assert (seen["seconds"], seen["text"], seen["resolved"], seen["resolved_by"]) == (1.5, "Is it a cub?", True, "wang")
    assert [(each["author"], each["text"]) for each in seen["answers"]] == [("wang", "Yes")]
    assert post(translator, "remark_withdraw", {}, clip.pk, seen["answers"][0]["id"]).status_code == 403
    assert post(translator, "remark_withdraw", {}, clip.pk, seen["id"]).json()["remarks"] == []


@pytest.mark.parametrize("seconds", [-1, 99, 1e400])
def test_a_remark_outside_of_the_footage_is_refused(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage, seconds: float
) -> None:
    answer = post(signed_in("Editor"), "remark_add", {"footage": footage.pk, "seconds": seconds, "text": "x"}, clip.pk)
    assert (answer.status_code, clip.remarks.count()) == (400, 0)


def test_footage_that_went_into_quarantine_tells_nothing_more(
    signed_in: Callable[..., Client], clip: Clip, footage: Footage
) -> None:
    Footage.objects.update(alarm="human")
    client = signed_in("Editor")
    [piece] = told(client, "version", clip.pk, 1)["pieces"]
    assert piece["usable"] is False and "file" not in piece and "motion" not in piece
    assert told(client, "pieces", query=f"?footage={footage.pk}")["items"] == []


def test_the_studio_finds_footage_as_the_library_does(signed_in: Callable[..., Client], footage: Footage) -> None:
    found = told(signed_in("Editor"), "media", query="?q=")
    assert ([each["footage"] for each in found["items"]], found["total"], found["error"]) == ([footage.pk], 1, "")
