"""Collections: made, filled, shared, ordered, removed and brought back; nobody sees more than they may."""

import html
import json
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from curation.footage.collections import selectors, services
from curation.footage.collections.services import CollectionError
from curation.footage.models import Collection
from tests.curation.footage.conftest import TIGER, saw

pytestmark = pytest.mark.django_db


def ask(client, method: str, name: str, *keys, body=None):
    url = reverse(f"footage:{name}", args=keys)
    return getattr(client, method)(url, json.dumps(body or {}), content_type="application/json")


@pytest.fixture
def editor(person):
    return person("Editor")


@pytest.fixture
def colleague(person):
    return person("Publisher")


@pytest.fixture
def tigers(piece, editor):
    pieces = [piece() for _ in range(3)]
    return services.make("Tigers in snow", user=editor, pieces=[one.pk for one in pieces]), pieces


def test_a_collection_is_made_with_what_is_selected_and_shown_in_the_library(client, editor, piece):
    first, other = piece(), piece()
    saw(first, TIGER)
    client.force_login(editor)
    made = ask(client, "post", "collections", body={"name": " Tigers  in snow ", "pieces": [first.pk, 999_999_999]})
    assert made.status_code == 201 and made.json()["name"] == "Tigers in snow"
    page = client.get(made.json()["url"])
    assert page.context["found"].items == [first] and "Tigers in snow" in page.content.decode()
    assert other not in page.context["found"].items
    listed = client.get(reverse("footage:collections")).content.decode()
    assert "Tigers in snow" in listed and "1 piece" in listed


def test_a_name_is_needed(client, editor):
    client.force_login(editor)
    for name, sentence in ((" ", "Give the collection a name."), ("x" * 121, "A name has at most 120 characters.")):
        answer = ask(client, "post", "collections", body={"name": name})
        assert answer.status_code == 400 and answer.json()["error"] == sentence


def test_strangers_neither_see_nor_change_it(client, colleague, tigers):
    collection, pieces = tigers
    client.force_login(colleague)
    assert client.get(reverse("footage:index"), {"collection": collection.pk}).status_code == 404
    assert "Tigers in snow" not in client.get(reverse("footage:collections")).content.decode()
    for method, name in (("put", "collection"), ("delete", "collection"), ("post", "collection_pieces")):
        assert ask(client, method, name, collection.pk, body={"name": "x", "remove": [pieces[0].pk]}).status_code == 404
    assert collection.items.count() == 3


def test_who_may_look_does_not_change_and_who_may_change_does_not_share(client, editor, colleague, tigers, piece):
    collection, pieces = tigers
    more = piece()
    services.share(collection, user=editor, everybody=False, people={colleague.pk: False})
    client.force_login(colleague)
    assert client.get(reverse("footage:index"), {"collection": collection.pk}).context["found"].total == 3
    assert ask(client, "post", "collection_pieces", collection.pk, body={"add": [more.pk]}).status_code == 403
    services.share(collection, user=editor, everybody=False, people={colleague.pk: True})
    added = ask(client, "post", "collection_pieces", collection.pk, body={"add": [more.pk, pieces[0].pk]}).json()
    assert added["added"] == [more.pk] and added["message"] == "1 piece added."
    assert ask(client, "post", "collection_sharing", collection.pk, body={"everybody": True}).status_code == 403
    assert ask(client, "delete", "collection", collection.pk).status_code == 403
    services.share(collection, user=editor, everybody=False, people={})
    assert client.get(reverse("footage:index"), {"collection": collection.pk}).status_code == 404


def test_the_owner_reads_with_whom_it_is_shared(client, editor, colleague, tigers):
    collection, _pieces = tigers
    client.force_login(editor)
    body = {"everybody": True, "people": {str(colleague.pk): "change"}}
    told = ask(client, "post", "collection_sharing", collection.pk, body=body).json()
    assert told["everybody"] is True
    assert [one["may"] for one in told["people"] if one["id"] == colleague.pk] == ["change"]
    client.force_login(colleague)
    assert "people" not in client.get(reverse("footage:collection", args=[collection.pk])).json()


