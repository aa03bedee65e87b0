"""The pages of figures, their tables, and the hours that they advise."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.files import tables
from publishing.connectors.registry import connectors
from publishing.delivery import services as deliveries
from publishing.delivery.models import Delivery
from publishing.insights import asked as asking
from publishing.insights import meanings, reach, services
from publishing.insights.best_hours import NEEDED, OwnFigures, expected
from publishing.insights.models import Watch
from publishing.posts import best_hours
from tests.publishing import stage

pytestmark = pytest.mark.django_db


def measured(channel, *, views: int, languages: tuple[str, ...] = ("en",), days_ago: float = 2) -> Watch:
    delivery = stage.scheduled(channel, languages=languages)
    deliveries.publish_due()
    published = timezone.now() - timedelta(days=days_ago)
    Delivery.objects.filter(variant__post=delivery.variant.post).update(published_at=published)
    services.enrol()
    watch = Watch.objects.get(delivery=delivery)
    services.record(watch, {"views": views // 2, "likes": 3}, at=published + timedelta(hours=12))
    services.record(watch, {"views": views, "likes": 5}, at=published + timedelta(hours=24))
    watch.refresh_from_db()
    return watch


def cells(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_overview_adds_up_and_names_no_place(signed_in) -> None:
    measured(stage.sandbox(name="One"), views=100)
    measured(stage.sandbox(name="Two"), views=250, languages=("ru",))
    page = signed_in("Editor").get(reverse("insights:reach"))
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["figures"][0][2] == 350
    for table in page.context["breakdowns"]:
        assert sum(line.counts["views"] for line in table.lines) == 350, table.name
    for secret in ("HC-0417", "Secret Spring", "43.1", "IMG_0001"):
        assert secret not in text


def test_filters_narrow_every_number(signed_in) -> None:
    one = measured(stage.sandbox(name="One"), views=100)
    measured(stage.sandbox(name="Two"), views=250)
    client = signed_in("Editor")
    page = client.get(reverse("insights:reach"), {"channel": one.channel_id})
    assert page.context["figures"][0][2] == 100
    assert [each["watch"].pk for each in page.context["top"]] == [one.pk]
    page = client.get(reverse("insights:reach"), {"species": one.taxa[0], "language": "en", "platform": "sandbox"})
    assert page.context["figures"][0][2] == 350
    assert client.get(reverse("insights:reach"), {"campaign": "7", "days": "7"}).context["empty"]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"first": "2026-13-01", "last": "2026-12-01"},
        {"first": "2026-05-02", "last": "2026-05-01"},
        {"first": "0001-01-01", "last": "9999-12-31"},
        {"first": "2026-05-02"},
    ],
)
def test_dates_that_make_no_period_are_said(signed_in, nonsense: dict[str, str]) -> None:
    page = signed_in("Editor").get(reverse("insights:reach"), nonsense)
    assert "These dates make no period" in page.content.decode()
    assert page.context["asked"].days == 30


ADDRESS = st.sampled_from(["days", "metric", "order", "channel", "platform", "species", "first"])


@given(st.dictionaries(ADDRESS, st.text(max_size=12)))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_address_of_any_kind_is_read(given_: dict[str, str]) -> None:
    found = asking.read(given_)
    assert found.when.first <= found.when.last
    assert asking.read(dict(pair.split("=", 1) for pair in found.query().split("&") if pair)).metric == found.metric


def test_posts_are_compared_with_their_own_channel() -> None:
    large, small = stage.sandbox(name="Large"), stage.sandbox(name="Small")
    for views in (1000, 1000, 1100):
        measured(large, views=views)
    for views in (10, 10, 40):
        measured(small, views=views)
    best = reach.top(asking.read({"order": "usual"}))[0]
    assert best["watch"].views == 40
    assert best["usual"] == 4.0
    assert reach.top(asking.read({}))[0]["watch"].views == 1100


def test_tables_open_in_a_spreadsheet_and_carry_no_formula(signed_in) -> None:
    watch = measured(stage.sandbox(name="=HYPERLINK(1)"), views=100)
    client = signed_in("Editor")
    rows = cells(client.get(reverse("insights:reach_table", args=["channel"])))
    assert rows[1] == ["'=HYPERLINK(1)", "1", "100", "5", "0", "0", "0"]
    assert len(cells(client.get(reverse("insights:reach_table", args=["days"])))) == 31
    assert cells(client.get(reverse("insights:reach_table", args=["top"])))[1][2] == "'=HYPERLINK(1)"
    series = cells(client.get(reverse("insights:post_table", args=[watch.delivery.variant.post_id])))
    assert [row[4] for row in series[1:]] == ["50", "100"]
    assert client.get(reverse("insights:reach_table", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert str(tables.safe(cell)).startswith("'")


def test_a_post_shows_how_it_grew_and_what_fell(signed_in) -> None:
    watch = measured(stage.sandbox(), views=100)
    services.record(watch, {"views": 90}, at=watch.published_at + timedelta(hours=48))
    client = signed_in("Editor")
    page = client.get(reverse("insights:post", args=[watch.delivery.variant.post_id])).content.decode()
    assert page.count("<circle") == 4
    assert "lower than the time before" in page
    ledger = client.get(reverse("delivery:detail", args=[watch.pk])).content.decode()
    assert "Growth since publication" in ledger


def test_strangers_read_no_figures(client) -> None:
    for address in (reverse("insights:reach"), reverse("insights:reach_table", args=["days"])):
        assert client.get(address).status_code == 302


def test_every_platform_that_tells_views_says_what_they_are() -> None:
    silent = {"mastodon", "bluesky", "telegram", "webhook", "handoff"}
    for name, connector in connectors().items():
        told = "views" in connector.capabilities.measures
        assert told == (name in meanings.VIEWS) or name in silent, name


def test_the_calendar_hears_of_best_hours_once_enough_was_measured() -> None:
    channel = stage.sandbox()
    watch = measured(channel, views=100)
    found = best_hours.best_hours(channel)
    assert (found.hours, found.measured, found.missing) == ((), 1, NEEDED - 1)
    variant = watch.delivery.variant
    for number in range(NEEDED):
        variant.pk, variant.language = None, f"x-{number}"
        variant.save()
        delivery = Delivery.objects.create(variant=variant, due_at=watch.published_at, next_at=watch.published_at)
        Watch.objects.create(
            delivery=delivery, channel=channel, language="ru", published_at=watch.published_at, next_at=timezone.now(),
            weekday=2, hour=19 if number % 2 else 9, day_views=400 if number % 2 else 50,
        )  # fmt: skip
    found = OwnFigures().best_hours(channel)
    assert (found.hours[0].weekday, found.hours[0].hour) == (2, 19)
    assert found.missing == 0
    assert OwnFigures().best_hours(channel, language="en").missing == NEEDED - 1


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(1, 500))
def test_one_lucky_post_does_not_win(median: float, usual: float, posts: int) -> None:
    drawn = expected(median, posts, usual=usual)
    assert min(median, usual) - 0.1 <= drawn <= max(median, usual) + 0.1
    assert abs(expected(median, 1, usual=usual) - usual) <= abs(median - usual) / 6 + 0.1
