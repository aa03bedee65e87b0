"""The page that lists changes to much footage, and the address that the selection bar posts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from curation.footage.bulk import api, edits, exporting, registry
from curation.footage.bulk.states import BULK_EDIT
from curation.footage.models import BulkEdit, Collection, Individual, Observation
from curation.footage.selectors import sees_locations
from curation.footage.tagging import name_of
from curation.species.models import Taxon

ON_A_PAGE = 50


@dataclass(frozen=True)
class Change:
    """One edit as the list shows it."""

    edit: BulkEdit
    what: str
    who: str  # empty where the account is gone
    query: str
    undoable: bool
    going: bool
    fetchable: bool  # a package that this reader asked for, and that is still kept


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """GET: the page. POST: do an action (JSON)."""
    if request.method == "POST":
        if not request.user.has_perm("curation.view_footage"):
            return JsonResponse({"error": _("You do not have permission for this.")}, status=403)
        return api.create(request)
    return _page(request)


@permission_required("curation.bulk_tag_footage")
def _page(request: HttpRequest) -> HttpResponse:
    made = BulkEdit.objects.filter(origin=BulkEdit.Origin.BULK).select_related("created_by", "job")
    mine = request.GET.get("mine") == "1"
    if mine:
        made = made.filter(created_by=request.user.pk)
    # What one would have to be in the know of to understand is not listed.
    if not request.user.has_perm("curation.see_quarantine"):
        made = made.exclude(action="quarantine")
    page = Paginator(made, ON_A_PAGE).get_page(request.GET.get("page"))
    names = _Names(page.object_list)
    rows = [_change(edit, names=names, user=request.user) for edit in page.object_list]
    data = {"jobs": {row.edit.pk: row.edit.job_id for row in rows if row.going}}
    return render(request, "curation/footage/bulk.html", {"changes": rows, "page": page, "mine": mine, "data": data})


def _change(edit: BulkEdit, *, names: _Names, user: Any) -> Change:
    action = registry.known(edit.action)
    open_ = edit.created_at > timezone.now() - edits.KEPT and BULK_EDIT.allows(edit.state, BulkEdit.State.UNDOING)
    may = action is not None and not action.job and user.has_perms(action.permissions)
    what = str(action.did) % {"what": names.of(edit)} if action else edit.action
    told = edit.created_by_id == user.pk or sees_locations(user) or "station=" not in edit.query
    going = edit.state in {BulkEdit.State.QUEUED, BulkEdit.State.RUNNING, BulkEdit.State.UNDOING}
    visible = edit.job is not None and (edit.job.created_by_id == user.pk or user.has_perm("curation.view_job"))
    who = name_of(edit.created_by) if edit.created_by else ""
    fetchable = exporting.available(edit, user=user)
    return Change(
        edit, what, who, edit.query if told else "", open_ and may and not going, going and visible, fetchable
    )


class _Names:
    """Names of what the edits on a page point to, fetched together."""

    def __init__(self, made: Any) -> None:
        values = [edit.values for edit in made]
        taxa = {value.get(key) for value in values for key in ("taxon", "wrong", "right")} - {None}
        self.taxa = Taxon.objects.prefetch_related("names").in_bulk(list(taxa))
        self.collections = Collection.objects.in_bulk(
            [value["collection"] for value in values if "collection" in value]
        )
        self.individuals = Individual.objects.in_bulk([one for one in (v.get("individual") for v in values) if one])

    def taxon(self, key: int | None) -> str:
        taxon = self.taxa.get(key or 0)
        return taxon.name_in(get_language() or "en") if taxon else ""

    def of(self, edit: BulkEdit) -> str:
        """What the edit is about, in the reader's language."""
        values = edit.values
        if "wrong" in values:
            return _("%(wrong)s to %(right)s") % {
                "wrong": self.taxon(values["wrong"]),
                "right": self.taxon(values["right"]),
            }
        if "collection" in values:
            collection = self.collections.get(values["collection"])
            return collection.name if collection else ""
        if "reason" in values:
            return str(values["reason"])
        return self._seen(values)

    def _seen(self, values: dict[str, Any]) -> str:
        kinds = dict(Observation.Type.choices)
        name = self.taxon(values.get("taxon")) or str(kinds.get(values.get("observation_type", ""), ""))
        count = values.get("count")
        stages, sexes = dict(Observation.LifeStage.choices), dict(Observation.Sex.choices)
        more = [
            stages.get(values.get("life_stage") or ""),
            sexes.get(values.get("sex") or ""),
            dict(Observation.BEHAVIORS).get(values.get("behavior") or ""),
        ]
        individual = self.individuals.get(values.get("individual") or 0)
        told = [f"{name} ×{count}" if count and count > 1 else name, *(str(one) for one in more if one)]
        return " · ".join([*told, individual.code] if individual else told)
