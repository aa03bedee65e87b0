"""The page that lists what was changed at once, and the page of the review."""

from __future__ import annotations

import pytest
from django.urls import reverse

from curation.footage.bulk import registry
from curation.footage.models import BulkEdit
from tests.curation.footage.bulk.test_edits import bulk, undo
from tests.curation.footage.conftest import BOAR, TIGER, taxon

pytestmark = pytest.mark.django_db


def page(client, **asked) -> str:
    answer = client.get(reverse("footage:bulk"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_change_is_told_in_words_with_its_undo(signed_in, piece):
    client = signed_in("Editor")
    assert "Nothing has been changed at once yet" in page(client)
    answer = bulk(client, "observe", [piece()], type="animal", taxon=taxon(TIGER).pk, count="2", sex="female").json()
    bulk(client, "correct", [piece()], **{"from": taxon(BOAR).pk, "to": taxon(TIGER).pk})
    shown = page(client)
    assert "Tagged Amur tiger ×2 · Female" in shown and "Corrected Wild boar to Amur tiger" in shown
    assert reverse("footage:bulk_undo", args=[answer["edit"]]) in shown
    undo(client, answer)
    shown = page(client)
    assert reverse("footage:bulk_undo", args=[answer["edit"]]) not in shown and "Undone" in shown
    assert "东北虎" in client.get(reverse("footage:bulk"), headers={"Accept-Language": "zh-hans"}).content.decode()


def test_others_learn_no_place_and_no_quarantine(signed_in, piece):
    bulk(signed_in("Ranger"), "quarantine", [piece()], reason="poachers at HC-0042")
    BulkEdit.objects.create(action="blank", query="station=HC-0042", pieces=1)
    shown = page(signed_in("Editor"))
    assert "HC-0042" not in shown and "Marked as blank" in shown


def test_only_mine(signed_in, piece):
    bulk(signed_in("Ranger"), "blank", [piece()])
    assert "Nothing has been changed" in page(signed_in("Editor"), mine="1")


def test_the_bar_offers_what_one_may_do(person):
    def names(role: str) -> set[str]:
        return {action["name"] for action in registry.offered(person(role))}

    assert names("Translator") == {"collect", "uncollect"}
    assert {"observe", "agree", "correct", "blank", "unobserve"} < names("Editor")
    assert "quarantine" in names("Ranger") and "quarantine" not in names("Publisher")


@pytest.mark.parametrize("query", ["", "light=night", "species=Sus+scrofa&since=nonsense"])
def test_the_review_page_opens(signed_in, query):
    answer = signed_in("Editor").get(f"{reverse('footage:review')}?{query}")
    assert answer.status_code == 200 and ("nonsense" in answer.content.decode()) == ("nonsense" in query)
