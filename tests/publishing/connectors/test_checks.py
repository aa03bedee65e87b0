"""What would be refused and what would be lost, said before anything is scheduled."""

from dataclasses import replace
from math import ceil, floor

import pytest

from publishing.connectors.base import Draft, Media, SubtitleTrack
from publishing.connectors.capabilities import TextLimit
from publishing.connectors.checks import RULE_NAMES, SENTENCES, Problem, check, losses
from publishing.connectors.registry import connector, connectors, platforms
from publishing.connectors.text import RULES

MASTODON = connector("mastodon").capabilities
BLUESKY = connector("bluesky").capabilities


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_what_fits_is_not_complained_about(draft: Draft) -> None:
    assert draft.media is not None
    draft = replace(draft, media=replace(draft.media, public_url="https://desk.example/clip.mp4"))
    for each in connectors().values():
        assert check(replace(draft, title="东北虎"), each.capabilities) == []


@pytest.mark.parametrize(
    ("platform", "piece", "limit"),
    [("mastodon", "虎", 500), ("bluesky", "👨‍👩‍👧‍👦", 120), ("bluesky", "虎", 300), ("sandbox", "e\u0301", 500)],
)
def test_text_over_the_limit_by_one_is_refused(draft: Draft, platform: str, piece: str, limit: int) -> None:
    capabilities = connector(platform).capabilities
    assert check(replace(draft, text=piece * limit), capabilities) == []
    (problem,) = check(replace(draft, text=piece * (limit + 1)), capabilities)
    assert problem.code == "text_too_long"
    assert problem.params["over"] >= 1
    assert str(problem.params["limit"]) in problem.message


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"size": 10**10}, "media_too_large"),
        ({"size": 0}, "media_empty"),
        ({"duration": 100_000.0}, "media_too_long"),
        ({"content_type": "video/x-msvideo"}, "media_type"),
        ({"width": 0, "height": 0}, "picture_too_small"),
    ],
)
def test_a_video_that_bluesky_would_refuse(draft: Draft, clip: Media, change: dict[str, object], code: str) -> None:
    assert code in codes(check(replace(draft, media=replace(clip, **change)), BLUESKY))  # type: ignore[arg-type]


def test_a_picture_too_large_for_mastodon(draft: Draft, clip: Media) -> None:
    large = replace(draft, media=replace(clip, width=7680, height=4320))
    assert codes(check(large, MASTODON)) == ["picture_too_large"]


def test_limits_of_shape_and_length(draft: Draft, clip: Media) -> None:
    strict = replace(BLUESKY.media, min_ratio=0.5, max_ratio=2.0, min_seconds=3, max_width=1000, max_height=1000)
    narrow = replace(BLUESKY, media=strict)
    wide = replace(draft, media=replace(clip, width=1001, height=400, duration=2.9))
    assert codes(check(wide, narrow)) == ["media_too_short", "picture_too_large", "picture_shape"]


BEYOND = {
    "max_bytes": ("size", 1, "media_too_large"),
    "max_seconds": ("duration", 0.01, "media_too_long"),
    "min_seconds": ("duration", -0.01, "media_too_short"),
    "max_width": ("width", 1, "picture_too_large"),
    "min_width": ("width", -1, "picture_too_small"),
    "max_height": ("height", 1, "picture_too_large"),
    "min_height": ("height", -1, "picture_too_small"),
    "max_rate": ("rate", 0.01, "rate_too_high"),
    "min_rate": ("rate", -0.01, "rate_too_low"),
}
"""Limit of a video, the fact that it holds for, the least by which that is beyond it, and what is then said."""


@pytest.mark.parametrize("platform", platforms())
def test_every_limit_on_a_video_is_met_to_the_last_bit(draft: Draft, clip: Media, platform: str) -> None:
    capabilities = connector(platform).capabilities
    fine = replace(clip, public_url="https://desk.example/clip.mp4")
    for name, (fact, beyond, code) in BEYOND.items():
        limit = getattr(capabilities.media, name)
        if not limit:
            continue
        at, over = (replace(fine, **{fact: limit + more}) for more in (0, beyond))
        assert code not in codes(check(replace(draft, media=at), capabilities)), name
        (said,) = [each for each in check(replace(draft, media=over), capabilities) if each.code == code]
        assert said.severity == "error"
        assert capabilities.name in said.message


