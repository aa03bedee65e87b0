"""Pages to get in: invitation, password, second factor, and out again."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from publishing.partners import invitations, second_factor
from publishing.partners.models import Member
from publishing.partners.portal.forms import CodeForm, JoinForm, SignInForm
from publishing.partners.portal.gate import PENDING, let_in

SECRET = "partner_secret"  # in the session: a second factor that is being set up  # noqa: S105
_FOLDER = "publishing/partners/portal"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.user is not None:
        request.session.cycle_key()
        _proved_password(request, form.user.pk)
        return redirect("portal:code" if form.user.partner_member.second_since else "portal:second_factor")
    status = 422 if request.method == "POST" else 200
    return render(request, f"{_FOLDER}/sign_in.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """The second factor of somebody whose password was right."""
    member = _pending(request)
    if member is None:
        return redirect("portal:login")
    if not member.second_since:
        return redirect("portal:second_factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if second_factor.check(member, form.cleaned_data["code"]):
                return let_in(request, member)
            form.add_error("code", _("This code is not right, or was used already. Wait for the next one."))
        except second_factor.CodesLocked:
            form.add_error(None, _("Too many wrong codes. Try again in a quarter of an hour."))
    status = 422 if request.method == "POST" else 200
    return render(request, f"{_FOLDER}/code.html", {"form": form, "who": member.user}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponseBase:
    """Set the second factor up: it is asked for from then on."""
    member = _pending(request)
    if member is None or member.second_since:
        return redirect("portal:login")
    secret = request.session.setdefault(SECRET, second_factor.begin())
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.confirm(member, secret=secret, code=form.cleaned_data["code"]):
            request.session.pop(SECRET, None)
            return let_in(request, member)
        form.add_error("code", _("This code is not right. Wait for the next one, and look at your phone's clock."))
    picture = second_factor.picture(secret, member=member)
    spelt = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    context = {"form": form, "picture": picture, "secret": spelt}
    return render(request, f"{_FOLDER}/second_factor.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Make an account with a letter."""
    row = invitations.found(secret)
    if row is None:
        return render(request, f"{_FOLDER}/invitation_over.html", status=410)
    form = JoinForm(request.POST or None, email=row.email)
    if request.method == "POST" and form.is_valid():
        try:
            member = invitations.accept(row, password=form.cleaned_data["password"], name=form.cleaned_data["name"])
        except invitations.InvitationRefused:
            return render(request, f"{_FOLDER}/invitation_over.html", status=410)
        request.session.cycle_key()
        _proved_password(request, member.user_id)
        return redirect("portal:second_factor")
    context = {"form": form, "row": row}
    return render(request, f"{_FOLDER}/join.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    return redirect("portal:login")


def _proved_password(request: HttpRequest, user_id: int) -> None:
    """Remember it for a quarter of an hour; it opens nothing but the page for the code."""
    request.session[PENDING] = user_id
    request.session.set_expiry(15 * 60)


def _pending(request: HttpRequest) -> Member | None:
    rows = Member.objects.select_related("user", "organisation")
    return rows.filter(user_id=request.session.get(PENDING, 0), closed_at=None, user__is_active=True).first()
