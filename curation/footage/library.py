"""The library: one search as cards, as a map and as a timeline; its filters come in a second request."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.footage import cards, cells, filters, search
from curation.footage.arrivals import publicly
from curation.footage.bulk import registry
from curation.footage.collections import selectors as collections
from curation.footage.models import Collection, SavedSearch
from curation.footage.query import NOT, FootageQuery, parse
from curation.footage.saved import selectors as saved_searches
from curation.footage.views import choices

ARRANGED = "arranged"  # the order of a collection, as somebody put it
VIEWS = ("grid", "map", "timeline")


class Asking:
    """What one request of the library asks for."""

    def __init__(self, request: HttpRequest) -> None:
        parameters = request.GET.copy()
        self.user: Any = request.user
        self.arranged = parameters.get("sort") == ARRANGED and bool(parameters.get("collection"))
        if self.arranged:
            parameters.pop("sort")
        parsed = parse(parameters)
        self.query, self.ignored = parsed.query, dict(parsed.ignored)
        self.reader = search.Reader(request.user)
        if self.query.tag and not self.reader.places:
            self._only_public_tags()
        self.view = parameters.get("view", "") if parameters.get("view", "") in VIEWS[1:] else VIEWS[0]
        self.after = parameters.get("after", "")[:100]
        self.saved_key = parameters.get("saved", "")

    def _only_public_tags(self) -> None:
        """A tag may name a station: who may not see exact places does not learn what lies under it."""
        public = set(publicly([tag.removeprefix(NOT) for tag in self.query.tag]))
        kept = tuple(tag for tag in self.query.tag if tag.removeprefix(NOT) in public)
        if len(kept) < len(self.query.tag):
            self.ignored["tag"] = "…"
            self.query = replace(self.query, tag=kept)

    @property
    def everything(self) -> FootageQuery | None:
        """All that this reader could find in this state; None where the query itself asks for that."""
        return FootageQuery(state=self.query.state) if self.query.narrowed else None

    @cached_property
    def collection(self) -> Collection | None:
        """The collection that is asked for. Raises Http404 where this reader may not look at it."""
        if self.query.collection is None:
            return None
        found = collections.readable_by(self.user).select_related("owner").filter(pk=self.query.collection).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def saved(self) -> SavedSearch | None:
        """The saved search that is open: one's own, and still the same search."""
        if not self.saved_key.isdecimal() or len(self.saved_key) > 18:
            return None
        found = saved_searches.own(self.user).filter(pk=int(self.saved_key)).first()
        return found if found and found.query == self.query.querystring() else None

    def address(self, query: FootageQuery | None = None, **more: str) -> str:
        """The querystring of this page or of another query, with the view and the order kept."""
        kept = {"view": "" if self.view == VIEWS[0] else self.view, "sort": ARRANGED if self.arranged else ""}
        return filters.with_more(query or self.query, **kept | more)


@dataclass(frozen=True)
class Shown:
    """One page of cards and where the next one begins."""

    found: search.Found
    cards: list[cards.Card]
    after: str = ""


def _shown(asking: Asking) -> Shown:
    if asking.view != VIEWS[0]:
        return Shown(search.run(asking.query, asking.reader, size=1, beside=asking.everything), [])
    if asking.arranged:
        found = _arranged(asking)
    else:
        explained, beside = asking.query.sort == "rarest", None if asking.after else asking.everything
        found = search.run(asking.query, asking.reader, after=asking.after, explained=explained, beside=beside)
    why = search.why(found)
    fresh = saved_searches.fresh_among(asking.saved, [one.pk for one in found.items]) if asking.saved else set()
    made = [cards.card(one, why=why.get(one.pk, ()), fresh=one.pk in fresh) for one in found.items]
    return Shown(found, made, found.after)


def _arranged(asking: Asking) -> search.Found:
    """A page of a collection in its own order."""
    found = search.run(asking.query, asking.reader, size=1, beside=asking.everything)
    if found.error or asking.collection is None:
        return found
    matching = search.keys(asking.query, asking.reader)
    keys, after = collections.in_order(
        asking.collection, user=asking.user, among=matching, after=asking.after, most=search.PAGE
    )
    return replace(found, items=search.rows(keys, reader=asking.reader), after=after)


@require_safe
@permission_required("curation.view_footage")
def index(request: HttpRequest) -> HttpResponse:
    """The page; for scripts only its results, or with `after` only the next cards."""
    asking = Asking(request)
    shown = _shown(asking)
    scripted = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    drawn = _drawn(request, asking, shown)
    if scripted and asking.after:
        return HttpResponse(drawn)
    context = {"cards": shown.cards, "films": drawn, "found": shown.found, "query": asking.query}
    context |= _results(request, asking, shown.found)
    if scripted:
        return render(request, "curation/footage/results.html", context)
    return render(request, "curation/footage/index.html", context | _around(request, asking))


