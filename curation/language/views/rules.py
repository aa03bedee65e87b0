"""The rules of all languages on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from curation.language import engines, rules
from curation.language.views.tabs import tabs
from curation.subtitles.languages import LANGUAGES

CHANGE = "curation.change_languagerule"


@require_http_methods(["GET", "POST"])
@permission_required("curation.view_languagerule")
def index(request: HttpRequest) -> HttpResponse:
    """Who must read, and whether a machine may translate, by language."""
    user: Any = request.user
    if request.method == "POST":
        if not user.has_perm(CHANGE):
            raise PermissionDenied
        second, machine = request.POST.getlist("second"), request.POST.getlist("machine")
        for tag in LANGUAGES:
            rules.set_rule(tag, second_review=tag in second, machine=tag in machine, user=user)
        messages.success(request, _("The rules are saved."))
        return redirect("language:rules")
    context = {
        "tabs": tabs(request, "rules"),
        "rows": [{"rule": one, "language": LANGUAGES[one.language]} for one in rules.rules()],
        "may_change": user.has_perm(CHANGE),
        "engine": engines.told(),
    }
    return render(request, "curation/language/rules.html", context)
