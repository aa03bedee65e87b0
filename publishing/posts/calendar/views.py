"""Pages of the calendar beside the calendar itself: timetables, occasions, and feeds as calendar programs read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.jobs import services as jobs
from curation.jobs.models import Job
from publishing.posts import hours
from publishing.posts.calendar import feed, ics, occasions, table, timetable
from publishing.posts.gate import answering, body
from publishing.posts.models import Campaign, Channel
from publishing.posts.models.occasion import Occasion
from publishing.posts.models.timetable import Timetable

_BEFORE = 20  # timetables that the page names


@require_http_methods(["GET", "POST"])
@permission_required("publishing.schedule_post")
def timetables(request: HttpRequest) -> HttpResponse:
    """Send a table; it is tried at once."""
    sent = request.FILES.get("file")
    problem = ""
    if request.method == "POST" and sent is not None:
        zone = request.POST.get("zone", "")
        may = request.user.has_perm("publishing.approve_post")
        then: timetable.Then = "schedule" if request.POST.get("then") == "schedule" and may else "review"
        try:
            hours.zone(zone)
            content = sent.read(table.MOST_BYTES + 1)
            made = timetable.take(content, file_name=sent.name or "", zone=zone, then=then, user=request.user)
            return redirect("posts:timetable", made.pk)
        except hours.UnknownZone:
            problem = _("There is no time zone “%(zone)s”.") % {"zone": zone[:60]}
        except table.Unreadable as error:
            problem = timetable.file_sentence(error)
    elif request.method == "POST":
        problem = _("Choose a file first.")
    context = {
        "problem": problem,
        "before": Timetable.objects.select_related("created_by").defer("rows", "report")[:_BEFORE],
        "zones": hours.zone_names(),
        "zone": timezone.get_current_timezone_name(),
        "most": table.MOST_ROWS,
    }
    return render(request, "publishing/posts/timetables.html", context, status=422 if problem else 200)


@require_safe
@permission_required("publishing.schedule_post")
def one(request: HttpRequest, timetable_id: int) -> HttpResponse:
    """A table with what was found out about each of its rows."""
    row = get_object_or_404(Timetable, pk=timetable_id)
    return render(request, "publishing/posts/timetable.html", {"timetable": row, **_standing(row)})


def _standing(row: Timetable) -> dict[str, Any]:
    job, last = timetable.running(row), timetable.last_job(row)
    lines = [{**line, "moment": datetime.fromisoformat(line["at"]) if line["at"] else None} for line in row.report]
    for line in lines:
        if line["moment"] and line["audience"]:
            local = hours.local_hour(line["moment"], zone_name=line["audience"])
            line["there"] = local.replace(tzinfo=None)
    failed = last is not None and last.state == Job.State.FAILED
    return {
        "lines": lines,
        "good": sum(not line["errors"] for line in lines),
        "refused": sum(bool(line["errors"]) for line in lines),
        "warned": sum(bool(line["warnings"]) and not line["errors"] for line in lines),
        "running": job,
        "failed": failed,
        "stayed": len(row.kept.get("stayed", [])),
        "made": len(row.kept.get("made", [])),
        "moved": len(row.kept.get("moved", [])),
    }


@require_safe
@answering("publishing.schedule_post")
def state(request: HttpRequest, timetable_id: int) -> HttpResponseBase:
    """How far the work on a table is."""
    row = get_object_or_404(Timetable.objects.defer("rows", "report"), pk=timetable_id)
    running = timetable.running(row)
    return JsonResponse({"running": running is not None, "fraction": timetable.progress(row), "state": row.state})


@require_POST
@answering("publishing.schedule_post")
def act(request: HttpRequest, timetable_id: int) -> HttpResponseBase:
    """`do`: try, apply, undo, or stop the work that is going on; `good`: leave out what is refused."""
    row = get_object_or_404(Timetable, pk=timetable_id)
    data = body(request)
    do = data.get("do")
    if do == "stop":
        running = timetable.running(row)
        if running is not None:
            jobs.cancel(running)
    elif do in ("try", "apply", "undo"):
        timetable.begin(row, do=do, user=request.user, good_only=data.get("good") is True)
    return JsonResponse({"running": timetable.running(row) is not None})


@require_safe
@permission_required("publishing.schedule_post")
def template(request: HttpRequest) -> HttpResponse:
    """A table to begin with: the columns, and one row as it might be."""
    chinese = request.GET.get("names") == "zh"
    channel = Channel.objects.order_by("name").first()
    campaign = Campaign.objects.filter(archived=False).first()
    day = (timezone.localtime() + timedelta(days=7)).date()
    row = {
        "clip": _("number or title of a clip"), "channel": channel.name if channel else _("name of a channel"),
        "language": (channel.languages or ["en"])[0] if channel else "en", "date": day.isoformat(), "time": "19:30",
        "zone": channel.time_zone if channel else timezone.get_current_timezone_name(),
        "campaign": campaign.slug if campaign else "",
    }  # fmt: skip
    head = list(table.COLUMNS.values()) if chinese else list(table.COLUMNS)
    return _csv([head, [row.get(name, "") for name in table.COLUMNS]], name="timetable.csv")


@require_safe
@permission_required("publishing.schedule_post")
def report(request: HttpRequest, timetable_id: int) -> HttpResponse:
    """What was found out about each row, as a table."""
    row = get_object_or_404(Timetable, pk=timetable_id)
    head = [_("Line"), _("Title"), _("Channel"), _("Language"), _("Hour (UTC)"), _("Refused because"), _("To be known")]
    lines = (
        [line["line"], line["title"], line["channel"], line["language"], line["at"] or "", " ".join(line["errors"]),
         " ".join(line["warnings"])]
        for line in row.report
    )  # fmt: skip
    return _csv([head, *lines], name=f"timetable-{row.pk}.csv")


def _csv(rows: list[Any], *, name: str) -> HttpResponse:
    answer = HttpResponse(table.written(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@permission_required("publishing.view_post")
def occasion_list(request: HttpRequest) -> HttpResponse:
    """The occasions of the coming year with their sources; those who may add the house's own."""
    if request.method == "POST":
        return _write_occasion(request)
    first = timezone.localdate()
    days = occasions.between(first, first + timedelta(days=365))
    context = {
        "days": [(day, max(0, (day.on - first).days)) for day in days],
        "own": Occasion.objects.all(),
        "today": first.isoformat(),
    }
    return render(request, "publishing/posts/occasions.html", context)


