"""How publications grew: what was told at each measurement, as lines over the hours since publication."""

from __future__ import annotations

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.insights import schedule
from publishing.insights.charts import Chart, Line, draw
from publishing.insights.counters import NAMES, reactions
from publishing.insights.models import Watch
from publishing.insights.reach import platform_name
from publishing.insights.services import known_of
from publishing.posts.channels import connector_sentence
from publishing.posts.drafts import language_name

DAY = 24.0


def watches_of(post_id: int) -> list[Watch]:
    """All publications of a post, with their measurements at hand."""
    rows = Watch.objects.filter(delivery__variant__post=post_id).select_related("channel")
    return list(rows.prefetch_related("measurements").order_by("channel__name", "language"))


def series(watch: Watch) -> list[dict[str, Any]]:
    """The measurements of one publication as a table's rows."""
    rows = []
    for each in watch.measurements.all():
        counts = {name: getattr(each, name) for name in NAMES}
        rows.append({"at": each.at, "hours": schedule.age(watch.published_at, each.at), "counts": counts,
                     "fell": each.fell or []})  # fmt: skip
    return rows


def growth(watches: list[Watch]) -> Chart | None:
    """Views over the hours since publication, a line each; reactions where a platform tells no views."""
    lines = []
    for watch in watches:
        points = [(0.0, 0.0, _("Published"))]
        for each in watch.measurements.all():
            counts = known_of(each)
            value = counts["views"] if "views" in counts else reactions(counts)
            if value is not None:
                when = date_format(timezone.localtime(each.at), "SHORT_DATETIME_FORMAT")
                points.append((schedule.age(watch.published_at, each.at), float(value), f"{when}: {intcomma(value)}"))
        if len(points) > 1:
            lines.append(Line(name_of(watch), points))
    if not lines:
        return None
    return draw(lines, columns=_columns(max(place for line in lines for place, _v, _w in line.points)))


def _columns(hours: float) -> list[tuple[float, str]]:
    """Marks of whole hours or days, at most seven."""
    unit = next((each for each in (1, 3, 6, 12, 24, 48, 24 * 7, 24 * 14, 24 * 30, 24 * 60) if hours / each <= 6), 1440)
    return [(float(place), _age_words(place)) for place in range(0, int(hours) + unit, unit)]


def _age_words(hours: int) -> str:
    if hours and hours % 24 == 0:
        return ngettext("%(number)s d", "%(number)s d", hours // 24) % {"number": hours // 24}
    return ngettext("%(number)s h", "%(number)s h", hours) % {"number": hours}


def name_of(watch: Watch) -> str:
    """Channel, platform and language."""
    return f"{watch.channel.name} · {language_name(watch.language)}"


def facts(watch: Watch) -> dict[str, Any]:
    """What a page says of one publication."""
    return {
        "watch": watch,
        "name": name_of(watch),
        "platform": platform_name(watch.channel.platform),
        "series": series(watch),
        "views_told": watch.views is not None,
        "reason": connector_sentence(watch.error_code, watch.error_params)
        if watch.error_code and watch.error_code != "internal"
        else "",
    }
