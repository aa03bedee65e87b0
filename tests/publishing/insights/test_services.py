"""What is written down of figures, and that the sums of reports are the sums of what was told."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.delivery import services as deliveries
from publishing.delivery.models import Delivery
from publishing.insights import counters, schedule, services
from publishing.insights.models import Gain, Measurement, Watch
from publishing.posts.models import Campaign
from tests.publishing import stage

pytestmark = pytest.mark.django_db
COUNTS = st.dictionaries(st.sampled_from(counters.NAMES), st.integers(0, 10**9))


def watched(*, hours_ago: float = 0, languages: tuple[str, ...] = ("en",), channel=None) -> Watch:
    delivery = stage.scheduled(channel or stage.sandbox(), languages=languages)
    deliveries.publish_due()
    published = timezone.now() - timedelta(hours=hours_ago)
    Delivery.objects.filter(variant__post=delivery.variant.post).update(published_at=published)
    services.enrol()
    return Watch.objects.get(delivery=delivery)


def later(watch: Watch, hours: float) -> datetime:
    return watch.published_at + timedelta(hours=hours)


def sums(**of: object) -> dict[str, int]:
    rows = Gain.objects.filter(**of).aggregate(**{name: Sum(name) for name in counters.NAMES})
    return {name: value or 0 for name, value in rows.items()}


def test_a_publication_is_watched_once_from_its_first_hour_on() -> None:
    watch = watched()
    assert watch.next_at == later(watch, 1)
    assert watch.taxa
    assert services.enrol() == 0


def test_what_is_told_is_kept_as_a_series_and_summed() -> None:
    watch = watched()
    services.record(watch, {"views": 100, "likes": 4}, at=later(watch, 1.1))
    services.record(watch, {"views": 250, "likes": 9, "comments": 2}, at=later(watch, 3.2))
    watch.refresh_from_db()
    assert (watch.views, watch.likes, watch.comments, watch.shares) == (250, 9, 2, None)
    assert [(row.slot, row.views) for row in watch.measurements.all()] == [(1, 100), (3, 250)]
    assert sums(taxon=0) == {"views": 250, "likes": 9, "comments": 2, "shares": 0, "quotes": 0}
    assert sums(taxon=watch.taxa[0])["views"] == 250
    assert watch.next_at == later(watch, 6)


def test_a_slot_is_measured_once_whoever_asks_twice() -> None:
    watch = watched()
    services.record(watch, {"views": 100}, at=later(watch, 1.1))
    assert services.record(watch, {"views": 120}, at=later(watch, 1.9)) is None
    assert Measurement.objects.count() == 1
    assert sums(taxon=0)["views"] == 100


def test_a_counter_that_falls_is_kept_and_marked() -> None:
    watch = watched()
    services.record(watch, {"views": 100, "likes": 5}, at=later(watch, 1))
    made = services.record(watch, {"views": 90, "likes": 6}, at=later(watch, 3))
    assert made is not None
    assert made.fell == ["views"]
    assert sums(taxon=0)["views"] == 90


def test_what_stood_after_24_hours_is_read_between_two_measurements() -> None:
    watch = watched()
    services.record(watch, {"views": 100, "likes": 2}, at=later(watch, 20))
    services.record(watch, {"views": 200, "likes": 4}, at=later(watch, 30))
    watch.refresh_from_db()
    assert (watch.day_views, watch.day_reactions) == (140, 3)


def test_what_is_measured_days_late_says_nothing_of_the_first_day() -> None:
    watch = watched()
    services.record(watch, {"views": 100}, at=later(watch, 70))
    watch.refresh_from_db()
    assert watch.views == 100
    assert watch.day_views is None


@given(st.lists(COUNTS, max_size=len(schedule.SLOTS)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sums_are_always_what_was_told_last(told: list[dict[str, int]]) -> None:
    Gain.objects.all().delete()
    Delivery.objects.filter(watch__isnull=False).update(state="cancelled")
    Watch.objects.all().delete()
    watch = watched()
    last: Counter[str] = Counter()
    for slot, counts in zip(schedule.SLOTS, told, strict=False):
        services.record(watch, counts, at=later(watch, slot))
        last.update(dict.fromkeys(counts, 0))
        last |= Counter()
        for name, value in counts.items():
            last[name] = value
    assert sums(taxon=0) == {name: last[name] for name in counters.NAMES}
    by_day: Counter[str] = Counter()
    for gained in services.gains_of(watch).values():
        by_day.update(gained)
    assert {name: by_day[name] for name in counters.NAMES} == sums(taxon=0)


@pytest.mark.parametrize("nonsense", [-1, 2**70, "12", 3.5, True, None])
def test_what_is_no_count_is_not_told(nonsense: object) -> None:
    assert counters.cleaned({"views": nonsense, "likes": 3, "weather": 4}) == {"likes": 3}


def test_a_post_that_joins_a_campaign_takes_its_figures_along() -> None:
    watch = watched()
    services.record(watch, {"views": 100}, at=later(watch, 1))
    campaign = Campaign.objects.create(name="Global Tiger Day", slug="tiger-day")
    post = watch.delivery.variant.post
    post.campaign = campaign
    post.save()
    assert services.follow_campaigns() == 1
    assert sums(taxon=0, campaign=campaign.pk)["views"] == 100
    assert sums(taxon=0, campaign=0)["views"] == 0
    services.record(Watch.objects.get(pk=watch.pk), {"views": 130}, at=later(watch, 3))
    assert sums(taxon=0, campaign=campaign.pk)["views"] == 130


def test_what_is_forgotten_leaves_the_sums() -> None:
    kept, gone = watched(), watched()
    services.record(kept, {"views": 100}, at=later(kept, 1))
    services.record(gone, {"views": 40, "likes": 1}, at=later(gone, 1))
    services.forget(Delivery.objects.filter(pk=gone.pk))
    assert sums(taxon=0) == {"views": 100, "likes": 0, "comments": 0, "shares": 0, "quotes": 0}
    assert not Watch.objects.filter(pk=gone.pk).exists()
