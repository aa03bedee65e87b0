"""The sign-in form of the studio."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm


class LoginForm(WagtailLoginForm):
    """Wagtail's, with the password named in the reader's language: theirs has no label and falls back to English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = AuthenticationForm.base_fields["password"].label


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The page after too many wrong passwords; it does not tell whether there is such an account."""
    back = "/partner/login/" if request.path.startswith("/partner/") else request.path
    response = render(request, "locked_out.html", {"back": back}, status=429)
    response["Retry-After"] = "900"
    return response
