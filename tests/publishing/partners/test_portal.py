"""The partners' pages as people of a partner meet them."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pyotp
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curation.footage.licensing import services as licensing
from curation.footage.models import Footage
from curation.rights.services import write_terms
from curation.rights.terms import Terms
from curation.species.models import Taxon
from publishing.partners import acceptances, catalogue, invitations, offers, second_factor
from publishing.partners.ledger import Origin
from publishing.partners.models import (
    Acceptance,
    DownloadMoment,
    FootageRequest,
    Invitation,
    Member,
    Offer,
    Organisation,
)
from publishing.posts.obstacles import Refused
from tests.publishing import stage
from tests.publishing.partners import house

pytestmark = pytest.mark.django_db


def tiger() -> Taxon:
    return Taxon.objects.get(scientific_name="Panthera tigris altaica")


# ---------------------------------------------------------------------------------------------------- getting in
def test_somebody_invited_by_mail_makes_an_account_with_a_second_factor_and_gets_in(signed_in) -> None:
    museum = Organisation.objects.create(name="Museum")
    desk = signed_in("Rights manager")
    page = desk.post(
        reverse("partners:members", args=[museum.pk]), {"email": "Anna@Museum.example", "language": "zh-hans"}
    )
    letter = mail.outbox[0]
    assert letter.to == ["anna@museum.example"] and "邀请" in letter.subject
    address = re.search(r"/partner/invitation/\S+", letter.body)[0]
    assert address in page.content.decode() and Invitation.objects.get().digest not in address
    anna = Client()
    wrong = anna.post(address, {"name": "Anna", "password": "1234567890", "again": "1234567890"})
    assert wrong.status_code == 422 and "numeric" in wrong.content.decode()
    assert anna.post(address, {"name": "Anna", "password": "snow leopard 7", "again": "other"}).status_code == 422
    anna.post(address, {"name": "Anna", "password": "tracks in snow", "again": "tracks in snow"})
    page = anna.get(reverse("portal:second_factor")).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert "<svg" in page and "<script>" not in page
    assert anna.get(reverse("portal:catalogue")).status_code == 302  # not in yet
    assert anna.post(reverse("portal:second_factor"), {"code": "000000"}).status_code == 422
    anna.post(reverse("portal:second_factor"), {"code": pyotp.TOTP(secret).now()})
    assert anna.get(reverse("portal:catalogue")).status_code == 200
    assert secret not in Member.objects.get().secret
    assert Client().get(address).status_code == 410  # a letter is good once


def test_an_invitation_ends_is_taken_back_and_is_replaced_by_a_newer_one() -> None:
    museum = Organisation.objects.create(name="Museum")
    _first, one = invitations.invite(museum, email="a@m.example", language="en", user=None)
    _second, two = invitations.invite(museum, email="a@m.example", language="en", user=None)
    assert Client().get(one).status_code == 410 and Client().get(two).status_code == 200
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().get(two).status_code == 410
    house.member()
    with pytest.raises(invitations.InvitationRefused, match="already"):
        invitations.invite(museum, email="ANNA@museum.example", language="en", user=None)


def test_password_and_code_are_both_needed_and_a_code_is_taken_once() -> None:
    anna = house.member()
    client = Client()
    wrong = client.post(reverse("portal:login"), {"username": anna.user.email, "password": "not this one"})
    nobody = client.post(reverse("portal:login"), {"username": "nobody@museum.example", "password": "not this one"})
    said = "The address or the password is not right."
    assert said in wrong.content.decode() and said in nobody.content.decode()
    client.post(reverse("portal:login"), {"username": anna.user.email, "password": house.PASSWORD})
    assert client.get(reverse("portal:catalogue")).status_code == 302
    used = pyotp.TOTP(anna.totp).at(int(time.time()))
    assert client.post(reverse("portal:code"), {"code": used}).status_code == 422  # it was used to set it up
    assert client.get(reverse("portal:catalogue")).status_code == 302
    Member.objects.update(last_step=0)
    assert client.post(reverse("portal:code"), {"code": used}).status_code == 302
    assert client.get(reverse("portal:catalogue")).status_code == 200


def test_five_wrong_codes_lock_also_the_right_one(monkeypatch) -> None:
    anna = house.member()
    Member.objects.update(last_step=0)
    for _try in range(second_factor.MOST_WRONG - 1):
        assert not second_factor.check(anna, "12345x")
    with pytest.raises(second_factor.CodesLocked):
        second_factor.check(anna, "000 00x")
    with pytest.raises(second_factor.CodesLocked):
        second_factor.check(anna, pyotp.TOTP(anna.totp).now())
    Member.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert second_factor.check(anna, pyotp.TOTP(anna.totp).now())


def test_too_many_wrong_passwords_lock_a_name_at_an_address_only() -> None:
    anna = house.member()
    form = {"username": anna.user.email, "password": "wrong"}
    answers = [Client().post(reverse("portal:login"), form).status_code for _try in range(9)]
    assert answers[-1] == 429 and answers[0] == 422
    right = {**form, "password": house.PASSWORD}
    locked = Client().post(reverse("portal:login"), right)
    assert locked.status_code == 429 and "quarter of an hour" in locked.content.decode()
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").post(reverse("portal:login"), right)
    assert elsewhere.status_code == 302


def test_the_studio_and_the_portal_do_not_let_each_others_people_in(signed_in) -> None:
    anna = house.member()
    client = house.signed_in(anna)
    assert client.get("/studio/", follow=True).request["PATH_INFO"] == "/studio/login/"
    by_password = Client()
    by_password.force_login(anna.user)  # as the studio's own page for the password would
    assert by_password.get(reverse("portal:catalogue")).status_code == 302
    assert signed_in("Publisher").get(reverse("portal:catalogue")).status_code == 302
    desk = signed_in("Rights manager")
    desk.post(reverse("partners:member_close", args=[anna.pk]))
    assert client.get(reverse("portal:catalogue")).status_code == 302


# ------------------------------------------------------------------------------------------------------ catalogue
def test_one_sees_what_is_offered_and_agreed_and_nothing_else() -> None:
    anna, other = house.member(), house.member(name="School", email="ben@school.example")
    named, unnamed = house.offered(title="Tiger one"), house.offered(title="Tiger two")
    kept = stage.clip(title="Not offered")
    agreed = house.agreement(anna)
    agreed.clips.add(named.clip, kept)
    client = house.signed_in(anna)
    page = client.get(reverse("portal:catalogue")).content.decode()
    assert "Tiger one" in page and "Tiger two" not in page and "Not offered" not in page
    assert client.get(reverse("portal:clip", args=[named.pk])).status_code == 200
    refused = client.get(reverse("portal:clip", args=[unnamed.pk]))
    assert refused.status_code == 404 and "Tiger two" not in refused.content.decode()
    assert house.signed_in(other).get(reverse("portal:clip", args=[named.pk])).status_code == 404
    for name in ("preview", "poster"):
        assert client.get(reverse(f"portal:{name}", args=[unnamed.pk])).status_code == 404
    offers.withdraw(named, user=None)
    assert client.get(reverse("portal:clip", args=[named.pk])).status_code == 404


def test_one_searches_by_words_and_species_in_any_language() -> None:
    anna = house.member()
    agreed = house.agreement(anna)
    agreed.species.add(tiger())
    house.offered(title="Winter walk")
    client = house.signed_in(anna)
    for words in ("winter", "Amur tiger", "东北虎", "амурский", "雪地"):
        assert "Winter walk" in client.get(reverse("portal:catalogue"), {"q": words}).content.decode(), words
    page = client.get(reverse("portal:catalogue"), {"q": "bear"}).content.decode()
    assert "Winter walk" not in page and "Nothing found" in page
    assert "Winter walk" in client.get(reverse("portal:catalogue"), {"species": tiger().pk}).content.decode()
    assert client.get(reverse("portal:catalogue"), {"species": "9" * 30, "page": "x"}).status_code == 200


def test_rights_are_asked_at_every_look_and_only_what_may_be_told_is_told() -> None:
    anna = house.member()
    agreed = house.agreement(anna)
    offer = house.offered()
    agreed.clips.add(offer.clip)
    client = house.signed_in(anna)
    address = reverse("portal:clip", args=[offer.pk])
    assert client.get(address).status_code == 200
    terms = write_terms(Terms(name="Broadcast only", uses=frozenset({"broadcast"})))
    footage = [each.footage for each in offer.version.segments.all()]
    licensing.attach(terms, footage, user=None)
    refused = client.get(address)
    assert refused.status_code == 403 and "not licensed for this use: Education" in refused.content.decode()
    assert catalogue.entries(anna) == []
    write_terms(Terms(name="Broadcast only"), terms=terms)
    assert client.get(address).status_code == 200
    Footage.objects.filter(pk=footage[0].pk).update(state=Footage.State.QUARANTINED)
    refused = client.get(address).content.decode()
    assert "quarantine" not in refused and "holds it back" in refused


def test_an_offer_is_read_by_the_guard_first() -> None:
    clip = stage.clip()
    titles = {"en": "At Secret Spring, 43.1234, 130.9876", "zh-hans": "东北虎"}
    with pytest.raises(Refused) as refused:
        offers.offer(clip, titles=titles, summaries={"en": "Filmed on 12 November 2025"}, user=None)
    codes = {each.code for each in refused.value.obstacles}
    assert {"coordinates", "place_name", "month", "no_rendition"} <= codes
    assert not Offer.objects.exists()


# -------------------------------------------------------------------------------------------------------- accepting
def test_a_licence_is_accepted_as_it_was_read_and_again_when_it_changes() -> None:
    anna = house.member()
    agreed = house.agreement(anna)
    offer = house.offered()
    agreed.clips.add(offer.clip)
    client = house.signed_in(anna)
    page = client.get(reverse("portal:clip", args=[offer.pk])).content.decode()
    assert "Show it indoors." in page and 'name="rendition"' not in page
    read = agreed.terms_hash
    assert f'value="{read}"' in page
    agreed.terms = "Show it anywhere."
    agreed.save()
    late = client.post(reverse("portal:accept", args=[agreed.pk]), {"terms": read, "clip": offer.pk})
    assert late.status_code == 409 and "has been changed" in late.content.decode()
    assert not Acceptance.objects.exists()
    client.post(reverse("portal:accept", args=[agreed.pk]), {"terms": agreed.terms_hash, "clip": offer.pk})
    row = Acceptance.objects.get()
    assert row.terms_hash == agreed.terms_hash and row.licence["terms"] == "Show it anywhere."
    assert 'name="rendition"' in client.get(reverse("portal:clip", args=[offer.pk])).content.decode()
    acceptances.accept(anna, agreed.pk, terms_hash=agreed.terms_hash, origin=Origin())
    assert Acceptance.objects.count() == 1
    assert list(DownloadMoment.objects.order_by("id").values_list("kind", "reason")) == [
        ("refused", "terms_changed"),
        ("accepted", ""),
    ]


def test_requests_are_answered_by_the_desk_and_told_by_mail(signed_in) -> None:
    from publishing.partners import letters

    anna = house.member()
    client = house.signed_in(anna)
    form = {"words": "Cubs by day", "use": "broadcast", "needed_on": ""}
    assert client.post(reverse("portal:requests"), form).status_code == 302
    row = FootageRequest.objects.get()
    desk = signed_in("Rights manager")
    assert "Cubs by day" in desk.get(reverse("partners:requests")).content.decode()
    answer = {"request": row.pk, "agreed": "no", "answer": "The cubs are not to be shown before May."}
    assert signed_in("Publisher").post(reverse("partners:requests"), answer).status_code == 422
    desk.post(reverse("partners:requests"), answer)
    desk.post(reverse("partners:requests"), {**answer, "agreed": "yes"})
    assert FootageRequest.objects.get().state == "declined"
    letters.send_due()
    assert "not to be shown before May" in mail.outbox[0].body and letters.send_due() == 0
    assert "not to be shown before May" in client.get(reverse("portal:requests")).content.decode()


def test_the_pages_speak_chinese_and_stay_out_of_caches_and_search_engines() -> None:
    anna = house.member()
    client = house.signed_in(anna)
    page = client.get(reverse("portal:catalogue"), headers={"accept-language": "zh-hans"})
    assert "中心" in page.content.decode() and "还没有" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store" and 'content="noindex, nofollow"' in page.content.decode()
    policy = page["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";" and "unsafe-eval" not in policy
