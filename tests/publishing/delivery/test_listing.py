"""The list of deliveries: every row once, in order, whatever the page; what a filter finds; the same as CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as sampling
from hypothesis import strategies as st

from publishing.delivery import listing
from publishing.delivery.models import Delivery
from publishing.posts import services as posts
from publishing.posts.models import Campaign, Variant
from tests.publishing import stage

pytestmark = pytest.mark.django_db


def many(hours: list[int], *, channel=None, title: str = "Tiger") -> list[Delivery]:
    """Deliveries `hours` before a fixed noon."""
    channel, clip = channel or stage.sandbox(), stage.clip()
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    made = []
    for hour in hours:
        post = posts.create_post(clip=clip, title=title, user=None)
        variant = Variant.objects.create(post=post, channel=channel, language="en", text="A tiger")
        at = noon - timedelta(hours=hour)
        made.append(Delivery.objects.create(variant=variant, due_at=at, next_at=at, state="published"))
    return made


def walk(wanted: listing.Filter) -> list[int]:
    """All pages from the newest to the oldest."""
    found, older = [], ""
    while True:
        page = listing.page(wanted, older_than=older)
        found += [row.pk for row in page.rows]
        if not page.older:
            return found
        older = (
            dict(part.split("=", 1) for part in page.older.split("&"))["older"].replace("%3A", ":").replace("%2B", "+")
        )


@sampling(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(0, 4), min_size=0, max_size=12))
def test_every_row_comes_once_and_in_order_however_many_share_an_hour(monkeypatch, hours: list[int]) -> None:
    Delivery.objects.all().delete()
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    rows = many(hours) if hours else []
    expected = [row.pk for row in sorted(rows, key=lambda row: (row.due_at, row.pk), reverse=True)]
    assert walk(listing.Filter()) == expected


def test_one_goes_back_where_one_came_from(signed_in, monkeypatch) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    many([1, 2, 2, 3, 4])
    client, address = signed_in("Publisher"), reverse("delivery:index")
    pages = [client.get(address)]
    while older := pages[-1].context["page"].older:
        pages.append(client.get(f"{address}?{older}"))
    seen = [[row.pk for row in page.context["page"].rows] for page in pages]
    assert [len(each) for each in seen] == [2, 2, 1] and not pages[0].context["page"].newer
    back = client.get(f"{address}?{pages[2].context['page'].newer}")
    assert [row.pk for row in back.context["page"].rows] == seen[1]
    assert back.context["page"].newer and back.context["page"].older


def test_filters_narrow_and_stay_in_the_address(signed_in) -> None:
    channel, other = stage.sandbox(), stage.sandbox(name="Other")
    [wanted] = many([1], channel=channel, title="Snow leopard?")
    many([2], channel=other)
    campaign = Campaign.objects.create(name="Tiger Day", slug="tiger-day")
    wanted.variant.post.campaign = campaign
    wanted.variant.post.save()
    late = many([24 * 40], channel=channel)[0]
    client, address = signed_in("Editor"), reverse("delivery:index")

    def found(**query: object) -> set[int]:
        return {row.pk for row in client.get(address, query).context["page"].rows}

    assert found(channel=channel.pk) == {wanted.pk, late.pk}
    assert found(campaign=campaign.pk) == {wanted.pk} == found(q="LEOPARD?")
    assert found(channel=channel.pk, **{"from": "2026-11-01", "to": "2026-11-01"}) == {wanted.pk}
    assert found(state="held") == set() == found(show="troubled") == found(language="ru")
    page = client.get(address, {"q": 'a"><script>', "channel": channel.pk}).content.decode()
    assert "<script>" not in page.split('id="wagtail-config"')[-1].split("pm-filters")[1].split("</form>")[0]
    assert "No delivery matches" in page


@pytest.mark.parametrize(
    "query",
    [
        {"older": "yesterday"}, {"older": "2026-13-01T00:00:00+00:00_4"}, {"newer": "2026-11-01T00:00:00_4"},
        {"older": "2026-11-01T00:00:00+00:00_99999999999999999999"}, {"channel": "٣"}, {"channel": "9" * 30},
        {"from": "2026-02-31"}, {"to": "9999-12-31", "from": "0001-01-01"}, {"state": "x"}, {"language": "\x00"},
        {"q": "\x00%_\\"},
    ],
)  # fmt: skip
def test_an_address_somebody_made_up_shows_a_page(signed_in, query: dict[str, str]) -> None:
    many([1])
    assert signed_in("Publisher").get(reverse("delivery:index"), query).status_code == 200


def test_the_same_as_a_table_for_a_spreadsheet(signed_in) -> None:
    many([1], title="=HYPERLINK(1)")
    many([2], title="东北虎")
    client = signed_in("Publisher")
    answer = client.get(reverse("delivery:export"), {"show": "published"})
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff") and "HC-0417" not in text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)", "东北虎"]
    assert rows[1][0] == "2026-11-01 11:00:00"
    assert signed_in().get(reverse("delivery:export")).status_code == 302