def test_what_a_reader_may_not_see_is_neither_listed_nor_counted(editor, person, tigers):
    collection, pieces = tigers
    services.share(collection, user=editor, everybody=True, people={})
    pieces[0].state = "quarantined"
    pieces[0].save()
    ranger = person("Ranger")
    assert [one.pieces for one in selectors.listed(editor)] == [2]
    assert [one.pieces for one in selectors.listed(ranger)] == [3]
    everything = [one.pk for one in pieces]
    assert pieces[0].pk not in selectors.in_order(collection, user=editor, among=everything, most=9)[0]


def test_pieces_stand_in_the_order_they_were_put(client, editor, tigers, piece):
    collection, pieces = tigers
    client.force_login(editor)
    wanted = [pieces[2].pk, pieces[0].pk, pieces[1].pk]
    assert ask(client, "post", "collection_order", collection.pk, body={"pieces": wanted}).status_code == 200
    late = piece()
    services.put_in(collection, [late.pk], user=editor)
    page = client.get(reverse("footage:index"), {"collection": collection.pk, "sort": "arranged"})
    assert [card.footage.pk for card in page.context["cards"]] == [*wanted, late.pk]


def test_an_arranged_collection_goes_on_page_by_page(client, editor, piece, monkeypatch):
    monkeypatch.setattr(selectors, "LOOKED_AT", 7)
    pieces = [piece(light="night" if number % 3 else "day").pk for number in range(60)]
    collection = services.make("Many", user=editor, pieces=pieces)
    arranged = [*reversed(pieces[:50]), *pieces[50:]]  # the last ten were never put in order
    client.force_login(editor)
    ask(client, "post", "collection_order", collection.pk, body={"pieces": arranged[:50]})
    assert through(client, collection=collection.pk) == arranged
    assert through(client, collection=collection.pk, light="night") == [
        key for key in arranged if pieces.index(key) % 3
    ]


def through(client, **asked) -> list[int]:
    """Every card of an arranged collection, page after page as the library asks for them."""
    url, shown = f"{reverse('footage:index')}?{urlencode(asked | {'sort': 'arranged'})}", []
    while url:
        page = client.get(url, headers={"X-Requested-With": "XMLHttpRequest"}).content.decode()
        shown += [int(key) for key in re.findall(r'data-id="(\d+)"', page)]
        more = re.search(r'pm-library__more" href="([^"]+)"', page)
        url = reverse("footage:index") + html.unescape(more[1]) if more else ""
    return shown


def test_taken_out_is_told_for_the_undo(client, editor, tigers):
    collection, pieces = tigers
    client.force_login(editor)
    taken = ask(client, "post", "collection_pieces", collection.pk, body={"remove": [pieces[1].pk]}).json()
    assert taken["removed"] == [pieces[1].pk] and collection.items.count() == 2
    ask(client, "post", "collection_pieces", collection.pk, body={"add": taken["removed"]})
    assert collection.items.count() == 3


def test_a_removed_collection_can_be_brought_back_by_its_owner_only(client, editor, colleague, tigers):
    collection, _pieces = tigers
    services.share(collection, user=editor, everybody=True, people={})
    client.force_login(editor)
    assert ask(client, "delete", "collection", collection.pk).status_code == 200
    assert client.get(reverse("footage:index"), {"collection": collection.pk}).status_code == 404
    client.force_login(colleague)
    assert ask(client, "post", "collection_restore", collection.pk).status_code == 404
    client.force_login(editor)
    assert ask(client, "post", "collection_restore", collection.pk).status_code == 200
    assert client.get(reverse("footage:index"), {"collection": collection.pk}).context["found"].total == 3


def test_forgotten_for_good_after_a_while(editor, tigers):
    from datetime import timedelta

    from django.utils import timezone

    collection, _pieces = tigers
    services.remove(collection, user=editor)
    assert services.forget_removed() == 0
    Collection.objects.update(removed_at=timezone.now() - timedelta(days=31))
    assert services.forget_removed() == 1 and not Collection.objects.exists()


def test_too_much_by_hand_is_refused(editor, tigers):
    collection, _pieces = tigers
    with pytest.raises(CollectionError, match="5,000"):
        services.put_in(collection, range(1, 5_002), user=editor)


def test_an_empty_page_says_what_to_do(client, editor):
    client.force_login(editor)
    assert "No collections yet" in client.get(reverse("footage:collections")).content.decode()
    made = services.make("Empty", user=editor)
    assert (
        "Nothing is in this collection yet"
        in client.get(reverse("footage:index"), {"collection": made.pk}).content.decode()
    )
