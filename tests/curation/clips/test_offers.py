"""What the render panel is told of platforms, sizes and finished files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from curation.clips import services
from curation.clips.models import Clip
from curation.clips.offers import offers
from curation.clips.proofs import sentences
from curation.footage.models import Footage
from curation.jobs import services as jobs
from curation.video.producing.presets import PRESETS

pytestmark = pytest.mark.django_db


def test_every_platform_is_offered_with_its_limits(clip: Clip) -> None:
    told = {offer["name"]: offer for offer in offers(clip.version)}
    assert set(told) == {"", *PRESETS}
    assert (told["x"]["longest"], told["x"]["largest"], told["x"]["shapes"][0]) == (140, 512 * 1024**2, "16:9")
    assert (told[""]["kind"], told["x"]["kind"], told["archive_master"]["kind"]) == ("any", "platform", "master")
    assert not told["archive_master"]["titles"]
    assert told["archive_master"]["bytes"]["16:9"] > told["x"]["bytes"]["16:9"] > told["x"]["bytes"]["1:1"]
    assert told["telegram"]["bytes"]["16:9"] <= (4_000_000 + 160_000) / 8


def test_files_of_small_footage_are_told_small(clip: Clip, footage: Footage) -> None:
    small = {offer["name"]: offer for offer in offers(clip.version)}["x"]
    Footage.objects.update(width=1920, height=1080)
    large = {offer["name"]: offer for offer in offers(clip.version)}["x"]
    assert (small["sizes"]["16:9"], large["sizes"]["16:9"]) == ([1280, 720], [1920, 1080])
    assert small["bytes"]["16:9"] < large["bytes"]["16:9"]
    assert {offer["name"]: offer for offer in offers(None)}["x"]["sizes"]["9:16"] == [1080, 1920]


def test_names_are_those_of_the_readers_country(clip: Clip) -> None:
    with override("zh-hans"):
        told = {offer["name"]: offer["label"] for offer in offers(clip.version)}
    assert (told["douyin"], told["wechat_channels"], told["archive_master"]) == ("抖音", "微信视频号", "存档母版")


def test_the_page_and_the_list_tell_what_to_render_for(
    signed_in: Callable[..., Client], clip: Clip, filmed: Footage
) -> None:
    client = signed_in("Editor")
    page = client.get(reverse("clips:edit", args=[clip.pk]))
    assert page.context["data"]["presets"] == offers(clip.version)
    url = reverse("clips:renditions", args=[clip.pk])
    assert "presets" not in client.get(url).json()
    assert client.get(f"{url}?presets").json()["presets"] == offers(clip.version)
    assert clip.version is not None
    [made] = services.request_renditions(clip.version, [services.Wanted("1:1", preset="mastodon")])
    assert made.job is not None
    jobs.run(made.job.pk)
    [told] = client.get(url).json()["renditions"]
    assert told["facts"][0] == "75 of 75 pictures were decoded from the finished file."
    assert any("-14.0 LUFS were wanted" in fact for fact in told["facts"])


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        ({}, []),
        ({"audio_codec": None}, ["The file is silent."]),
        (
            {"audio_codec": "aac", "loudness": -20.0, "loudness_target": -14.0, "loudness_note": "too_quiet"},
            ["The sound is too quiet"],
        ),
        ({"cut": {"method": "encoded", "reason": "telling"}}, ["tells of places or people"]),
        ({"cut": {"method": "encoded", "reason": "never heard of"}}, ["did not pass its own checks"]),
        ({"cut": {"method": "smart", "bytes_copied": 3, "bytes_encoded": 1, "frames_encoded": 5}}, ["75.0 % of"]),
    ],
)
def test_proofs_are_told_in_sentences(proof: dict, said: list[str]) -> None:
    told = "\n".join(sentences(proof))
    assert all(part in told for part in said)
    assert bool(told) is bool(proof)
