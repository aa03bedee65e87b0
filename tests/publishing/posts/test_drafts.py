"""What a platform is handed: everything that was chosen, and nothing that was not."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from curation.clips.models import CaptionTrack, Cue, Rendition
from publishing.posts import posters
from publishing.posts import services as posts
from publishing.posts.drafts import finished_draft, planned_draft
from publishing.posts.models import Channel, Variant
from tests.publishing import stage
from tests.samples import sample

pytestmark = pytest.mark.django_db


def youtube(**fields: object) -> Channel:
    return Channel.objects.create(
        name="Tigers on YouTube", platform="youtube", settings={"client_id": "1"}, time_zone="Asia/Shanghai", **fields
    )


def variant_of(channel: Channel, **fields: object) -> Variant:
    post = stage.approved(channel)
    variant = post.variants.get()
    for name, value in fields.items():
        setattr(variant, name, value)
    variant.save()
    return variant


def test_title_tags_and_options_of_the_variant_go_out() -> None:
    variant = variant_of(
        youtube(), title="The tiger of the snow", tags=["AmurTiger"], options={"visibility": "unlisted"}
    )
    with planned_draft(variant, variant.post.clip.version) as draft:
        assert (draft.title, draft.tags) == ("The tiger of the snow", ("AmurTiger",))
        assert draft.options == {"visibility": "unlisted", "category": "15"}


def test_a_post_cannot_send_a_channels_secrets_elsewhere() -> None:
    variant = variant_of(
        youtube(), options={"api": "https://evil.example", "visibility": "everybody", "client_id": "2"}
    )
    with planned_draft(variant, variant.post.clip.version) as draft:
        assert draft.options == {"visibility": "public", "category": "15"}


def test_the_posts_other_languages_travel_with_a_video_that_keeps_several() -> None:
    channel = youtube(languages=["ru", "zh-Hans"])
    variant = variant_of(channel)
    elsewhere = stage.sandbox()
    for language, text in (("zh-Hans", "雪中的虎\n第二行"), ("ru", "Тигр в снегу"), ("ja", "x" * 6000)):
        posts.write_variant(variant.post, channel=elsewhere, language=language, text=text)
    with planned_draft(variant, variant.post.clip.version) as draft:
        assert [each.language for each in draft.translations] == ["ru", "zh-Hans"], (
            "by the channel's order, none too long"
        )
        assert draft.translations[1].title == "雪中的虎"


def test_a_platform_without_languages_gets_no_translations() -> None:
    variant = variant_of(stage.sandbox())
    variant.channel.platform = "telegram"
    posts.write_variant(variant.post, channel=youtube(), language="ru", text="Тигр")
    with planned_draft(variant, variant.post.clip.version) as draft:
        assert draft.translations == ()


def test_tracks_come_by_the_channels_priority_of_languages() -> None:
    variant = variant_of(youtube(languages=["ja", "ru"]))
    for language in ("de", "ja"):
        track = CaptionTrack.objects.create(clip=variant.post.clip, language=language, state="approved")
        Cue.objects.create(track=track, start=0.5, end=3.0, text="…")
    with planned_draft(variant, variant.post.clip.version) as draft:
        assert [track.language for track in draft.subtitles] == ["en", "ja", "ru", "de", "zh-Hans"]


def test_rate_and_sound_come_from_the_proof_of_the_video() -> None:
    variant = variant_of(youtube())
    posts.order_rendition(variant, user=None)
    with finished_draft(variant, key="k") as draft:
        assert (draft.media.rate, draft.media.sound) == (0.0, None), "an old rendition that tells neither"
        assert draft.media.poster.read_bytes().startswith(b"\xff\xd8")
    Rendition.objects.update(proof={"frame_count": 200, "audio_codec": None})
    variant.rendition.refresh_from_db()
    with finished_draft(variant, key="k") as draft:
        assert (draft.media.rate, draft.media.sound) == (25.0, False)


def test_the_chosen_moment_becomes_the_picture_once() -> None:
    variant = variant_of(youtube(), thumbnail_at=0.5)
    rendition = posts.order_rendition(variant, user=None)
    name = default_storage.save(
        "renditions/real.mp4", ContentFile(sample("footage/ACP0006s6f-small-cat.mp4").read_bytes())
    )
    Rendition.objects.filter(pk=rendition.pk).update(file=name)
    variant.rendition.refresh_from_db()
    with finished_draft(variant, key="k") as draft:
        drawn = draft.media.poster
        assert drawn.name.endswith("-at-500.jpg") and drawn.stat().st_size > 500
    default_storage.delete(name)
    assert posters.poster_of(variant, variant.rendition, video=drawn.with_name("gone.mp4")).endswith("-at-500.jpg")


def test_a_moment_that_cannot_be_drawn_leaves_the_videos_own_picture() -> None:
    variant = variant_of(youtube(), thumbnail_at=3.0)
    rendition = posts.order_rendition(variant, user=None)
    with finished_draft(variant, key="k") as draft:
        assert draft.media.poster.name == rendition.poster.rpartition("/")[2]