@pytest.mark.parametrize("platform", platforms())
def test_every_limit_on_the_shape_is_met_to_the_last_pixel(draft: Draft, clip: Media, platform: str) -> None:
    capabilities = connector(platform).capabilities
    limits = capabilities.media
    tall = 10_000  # pixels: one more or less changes the ratio in its fourth place

    def said(width: int, height: int) -> list[str]:
        media = replace(clip, width=width, height=height, public_url="https://desk.example/clip.mp4")
        return codes(check(replace(draft, media=media), capabilities))

    if limits.max_ratio:
        assert "picture_shape" not in said(floor(tall * limits.max_ratio), tall)
        assert "picture_shape" in said(floor(tall * limits.max_ratio) + 1, tall)
    if limits.min_ratio:
        assert "picture_shape" not in said(ceil(tall * limits.min_ratio), tall)
        assert "picture_shape" in said(ceil(tall * limits.min_ratio) - 1, tall)
    if limits.max_pixels:
        assert "picture_too_large" not in said(limits.max_pixels // 1000, 1000)
        assert "picture_too_large" in said(limits.max_pixels // 1000 + 1, 1000)


PIECES = {
    "graphemes": ("e\u0301", 1),
    "characters": ("虎", 1),
    "bytes": ("👨‍👩‍👧‍👦", 25),
    "utf16": ("🐅", 2),
    "mastodon": ("https://example.org/" + "a" * 60 + " ", 24),
    "threads": ("🐅", 4),
    "weighted": ("虎", 2),
}
"""For each way of counting something that it counts in its own way, and as how much."""
TEXT_LIMITS = [(each, limit) for each in platforms() for limit in connector(each).capabilities.text]


@pytest.mark.parametrize(("platform", "limit"), TEXT_LIMITS, ids=lambda each: getattr(each, "rule", each))
def test_one_more_than_the_limit_is_refused_in_every_way_of_counting(
    draft: Draft, platform: str, limit: TextLimit
) -> None:
    capabilities = connector(platform).capabilities
    piece, weight = PIECES[limit.rule]
    full = piece * (limit.limit // weight) + "a" * (limit.limit % weight)
    draft = replace(draft, title="", text="", media=None if limit.when == "alone" else draft.media)

    def said(text: str) -> list[Problem]:
        found = check(replace(draft, **{limit.field: text}), capabilities)  # type: ignore[arg-type]
        own = {"code": f"{limit.field}_too_long", "limit": limit.limit}
        return [each for each in found if {"code": each.code, "limit": each.params.get("limit")} == own]

    assert said(full) == []
    (problem,) = said(full + "a")
    assert (problem.severity, problem.params["over"]) == ("error", 1)
    assert str(limit.limit) in problem.message
    assert capabilities.name in problem.message


def test_every_way_of_counting_is_asked_for() -> None:
    assert {limit.rule for _platform, limit in TEXT_LIMITS} <= PIECES.keys() == RULES.keys()


def test_a_platform_that_wants_sound_gets_no_silent_video(draft: Draft, clip: Media) -> None:
    loud = replace(MASTODON, media=replace(MASTODON.media, sound_required=True))
    assert codes(check(replace(draft, media=replace(clip, sound=False)), loud)) == ["sound_missing"]
    assert check(replace(draft, media=replace(clip, sound=None)), loud) == []


def test_a_missing_alternative_text_is_a_warning(draft: Draft) -> None:
    (problem,) = check(replace(draft, alt_text=" "), MASTODON)
    assert (problem.code, problem.severity) == ("alt_text_missing", "warning")


def test_subtitle_tracks_are_checked_where_they_travel(draft: Draft, tmp_path) -> None:
    large = tmp_path / "large.vtt"
    large.write_bytes(b"x" * 20_001)
    tracks = (SubtitleTrack("fr", large), SubtitleTrack("de", tmp_path / "none.vtt"), *draft.subtitles)
    found = check(replace(draft, subtitles=(*tracks, draft.subtitles[0])), BLUESKY)
    assert codes(found) == ["track_twice", "track_too_large", "track_missing"]
    many = tuple(SubtitleTrack(f"x-{number}", draft.subtitles[0].path) for number in range(21))
    assert codes(check(replace(draft, subtitles=many), BLUESKY)) == ["too_many_tracks"]
    assert check(replace(draft, subtitles=many), MASTODON) == []


def test_what_mastodon_loses(draft: Draft) -> None:
    lost = losses(replace(draft, title="Tiger"), MASTODON)
    assert codes(lost) == ["subtitles_burnt_in", "track_languages_lost", "title_lost", "tags_lost"]
    assert lost[1].params["languages"] == "en, ru"
    assert {problem.severity for problem in lost} == {"warning"}
    assert losses(draft, BLUESKY) == []


def test_hashtags_beyond_what_bluesky_takes_are_named(draft: Draft) -> None:
    (problem,) = losses(replace(draft, tags=tuple(f"tag{number}" for number in range(10))), BLUESKY)
    assert problem.code == "tags_too_many"
    assert problem.params["tags"] == "tag8, tag9"


def test_an_empty_post_is_refused(draft: Draft) -> None:
    assert codes(check(Draft(key="k", text=" "), MASTODON)) == ["nothing_to_post"]
    demanding = replace(MASTODON, media_required=True)
    assert codes(check(Draft(key="k", text="a"), demanding)) == ["media_required"]


def test_every_sentence_can_be_said() -> None:
    class Anything(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return key

    assert all(sentence % Anything() for sentence in SENTENCES.values())
    assert set(RULE_NAMES) == set(RULES)
