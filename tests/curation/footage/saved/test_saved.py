"""Saved searches tell their owner what is new, once, and nobody else anything."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from curation.footage import search
from curation.footage.models import SavedSearch
from curation.footage.saved import services
from curation.search.errors import SearchUnavailable
from tests.curation.footage.conftest import BOAR, TIGER, saw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def ask(client, method: str, name: str, *keys, body=None):
    url = reverse(f"footage:{name}", args=keys)
    return getattr(client, method)(url, json.dumps(body or {}), content_type="application/json")


@pytest.fixture
def editor(person):
    return person("Editor")


@pytest.fixture
def tigers(piece, editor):
    """A saved search for tigers, with one tiger seen already."""
    saw(piece(), TIGER)
    return services.keep("Tigers", user=editor, querystring="q=tiger&sort=newest", tell_by_mail=True)


def later() -> None:
    SavedSearch.objects.update(checked_at=timezone.now() - timedelta(hours=1))


def test_what_is_new_is_counted_marked_once_opened_and_then_seen(client, editor, tigers, piece):
    client.force_login(editor)
    assert client.get(reverse("footage:saved")).json()["saved"][0]["fresh"] == 0
    new = piece()
    saw(new, TIGER)
    saw(piece(), BOAR)
    later()
    assert services.check_due() == 1
    told = client.get(reverse("footage:saved")).json()["saved"][0]
    assert told["fresh"] == 1
    page = client.get(told["url"])
    assert {card.footage.pk: card.fresh for card in page.context["cards"]}[new.pk] is True
    assert sum(card.fresh for card in page.context["cards"]) == 1 and "pm-film--fresh" in page.content.decode()
    assert ask(client, "post", "saved_look", told["id"]).json() == {"fresh": 1}
    assert client.get(reverse("footage:saved")).json()["saved"][0]["fresh"] == 0
    assert sum(card.fresh for card in client.get(told["url"]).context["cards"]) == 1  # still marked for a while
    later()
    services.check_due()
    assert SavedSearch.objects.get().fresh == 0


def test_what_no_longer_matches_and_comes_back_is_not_new(editor, tigers, piece):
    from curation.footage.models import Footage

    Footage.objects.update(state="withdrawn")
    later()
    services.check_due()
    Footage.objects.update(state="ready")
    later()
    services.check_due()
    assert SavedSearch.objects.get().fresh == 0


def test_mail_is_sent_once_for_what_is_new(tigers, piece, mailoutbox):
    for count in (1, 1, 2):
        for _ in range(count):
            saw(piece(), TIGER)
        later()
        services.check_due()
        later()
        services.check_due()  # nothing came meanwhile: no second mail
    assert [mail.subject for mail in mailoutbox] == [
        "1 new piece: Tigers",
        "1 new piece: Tigers",
        "2 new pieces: Tigers",
    ]
    assert mailoutbox[0].to == ["editor@example.org"]
    assert f"/studio/footage/?q=tiger&sort=newest&saved={tigers.pk}" in mailoutbox[0].body


def test_mail_is_turned_off(client, editor, tigers, piece, mailoutbox):
    client.force_login(editor)
    told = ask(client, "put", "saved_search", tigers.pk, body={"mail": False}).json()["saved"][0]
    assert told["mail"] is False
    saw(piece(), TIGER)
    later()
    services.check_due()
    assert mailoutbox == [] and SavedSearch.objects.get().fresh == 1


def test_nobody_elses_search_is_listed_opened_or_looked_at(client, person, tigers, piece):
    client.force_login(person("Publisher"))
    assert client.get(reverse("footage:saved")).json() == {"saved": []}
    for method, name in (
        ("post", "saved_look"),
        ("put", "saved_search"),
        ("delete", "saved_search"),
        ("post", "saved_restore"),
    ):
        assert ask(client, method, name, tigers.pk, body={"name": "Mine"}).status_code == 404
    page = client.get(reverse("footage:index"), {"q": "tiger", "sort": "newest", "saved": tigers.pk})
    assert page.status_code == 200 and page.context["saved"] is None


def test_it_is_renamed_removed_and_brought_back(client, editor, tigers):
    client.force_login(editor)
    assert ask(client, "put", "saved_search", tigers.pk, body={"name": "Cats"}).json()["saved"][0]["name"] == "Cats"
    assert ask(client, "put", "saved_search", tigers.pk, body={"name": " "}).status_code == 400
    assert ask(client, "delete", "saved_search", tigers.pk).json() == {"saved": []}
    assert ask(client, "post", "saved_restore", tigers.pk).json()["saved"][0]["name"] == "Cats"


def test_a_search_that_cannot_be_checked_keeps_its_number_and_says_so(client, editor, tigers, piece, monkeypatch):
    saw(piece(), TIGER)
    later()
    services.check_due()

    def refuse(*_args):
        raise SearchUnavailable

    monkeypatch.setattr(search, "keys", refuse)
    later()
    services.check_due()
    client.force_login(editor)
    told = client.get(reverse("footage:saved")).json()["saved"][0]
    assert told["fresh"] == 1 and told["problem"] == "search_unavailable"
    assert ask(client, "post", "saved_look", tigers.pk).status_code == 503
    assert ask(client, "post", "saved", body={"name": "x", "query": "q=y"}).status_code == 400


def test_quarantined_footage_is_not_told_to_an_editor(tigers, piece):
    hidden = piece(state="quarantined")
    saw(hidden, TIGER)
    later()
    services.check_due()
    assert SavedSearch.objects.get().fresh == 0
