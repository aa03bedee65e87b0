"""Stations are kept by rangers; nobody else learns where they are."""

import pytest
from django.urls import reverse

from curation.footage.models import Station

pytestmark = pytest.mark.django_db
FORM = {
    "code": "HC-1",
    "zone": "Hunchun",
    "name": "Ridge",
    "habitat": "",
    "latitude": "43.1",
    "longitude": "131.2",
    "coordinate_uncertainty": "",
    "time_zone": "Asia/Shanghai",
}


def test_a_ranger_adds_and_changes_a_station(signed_in, piece):
    footage = piece(tags=["Winter", "HC-1 west"])
    client = signed_in("Ranger")
    assert client.post(reverse("stations:add"), FORM).status_code == 302
    station = Station.objects.get()
    assert (station.latitude, station.zone) == (43.1, "Hunchun")
    footage.refresh_from_db()
    assert footage.tags == ["Winter"]  # the code became a secret
    client.post(reverse("stations:edit", args=[station.pk]), FORM | {"zone": "Wangqing"})
    station.refresh_from_db()
    assert station.zone == "Wangqing" and "HC-1" in client.get(reverse("stations:index")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("latitude", "91"), ("longitude", "-181"), ("time_zone", "Moon/Base"), ("code", "")]
)
def test_what_cannot_be_a_place_is_refused(signed_in, field, value):
    assert signed_in("Ranger").post(reverse("stations:add"), FORM | {field: value}).status_code == 200
    assert not Station.objects.exists()


@pytest.mark.parametrize("role", ["Editor", "Translator", "Publisher", "Rights manager"])
def test_nobody_else_opens_them(signed_in, station, role):
    client = signed_in(role)
    for url in [
        reverse("stations:index"),
        reverse("stations:add"),
        reverse("stations:edit", args=[station.pk]),
        reverse("stations:delete", args=[station.pk]),
    ]:
        answer = client.get(url, follow=True)
        assert "HC-0042" not in answer.content.decode() and "43.12" not in answer.content.decode()
    assert "Stations" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", ["Editor", "Publisher"])
def test_the_history_does_not_tell_codes(signed_in, role):
    signed_in("Ranger").post(reverse("stations:add"), FORM | {"code": "QX-77"})
    answer = signed_in(role).get(reverse("wagtailadmin_reports:site_history"), follow=True)
    assert "QX-77" not in answer.content.decode()