def _write_occasion(request: HttpRequest) -> HttpResponse:
    given = request.POST
    number = given.get("occasion", "")
    wanted = "publishing.change_occasion" if number else "publishing.add_occasion"
    if given.get("remove"):
        wanted = "publishing.delete_occasion"
    if not request.user.has_perm(wanted):
        raise Http404
    row = get_object_or_404(Occasion, pk=int(number)) if number.isdigit() else Occasion()
    if given.get("remove"):
        row.delete()
        messages.success(request, _("The occasion is removed."))
        return redirect("posts:occasions")
    try:
        occasions.write_occasion(
            row, name=given.get("name", ""), name_zh=given.get("name_zh", ""), note=given.get("note", ""),
            on=date.fromisoformat(given.get("on", "")), until=_day(given.get("until", "")), yearly="yearly" in given,
            countries=given.get("countries", "").replace(",", " ").split(),
        )  # fmt: skip
    except ValueError:  # BadOccasion is one
        messages.error(
            request, _("An occasion needs a name and a day, ends after it begins, and names countries as CN, RU, JP.")
        )
    else:
        messages.success(request, _("The occasion stands on the calendar."))
    return redirect("posts:occasions")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@require_safe
def read_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A feed, for programs without a session: whoever has the address. Wrong, revoked and forbidden look the same."""
    row = feed.found(secret)
    if row is None:
        raise Http404
    answer = HttpResponse(feed.content(row), content_type=ics.CONTENT_TYPE)
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Content-Disposition"] = 'inline; filename="pugmark.ics"'
    return answer
