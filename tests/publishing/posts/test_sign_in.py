"""A person signs a channel in at its platform, and the desk keeps it so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from publishing.posts import channels
from publishing.posts.models import Channel
from publishing.posts.seal import seal, unseal
from tests.fakes.sign_in import CLIENT_ID, CLIENT_SECRET, SignInServer
from tests.fakes.youtube import YouTubeServer
from tests.samples import sample

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def google() -> Iterator[SignInServer]:
    with SignInServer() as server:
        yield server


@pytest.fixture
def youtube() -> Iterator[YouTubeServer]:
    with YouTubeServer(description=sample("api/youtube.v3.json")) as server:
        server.token = "access-secret-2"  # the first that the sign-in server hands out
        yield server


def form(google: SignInServer, youtube: YouTubeServer) -> dict[str, object]:
    return {
        "name": "Tigers on YouTube",
        "time_zone": "Europe/Berlin",
        "languages": ["en"],
        "setting_client_id": CLIENT_ID,
        "setting_visibility": "unlisted",
        "setting_category": "15",
        "setting_api": youtube.url,
        "setting_www": google.url,
        "setting_token": google.url,
        "secret_client_secret": CLIENT_SECRET,
        "sign_in": "1",
    }


def sent_to(client, google: SignInServer, youtube: YouTubeServer) -> str:
    answer = client.post(reverse("posts:channel_add", args=["youtube"]), form(google, youtube))
    assert answer.status_code == 302
    return answer["Location"]


def back(client, google: SignInServer, url: str, **change: str):
    state = parse_qs(urlsplit(url).query)["state"][0]
    return client.get(
        reverse("posts:channel_return"), {"code": google.allow(url), "state": state, **change}, follow=True
    )


def test_a_channel_is_signed_in_and_shows_no_secret(signed_in, google: SignInServer, youtube: YouTubeServer) -> None:
    client = signed_in("Publisher")
    url = sent_to(client, google, youtube)
    assert url.startswith(google.url)
    asked = parse_qs(urlsplit(url).query)
    assert asked["redirect_uri"][0].endswith(reverse("posts:channel_return"))
    page = back(client, google, url)
    channel = Channel.objects.get()
    assert (channel.state, channel.handle) == (Channel.State.ACTIVE, "@tigers")
    kept = unseal(channel.sealed)
    assert kept["access_token"] == "access-secret-2"
    edit = client.get(reverse("posts:channel_edit", args=[channel.pk]))
    for answer in (page, edit):
        text = answer.content.decode()
        assert not any(secret in text for secret in kept.values())
    assert channel.settings["visibility"] == "unlisted"


def test_a_forged_or_stale_return_changes_nothing(signed_in, google: SignInServer, youtube: YouTubeServer) -> None:
    client = signed_in("Publisher")
    url = sent_to(client, google, youtube)
    before = Channel.objects.get().sealed
    page = back(client, google, url, state="somebody-elses")
    assert "begun elsewhere" in page.content.decode()
    assert Channel.objects.get().sealed == before
    # The right answer comes too late: the sign-in was forgotten with the forged one.
    assert "begun elsewhere" in back(client, google, url).content.decode()
    assert Channel.objects.get().sealed == before


def test_a_person_who_says_no_is_told_so(signed_in, google: SignInServer, youtube: YouTubeServer) -> None:
    client = signed_in("Publisher")
    url = sent_to(client, google, youtube)
    state = parse_qs(urlsplit(url).query)["state"][0]
    page = client.get(reverse("posts:channel_return"), {"error": "access_denied", "state": state}, follow=True)
    assert "access_denied" in page.content.decode()


@pytest.mark.parametrize("role", ["Editor", "Translator"])
def test_only_those_who_may_change_channels_sign_one_in(signed_in, role: str) -> None:
    channel = Channel.objects.create(name="Y", platform="youtube", settings={"client_id": CLIENT_ID})
    client = signed_in(role)
    assert client.post(reverse("posts:channel_sign_in", args=[channel.pk])).status_code in {302, 403}
    assert "channel_sign_in" not in client.session
    assert client.get(reverse("posts:channel_return"), {"code": "x", "state": "y"}).status_code in {302, 403}


def test_a_token_that_ends_soon_is_renewed_by_itself(google: SignInServer, youtube: YouTubeServer) -> None:
    google.refresh.add("refresh-secret-0")
    channel = Channel.objects.create(
        name="Y",
        platform="youtube",
        settings={"client_id": CLIENT_ID, "api": youtube.url, "token": google.url, "www": google.url},
        sealed=seal(
            {
                "client_secret": CLIENT_SECRET,
                "access_token": "old",
                "refresh_token": "refresh-secret-0",
                "expires_at": str(int(time.time()) + 60),
            }
        ),
    )
    assert channels.renew_due() == 1
    channel.refresh_from_db()
    kept = unseal(channel.sealed)
    assert kept["access_token"] != "old"
    assert kept["refresh_token"] != "refresh-secret-0"
    assert kept["client_secret"] == CLIENT_SECRET
    assert channels.renew_due() == 0


def test_a_withdrawn_permission_stops_the_channel_and_says_why(google: SignInServer, youtube: YouTubeServer) -> None:
    channel = Channel.objects.create(
        name="Y",
        platform="youtube",
        settings={"client_id": CLIENT_ID, "api": youtube.url, "token": google.url, "www": google.url},
        sealed=seal({"client_secret": CLIENT_SECRET, "access_token": "o", "refresh_token": "r", "expires_at": "1"}),
    )
    assert channels.renew_due() == 0
    channel.refresh_from_db()
    assert channel.state == Channel.State.DISCONNECTED
    assert "revoked" in channel.state_reason


def test_the_button_names_the_platform_where_a_person_signs_in(signed_in) -> None:
    page = signed_in("Publisher").get(reverse("posts:channel_add", args=["linkedin"])).content.decode()
    assert "Save and sign in at LinkedIn" in page
