"""What is kept of Wagtail's frame is Wagtail's, in the reader's language and with a token of one's own."""

import re
from pathlib import Path

import pytest
import wagtail.admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from curation.templatetags import sidebar

pytestmark = pytest.mark.django_db
FRAME = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin" / "admin_base.html"


@pytest.fixture(autouse=True)
def _nothing_kept():
    sidebar._blocks.clear()


def desk(name: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create(username=name, is_superuser=True, is_staff=True))
    return client


def page(client: Client) -> str:
    return client.get(reverse("footage:index")).content.decode()


def token(html: str) -> str:
    return re.search(r'"CSRF_TOKEN": "(\w+)"', html)[1]


def test_every_script_of_wagtails_own_frame_is_there_also_from_memory():
    client = desk("one")
    wanted = re.findall(r"versioned_static '[\w/.-]*/([\w.-]+)\.(js|css)'", FRAME.read_text())
    assert len(wanted) > 10
    for html in (page(client), page(client)):
        assert all(re.search(rf"/{re.escape(name)}[\w.-]*\.{kind}", html) for name, kind in wanted)
        assert html.count("<script") == page(client).count("<script") and "library" in html


def test_each_page_has_a_token_that_its_own_reader_may_use():
    one, other = desk("one"), desk("other")
    page(one)  # kept from here on
    tokens = {client: token(page(client)) for client in (other, one)}
    assert len(set(tokens.values())) == 2
    address = reverse("wagtailadmin_logout")
    assert other.post(address, headers={"X-CSRFToken": "x" * 64}).status_code == 403
    assert [client.post(address, headers={"X-CSRFToken": tokens[client]}).status_code for client in tokens] == [
        302,
        302,
    ]


def test_each_language_has_its_own():
    client = desk("one")
    english = page(client)
    chinese = client.get(reverse("footage:index"), headers={"Accept-Language": "zh-hans"}).content.decode()
    strings = [re.search(r'"STRINGS": (.*?)</script>', html)[1] for html in (english, chinese)]
    assert r"\u" not in strings[0][:200] and strings[0] != strings[1]