def _drawn(request: HttpRequest, asking: Asking, shown: Shown) -> str:
    """The cards, and the way to the next ones.

    Drawn here and not from within the page: deep in its blocks the interpreter takes and gives back a piece of its
    stack for every value of every card (CPython 3.11's frames lie in pieces), which takes ten times as long.
    """
    words = cards.words()
    context = {
        "drawn": [cards.shown(card, words) for card in shown.cards],
        "words": words,
        "more": f"?{asking.address(after=shown.after)}" if shown.after else "",
    }
    return render_to_string("curation/footage/cards.html", context, request)


def _results(request: HttpRequest, asking: Asking, found: search.Found) -> dict[str, Any]:
    """What stands above the cards: how many of how many, what is set, what went wrong."""
    query, problem = asking.query, ""
    if query.station and not asking.reader.places:
        problem = _("You may not search by station; choose a zone.")
    collection = asking.collection
    return {
        "everything": found.beside if asking.everything else found.total,
        "chips": [replace(chip, without=f"?{_again(asking, chip.without)}") for chip in filters.chips(query)],
        "ignored": asking.ignored,
        "problem": problem,
        "view": asking.view,
        "places_url": reverse("footage:map"),
        "timeline_url": reverse("footage:timeline"),
        "collection": collection,
        "arranged": asking.arranged,
        "may_arrange": bool(collection and collections.may_change(collection, user=request.user)),
        "own": bool(collection and collection.owner_id == request.user.pk),
        "saved": asking.saved,
    }


def _again(asking: Asking, querystring: str) -> str:
    told = QueryDict(querystring, mutable=True)
    if asking.view != VIEWS[0]:
        told["view"] = asking.view
    return told.urlencode()


def _around(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """What the page is made of besides its results."""
    has = request.user.has_perm
    return {
        "may_ingest": has("curation.ingest_footage"),
        "data": {
            "url": reverse("footage:index"),
            "facetsUrl": reverse("footage:facets"),
            "savedUrl": reverse("footage:saved"),
            "collectionsUrl": reverse("footage:collections"),
            "bulkUrl": reverse("footage:bulk"),
            "clipUrl": reverse("clips:new") if has("curation.add_clip") else "",
            "actions": registry.offered(request.user),
            "choicesUrl": reverse("footage:choices"),
            "speciesUrl": reverse("footage:species"),
            "mayTag": has("curation.tag_footage"),
        },
    }


@require_safe
@permission_required("curation.view_footage")
def facets(request: HttpRequest) -> HttpResponse:
    """Every filter with its exact counts, as a piece of the page."""
    asking = Asking(request)
    counted = search.facets(asking.query, asking.reader)
    groups = [] if counted.error else filters.groups(asking.query, asking.reader, counted)
    return render(
        request, "curation/footage/filters.html", {"groups": groups, "counted": counted, "query": asking.query}
    )


@require_safe
@permission_required("curation.view_footage")
def form_choices(request: HttpRequest) -> JsonResponse:
    """What an observation's form offers; asked for when it is first opened."""
    return JsonResponse(choices(request.user))


@require_safe
@permission_required("curation.view_footage")
def places(request: HttpRequest) -> JsonResponse:
    """The search on a map, at the precision of this reader's role."""
    asking = Asking(request)
    try:
        return JsonResponse(cells.places(asking.query, asking.reader))
    except search.SearchError as error:
        return JsonResponse({"error": str(search.sentence(error))}, status=503)


@require_safe
@permission_required("curation.view_footage")
def timeline(request: HttpRequest) -> JsonResponse:
    """The search by months, and by days where one month is asked for."""
    asking = Asking(request)
    counted = search.facets(asking.query, asking.reader, only=["month"])
    if counted.error:
        return JsonResponse({"error": str(counted.error)}, status=503)
    months = {facet.value: facet.count for facet in counted.values("month")}
    wanted = asking.query.wanted("month")
    bars = [
        {"value": month, "label": filters.month_label(month), "count": months.get(month, 0), "on": month in wanted}
        for month in filters.months_between(sorted(months))
    ]
    told: dict[str, Any] = {"months": bars, "days": [], "total": counted.total}
    if len(wanted) == 1 and not asking.query.excluded("month"):
        try:
            told["days"] = _days(asking, wanted[0])
        except search.SearchError as error:
            return JsonResponse({"error": str(search.sentence(error))}, status=503)
    told["dated"] = sum(months.values())
    return JsonResponse(told)


def _days(asking: Asking, month: str) -> list[dict[str, Any]]:
    """Pieces of each day of a month, of the reader's days."""
    year, number = int(month[:4]), int(month[5:7])
    query = replace(asking.query, month=())
    days = [date(year, number, day) for day in range(1, calendar.monthrange(year, number)[1] + 1)]
    return [
        {
            "value": day.isoformat(),
            "label": str(date_format(day, "DATE_FORMAT")),
            "count": search.total(replace(query, since=day, until=day), asking.reader),
            "on": asking.query.since == day == asking.query.until,
        }
        for day in days
    ]
