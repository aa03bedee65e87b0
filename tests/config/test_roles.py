"""Who sees what in the studio's menu."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_five_groups_exist_and_wagtails_own_do_not():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Editor",
        "Translator",
        "Publisher",
        "Ranger",
        "Rights manager",
    }


@pytest.mark.parametrize("role", ["Editor", "Translator", "Publisher", "Ranger", "Rights manager"])
def test_every_role_reaches_the_studio(signed_in, role):
    assert signed_in(role).get(reverse("wagtailadmin_home")).status_code == 200


def test_a_stranger_is_sent_to_the_login(client):
    answer = client.get(reverse("footage:index"))
    assert answer.status_code == 302
    assert reverse("wagtailadmin_login") in answer.url


def test_only_rangers_see_exact_locations(person):
    assert person("Ranger").has_perm("curation.see_locations")
    assert not any(
        person(role).has_perm("curation.see_locations")
        for role in ["Editor", "Translator", "Publisher", "Rights manager"]
    )
