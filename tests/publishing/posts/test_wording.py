"""One text per language becomes the words of every channel; what a person wrote is kept, and all can be undone."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some
from wagtail.models import ModelLogEntry

from curation.footage.models import Observation
from curation.species.models import Taxon
from curation.subtitles.languages import LANGUAGES
from publishing.connectors.text import links as links_in
from publishing.posts import services as posts
from publishing.posts.models import Campaign, Channel, HouseTags, Post, TextTemplate, Variant
from publishing.posts.texts import pieces
from publishing.posts.wording import alternatives, deriving, hashtags, house, links, masters, patterns
from tests.publishing import stage

SECRETS = ("HC-0417", "Secret Spring", "43.1", "130.9", "IMG_0001", "Hunchun")


def begun(*languages: str, channel: Channel | None = None) -> Post:
    post = posts.create_post(clip=stage.clip(), title="Tiger", user=None)
    channel = channel or stage.sandbox()
    for language in languages:
        deriving.begin(post, channel=channel, language=language, user=None)
    return post


def send(client, name: str, post: Post, body: dict):
    return client.post(reverse(f"posts:{name}", args=[post.pk]), json.dumps(body), content_type="application/json")


def channel_on(platform: str) -> Channel:
    return Channel.objects.create(name=f"Tigers on {platform}", platform=platform, languages=["en", "zh-Hans"])


# --- patterns -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "codes"),
    [
        ("{text}\n{link}", []),
        ("{{{text}}}", []),
        ("{species} {text}", []),
        ("{txt}", ["unknown_placeholder"]),
        ("{text} }", ["lone_brace"]),
        ("{text", ["lone_brace"]),
        ("{hashtags}", ["no_words"]),
        ("", ["no_words"]),
        ("{text.__class__}", ["unknown_placeholder"]),
        ("{0}", ["unknown_placeholder"]),
    ],
)
def test_a_pattern_is_read_strictly(pattern: str, codes: list[str]) -> None:
    found = patterns.faults(pattern)
    assert [each.code for each in found] == codes
    assert all(patterns.SENTENCES[each.code] % each.params for each in found)


def test_lines_without_anything_to_say_are_left_out() -> None:
    values = {"text": "A tiger", "link": "", "hashtags": "#Tiger"}
    assert patterns.filled("{text}\n\nMore: {link}\n\n{hashtags} {link}", values) == "A tiger\n\n#Tiger"
    assert patterns.filled("{text} {link} {hashtags}", values) == "A tiger #Tiger"
    assert patterns.filled("Braces {{stay}}\n{text}", values) == "Braces {stay}\nA tiger"


_PIECES = some.lists(some.sampled_from(["{text}", "{title}", "{", "}", "{{", "虎", "a"]), max_size=8).map("".join)


@given(_PIECES, _PIECES)
def test_what_an_editor_wrote_is_never_read_as_a_pattern(title: str, text: str) -> None:
    made = patterns.filled("{title}|{text}", {"title": title, "text": text})
    assert made == (f"{title}|{text}" if title or text else "")


# --- links ----------------------------------------------------------------------------------------------------------


def test_links_tell_where_a_reader_came_from_and_keep_what_was_theirs() -> None:
    made = links.tracked(
        "https://park.example/films?id=7&utm_source=old#tiger", platform="x", language="zh-Hans", campaign="tiger-day"
    )
    assert made == (
        "https://park.example/films?id=7&utm_source=x&utm_medium=social&utm_campaign=tiger-day&utm_content=zh-Hans#tiger"
    )
    assert links.tracked(made, platform="x", language="zh-Hans", campaign="tiger-day") == made
    assert links.short("https://www.park.example/films/a-very-long-name-of-a-film") == "park.example/films/a-very-long…"


@pytest.mark.parametrize(
    "wrong",
    ["park.example", "javascript:alert(1)", "https://", "ftp://park.example", "https://a b.example", "https://u:p@h.example",
     "https://h.example:x/", "https://[::1/", "data:text/html,x"],
)  # fmt: skip
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(links.LinkInvalid):
        links.tracked(wrong, platform="x", language="en")


# --- hashtags -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "language", "tag"),
    [
        ("Amur tiger", "en", "AmurTiger"),
        ("амурский тигр", "ru", "АмурскийТигр"),
        ("东北虎", "zh-Hans", "东北虎"),
        ("시베리아 호랑이", "ko", "시베리아호랑이"),
        ("アムールトラ", "ja", "アムールトラ"),
        ("النمر السيبيري", "ar", "النمر_السيبيري"),
        ("panthère de l’Amour", "fr", "PanthèreDeLAmour"),
        ("Asian black bear (Ussuri)", "en", "AsianBlackBearUssuri"),
        ("Père David's deer", "en", "PèreDavidsDeer"),
        ("...", "en", ""),
        ("2026", "en", ""),
    ],
)
def test_a_name_becomes_one_word_as_its_language_writes(name: str, language: str, tag: str) -> None:
    assert hashtags.tag_form(name, language=language) == tag


@given(some.text(max_size=40), some.sampled_from(sorted(LANGUAGES)))
def test_every_hashtag_that_is_made_is_read_as_one(name: str, language: str) -> None:
    tag = hashtags.tag_form(name, language=language)
    if tag:
        assert hashtags.checked(tag) == tag
        assert hashtags.within(f"A #{tag} b") == [tag]


@pytest.mark.django_db
def test_every_animal_has_a_hashtag_in_every_language() -> None:
    for taxon in Taxon.objects.prefetch_related("names"):
        for language in LANGUAGES:
            tags = hashtags.species_tags([taxon], language=language)
            assert len(tags) == 1 and " " not in tags[0], (taxon.scientific_name, language)


# --- deriving -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_text_becomes_the_words_of_every_platform() -> None:
    post, x, instagram, youtube = begun(), channel_on("x"), channel_on("instagram"), channel_on("youtube")
    HouseTags.objects.create(language="en", tags=["WildNortheast"])
    post.campaign = Campaign.objects.create(name="Tiger Day", slug="tiger-day", link="https://park.example/day")
    post.save()
    masters.save(post, language="en", title="A tiger comes home", text="She walked 40 km in one night.")
    outcome = deriving.derive(post, [(x, "en"), (instagram, "en"), (youtube, "en")], replace=False, user=None)
    assert (outcome.changed, outcome.kept) == (3, 0)
    said = {each.channel.platform: each for each in post.variants.select_related("channel")}
    tracked = "utm_source=x&utm_medium=social&utm_campaign=tiger-day&utm_content=en"
    assert said["x"].text == (
        f"She walked 40 km in one night. #AmurTiger #WildNortheast\nhttps://park.example/day?{tracked}"
    )
    assert said["instagram"].text == "She walked 40 km in one night.\n\n#AmurTiger #WildNortheast"
    assert (said["youtube"].title, said["x"].title) == ("A tiger comes home", "")
    assert "utm_source=youtube" in said["youtube"].text


@pytest.mark.django_db
def test_what_a_person_wrote_stays_until_it_is_to_be_replaced_and_comes_back() -> None:
    channel = stage.sandbox()
    post = begun("en", "ru", channel=channel)
    mine = post.variants.get(language="ru")
    posts.write_variant(post, channel=channel, language="ru", text="Мой тигр", alt_text="Тигр", user=None)
    masters.save(post, language="en", title="", text="New words")
    masters.save(post, language="ru", title="", text="Новые слова")
    cells = [(channel, "en"), (channel, "ru"), (channel, "ko")]
    outcome = deriving.derive(post, cells, replace=False, user=None)
    assert (outcome.changed, outcome.kept) == (2, 1)
    assert post.variants.get(language="ru").text == "Мой тигр"
    assert post.variants.get(language="en").text.startswith("New words")
    again = deriving.derive(post, cells, replace=True, user=None)
    assert post.variants.get(pk=mine.pk).text.startswith("Новые слова")
    deriving.restore(post, again.before, user=None)
    assert post.variants.get(pk=mine.pk).text == "Мой тигр"
    deriving.restore(post, outcome.before, user=None)
    assert not post.variants.filter(language="ko").exists(), "what was made is gone again"
    assert not post.variants.get(language="en").text.startswith("New words")


@pytest.mark.django_db
def test_nearer_templates_win_and_what_came_with_pugmark_is_last() -> None:
    known = {("", ""): "all", ("", "en"): "english", ("x", ""): "x", ("x", "en"): "both"}
    rows = {key: house.Pattern("", f"{{text}} {name}", 0) for key, name in known.items()}

    def found(platform: str, language: str, *without: tuple[str, str]) -> str:
        left = {key: row for key, row in rows.items() if key not in without}
        return house.pattern_for(platform, language=language, known=left).body.removeprefix("{text} ")

    assert [found("x", "en"), found("x", "ru"), found("vk", "en"), found("vk", "ru")] == ["both", "x", "english", "all"]
    assert found("x", "ru", ("x", ""), ("", "")) == house.BUILT_IN["x"].body.removeprefix("{text} ")


@pytest.mark.django_db
def test_a_translation_of_an_older_text_blocks_its_cell_until_somebody_says_that_it_fits(signed_in) -> None:
    post, client = begun("en", "zh-Hans"), signed_in("Publisher")
    masters.save(post, language="zh-Hans", title="", text="母虎带着三只幼崽")
    masters.save(post, language="en", title="", text="A tigress with three cubs")

    def blocked() -> list[str]:
        shown = client.get(reverse("posts:detail", args=[post.pk])).json()
        return [v["language"] for v in shown["variants"] if any(p["code"] == "text_stale" for p in v["problems"])]

    assert blocked() == []
    answer = send(client, "master", post, {"language": "zh-Hans", "text": "母虎带着四只幼崽"}).json()["post"]
    assert blocked() == ["en"]
    reasons = [p["message"] for v in answer["variants"] for p in v["problems"] if p["code"] == "text_stale"]
    assert reasons and "English" in reasons[0] and "简体中文" in reasons[0]
    send(client, "master", post, {"language": "en", "text": "A tigress with three cubs"})
    assert blocked() == []


@pytest.mark.django_db
def test_the_alternative_text_says_what_is_seen_and_never_where() -> None:
    clip = stage.clip()
    Observation.objects.filter(footage__segments__version=clip.version).update(behavior="walking", sex="female")
    for language in LANGUAGES:
        said = alternatives.proposed(clip, language=language)
        assert said, language
        assert not any(secret in said for secret in SECRETS)
    assert "tiger" in alternatives.proposed(clip, language="en").lower()


# --- the editor's requests ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_editor_keeps_a_text_and_the_untouched_cells_follow(signed_in) -> None:
    channel, client = stage.sandbox(), signed_in("Editor")
    post = begun("en", channel=channel)
    answer = send(client, "master", post, {"language": "en", "title": "Home", "text": "She is back."}).json()
    mine = answer["post"]["variants"][0]
    assert (mine["text"].splitlines()[0], mine["title"], mine["follows"]) == ("She is back.", "Home", True)
    assert answer["changed"] == 1 and answer["said"]
    back = send(client, "restore", post, {"undo": answer["undo"]}).json()["post"]["variants"][0]
    assert back["text"].startswith("An Amur tiger walks through the snow")
    assert not any(secret in json.dumps(answer) for secret in SECRETS)


@pytest.mark.django_db
def test_more_of_a_version_is_written_measured_and_refused(signed_in) -> None:
    channel, client = channel_on("youtube"), signed_in("Editor")
    post = begun("en", channel=channel)
    body = {"channel": channel.pk, "language": "en", "text": "A tiger", "altText": "", "route": "none"}
    more = {"title": "x" * 101, "tags": ["#Snow", "snow"], "link": "https://park.example/", "thumbnailAt": 2.5,
            "options": {"visibility": "unlisted"}}  # fmt: skip
    measured = send(client, "measure", post, body | more).json()
    assert [(c["length"], c["limit"]) for c in measured["counts"] if c["field"] == "title"] == [(101, 100)]
    assert measured["tracked"]["long"].startswith("https://park.example/?utm_source=youtube")
    assert send(client, "write", post, body | more).status_code == 200
    kept = Variant.objects.get()
    assert (kept.tags, kept.thumbnail_at, kept.options) == (["Snow"], 2.5, {"visibility": "unlisted"})
    assert send(client, "write", post, body).status_code == 200
    assert Variant.objects.get().tags == ["Snow"], "what a request does not name stays"
    refused: list[tuple[dict[str, object], int]] = [
        ({"link": "javascript:alert(1)"}, 422), ({"tags": ["two words"]}, 422), ({"tags": "Snow"}, 400),
        ({"thumbnailAt": -1}, 400), ({"thumbnailAt": True}, 400), ({"options": {"client_id": "mine"}}, 400),
        ({"options": {"visibility": "everyone"}}, 400), ({"title": "x" * 201}, 400),
    ]  # fmt: skip
    for wrong, status in refused:
        answer = send(client, "write", post, body | wrong)
        assert answer.status_code == status and answer.json()["error"], wrong
    typed = send(client, "measure", post, body | {"link": "https:/"}).json()
    assert typed["tracked"]["error"]


@pytest.mark.django_db
def test_a_cell_is_copied_to_others_and_back(signed_in) -> None:
    first, second, client = stage.sandbox(), stage.sandbox(name="Other"), signed_in("Editor")
    post = begun("en", channel=first)
    posts.write_variant(post, channel=second, language="en", text="Old", alt_text="Old", user=None)
    source = post.variants.get(channel=first)
    answer = send(client, "copy", post, {"variant": source.pk, "cells": [{"channel": second.pk, "language": "en"}]})
    assert post.variants.get(channel=second).text == source.text
    send(client, "restore", post, {"undo": answer.json()["undo"]})
    assert post.variants.get(channel=second).text == "Old"
    for wrong in ({"variant": source.pk}, {"variant": source.pk, "cells": [{"channel": 0, "language": "en"}]},
                  {"variant": "1", "cells": []}):  # fmt: skip
        assert send(client, "copy", post, wrong).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["Translator", "Ranger", "Rights manager"])
def test_who_may_not_change_a_post_words_nothing(signed_in, role: str) -> None:
    post, client = begun("en"), signed_in(role)
    for name in ("master", "derive", "copy", "restore", "campaign"):
        assert send(client, name, post, {}).status_code == 403, name


@pytest.mark.django_db
def test_a_campaign_is_in_the_links_of_what_nobody_changed(signed_in) -> None:
    channel, client = stage.sandbox(), signed_in("Publisher")
    post = begun(channel=channel)
    masters.save(post, language="en", title="", text="Words", link="https://park.example/")
    deriving.begin(post, channel=channel, language="en", user=None)
    campaign = Campaign.objects.create(name="Tiger Day", slug="tiger-day")
    answer = send(client, "campaign", post, {"campaign": campaign.pk}).json()["post"]
    assert "utm_campaign=tiger-day" in answer["variants"][0]["text"]
    assert answer["campaign"]["name"] == "Tiger Day"
    answer = send(client, "campaign", post, {"campaign": None}).json()["post"]
    assert "utm_campaign" not in answer["variants"][0]["text"]
    assert send(client, "campaign", post, {"campaign": "1"}).status_code == 400
    assert send(client, "campaign", post, {"campaign": 99999}).status_code == 404


@pytest.mark.django_db
def test_a_link_within_a_text_is_not_taken_for_hashtags() -> None:
    text = "See https://park.example/#tiger #AmurTiger"
    assert [each.text for each in pieces(text, links_in(text)) if each.kind == "tag"] == ["#AmurTiger"]


@pytest.mark.django_db
def test_the_moment_of_a_thumbnail_is_asked_for_politely(signed_in) -> None:
    clip, client = stage.clip(), signed_in("Editor")
    for at in ("nan", "inf", "x", "1"):
        answer = client.get(reverse("posts:frame", args=[clip.pk]), {"at": at})
        assert answer.status_code == 404, "a moment that is none, and footage whose file is gone"


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_template_is_kept_shown_with_a_post_noted_and_taken_out(signed_in) -> None:
    client, post = signed_in("Publisher"), begun("en")
    form = {"platform": "x", "language": "en", "title": "", "body": "Wild: {text}\r\n{hashtags}", "hashtags": "1"}
    wrong = client.post(reverse("posts:template_new"), form | {"body": "{nothing}"})
    assert "There is no placeholder {nothing}" in wrong.content.decode()
    client.post(reverse("posts:template_new"), form)
    row = TextTemplate.objects.get()
    assert row.body == "Wild: {text}\n{hashtags}"
    twice = client.post(reverse("posts:template_new"), form)
    assert twice.status_code == 200 and TextTemplate.objects.count() == 1
    body = {"platform": "x", "language": "en", "title": "", "body": row.body, "hashtags": 1, "post": post.pk}
    tried = client.post(reverse("posts:template_try"), json.dumps(body), content_type="application/json").json()
    assert tried["text"] == "Wild: An Amur tiger walks through the snow\n#AmurTiger"
    assert tried["counts"][0]["limit"] == 280
    client.post(reverse("posts:template_edit", args=[row.pk]), form | {"body": "{text}!"})
    page = client.get(reverse("posts:template_edit", args=[row.pk])).content.decode()
    assert "Wild: {text}" in page, "what it was before is to be read"
    client.post(reverse("posts:template_remove", args=[row.pk]))
    assert not TextTemplate.objects.exists()
    assert ModelLogEntry.objects.filter(action="wagtail.delete", object_id=str(row.pk)).exists()


@pytest.mark.django_db
def test_the_hashtags_of_the_house_are_kept_and_wrong_ones_named(signed_in) -> None:
    client = signed_in("Publisher")
    sent = client.post(reverse("posts:house_tags"), {"en": "#Wild wild Northeast", "ru": "a-b"}, follow=True)
    assert HouseTags.objects.get(language="en").tags == ["Wild", "Northeast"]
    assert "a-b" in sent.content.decode() and not HouseTags.objects.filter(language="ru").exists()


@pytest.mark.django_db
def test_a_campaign_is_made_changed_ended_and_taken_up(signed_in) -> None:
    client = signed_in("Publisher")
    form = {"name": "Global Tiger Day", "colour": "#D9772B", "link": "https://park.example/", "slug": ""}
    client.post(reverse("posts:campaign_new"), form)
    campaign = Campaign.objects.get()
    assert (campaign.slug, campaign.colour) == ("global-tiger-day", "#d9772b")
    for wrong in (
        form, form | {"slug": "two words"}, form | {"name": "全球老虎日"}, form | {"slug": "b", "colour": "red"},
        form | {"slug": "c", "starts_on": "2026-07-29", "ends_on": "2026-07-01"},
        form | {"slug": "d", "link": "javascript:alert(1)"},
    ):  # fmt: skip
        page = client.post(reverse("posts:campaign_new"), wrong)
        assert page.status_code == 200 and "errorlist" in page.content.decode(), wrong
    assert Campaign.objects.count() == 1
    client.post(reverse("posts:campaign_end", args=[campaign.pk]), {"over": "1"})
    own = reverse("posts:campaign_edit", args=[campaign.pk])
    assert own not in client.get(reverse("posts:campaigns")).content.decode()
    assert own in client.get(reverse("posts:campaigns"), {"over": "1"}).content.decode()
    client.post(reverse("posts:campaign_end", args=[campaign.pk]))
    assert not Campaign.objects.get().archived


@pytest.mark.django_db
def test_who_only_reads_changes_no_campaign_and_no_template(signed_in) -> None:
    client, campaign = signed_in("Editor"), Campaign.objects.create(name="Day", slug="day")
    row = TextTemplate.objects.create(platform="x", body="{text}")
    assert client.get(reverse("posts:campaigns")).status_code == 200
    assert client.get(reverse("posts:templates")).status_code == 200
    for name, key in (("campaign_edit", campaign.pk), ("campaign_end", campaign.pk), ("template_edit", row.pk),
                      ("template_remove", row.pk)):  # fmt: skip
        client.post(reverse(f"posts:{name}", args=[key]), {"name": "Mine", "over": "1", "body": "{title}"})
    client.post(reverse("posts:house_tags"), {"en": "Mine"})
    campaign.refresh_from_db()
    assert (campaign.name, campaign.archived, TextTemplate.objects.get().body) == ("Day", False, "{text}")
    assert not HouseTags.objects.exists()
