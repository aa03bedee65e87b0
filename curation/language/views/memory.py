"""The translation memory: search it, change a sentence, take some out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.language import memory, selectors
from curation.language.errors import LanguageError
from curation.language.history import history
from curation.language.models import MemoryUnit
from curation.language.views.tabs import languages, tabs
from curation.people import name_of
from curation.subtitles.languages import LANGUAGES

PAGE = 50
MOST_AT_ONCE = 500
VIEW, ADD, CHANGE, DELETE = (f"curation.{verb}_memoryunit" for verb in ("view", "add", "change", "delete"))


class Counted(Paginator[Any]):
    """Pages that count no further than a thousand rows: a memory may have millions."""

    MOST = 1000

    @property
    def count(self) -> int:  # type: ignore[override]
        found: QuerySet[MemoryUnit] = self.object_list  # type: ignore[assignment]
        return found.order_by()[: self.MOST].count()


@require_safe
@permission_required(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """The newest units, or those with some words, of a pair of languages."""
    words = request.GET.get("q", "").strip()[:200]
    source, target = (request.GET.get(name, "") for name in ("source", "target"))
    rows = MemoryUnit.objects.filter(removed_at=None).select_related("user")
    if source in LANGUAGES:
        rows = rows.filter(source_language=source)
    if target in LANGUAGES:
        rows = rows.filter(target_language=target)
    if words:
        words = memory.clean(words)
        rows = rows.filter(Q(source__icontains=words) | Q(target__icontains=words))
    page = Counted(rows.order_by("-updated_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs(request, "memory"),
        "page": page,
        "units": list(page),
        "more_than_counted": page.paginator.count >= Counted.MOST,
        "pairs": selectors.pairs(),
        "words": words,
        "source": source,
        "target": target,
        "languages": languages(),
        "removed": _removed(request),
        "may_add": request.user.has_perm(ADD),
        "may_change": request.user.has_perm(CHANGE),
        "may_delete": request.user.has_perm(DELETE),
    }
    return render(request, "curation/language/memory.html", context)


def _removed(request: HttpRequest) -> list[int]:
    keys = request.GET.get("removed", "").split(",")[:MOST_AT_ONCE]
    ids = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    if not ids or not request.user.has_perm(DELETE):
        return []
    return list(MemoryUnit.objects.filter(pk__in=ids, removed_at__isnull=False).values_list("pk", flat=True))


@require_http_methods(["GET", "POST"])
@permission_required(VIEW)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One sentence: its text, its translation, where it came from."""
    row = get_object_or_404(MemoryUnit.objects.select_related("user"), pk=unit_id, removed_at=None)
    if request.method == "POST":
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        row.source, row.target = request.POST.get("source", ""), request.POST.get("target", "")
        try:
            memory.rewrite(row, source=row.source, target=row.target, user=_user(request))
        except LanguageError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The sentence is changed."))
            return redirect("language:memory")
    context = {
        "tabs": tabs(request, "memory"),
        "unit": row,
        "by": name_of(row.user),
        "history": history(row.pk, model=MemoryUnit),
        "may_change": request.user.has_perm(CHANGE),
        "may_delete": request.user.has_perm(DELETE),
        "languages": LANGUAGES,
    }
    return render(request, "curation/language/unit.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(ADD)
def new(request: HttpRequest) -> HttpResponse:
    """A sentence that somebody writes into the memory."""
    said: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("source_language", "target_language", "source", "target")
    }
    if request.method == "POST":
        try:
            memory.remember(**said, user=_user(request), origin=MemoryUnit.Origin.WRITTEN)
        except LanguageError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The sentence is in the memory."))
            return redirect("language:memory")
    context = {"tabs": tabs(request, "memory"), "said": said, "languages": languages()}
    return render(request, "curation/language/unit_new.html", context)


def _ids(request: HttpRequest) -> list[int]:
    keys = request.POST.getlist("unit")[:MOST_AT_ONCE]
    return [int(key) for key in keys if key.isdecimal() and len(key) < 19]


@require_POST
@permission_required(DELETE)
def remove(request: HttpRequest) -> HttpResponse:
    """Take the chosen sentences out; the list offers to undo it."""
    ids = _ids(request)
    if not memory.forget(ids, user=_user(request)):
        messages.error(request, _("Choose at least one sentence."))
        return redirect("language:memory")
    return redirect(f"{reverse('language:memory')}?removed={','.join(map(str, ids))}")


@require_POST
@permission_required(DELETE)
def restore(request: HttpRequest) -> HttpResponse:
    """Undo of `remove`."""
    ids = _ids(request)
    back = memory.bring_back(ids, user=_user(request))
    if back == len(ids):
        messages.success(request, _("It is back in the memory."))
    else:
        messages.error(request, _("Some were written anew meanwhile; these stay as they are now."))
    return redirect("language:memory")


def _user(request: HttpRequest) -> Any:
    return request.user
