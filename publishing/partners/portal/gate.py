"""Who may see the partners' pages: a member whose password and second factor were right in this session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from publishing.partners.models import Member
from publishing.partners.refusals import NotGiven
from publishing.partners.selectors import member_of

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Member, Rest], HttpResponseBase]
PROVED = "partner_proved"  # in the session: the key of the member whose second factor was right
PENDING = "partner_pending"  # the key of the user whose password was right
LASTS = 12 * 3600  # seconds of a session


def members_only(view: View[Rest]) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
    """Give a view the member; everybody else is sent to sign in. What is not given is said on a page of its own."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        member = member_of(request.user)
        if member is None or request.session.get(PROVED) != member.pk:
            request.session["partner_next"] = request.get_full_path() if request.method == "GET" else ""
            return redirect("portal:login")
        try:
            response = view(request, member, *args, **kwargs)
        except NotGiven as refusal:
            response = refused(request, refusal)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def refused(request: HttpRequest, refusal: NotGiven) -> HttpResponseBase:
    """The page that says why."""
    context = {"sentence": str(refusal), "code": refusal.code}
    return render(request, "publishing/partners/portal/refused.html", context, status=refusal.status)


def let_in(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Sign a member in whose password and code were right, and go where they wanted to."""
    wanted = request.session.pop("partner_next", "")
    user = User.objects.get(pk=member.user_id)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[PROVED] = member.pk
    request.session.pop(PENDING, None)
    request.session.set_expiry(LASTS)
    language = get_language() or "en"
    if member.language != language:
        Member.objects.filter(pk=member.pk).update(language=language)
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("portal:catalogue")
