"""Forms of the partners' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.partners.models import FootageRequest


class SignInForm(forms.Form):
    """What is wrong is not told apart: nobody learns who has an account."""

    username = forms.CharField(
        label=_("E-mail"),
        max_length=150,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, password = cleaned.get("username", ""), cleaned.get("password", "")
        if name and password:
            user = authenticate(self.request, username=name.strip().lower(), password=password)
            if user is None or not hasattr(user, "partner_member") or user.partner_member.closed_at:
                raise ValidationError(_("The address or the password is not right."))
            self.user = user
        return cleaned


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "pattern": "[0-9 ]*"}
        ),
    )


class JoinForm(forms.Form):
    """An account's name and password."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        help_text=_("At least 10 characters, not only digits, and none of those that everybody uses."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password again"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, again = cleaned.get("password"), cleaned.get("again")
        if first and again and first != again:
            self.add_error("again", _("The two are not the same."))
        elif first:
            try:
                validate_password(
                    first, User(username=self.email, email=self.email, first_name=cleaned.get("name", ""))
                )
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class RequestForm(forms.ModelForm):
    class Meta:
        model = FootageRequest
        fields = ["words", "use", "needed_on"]
        widgets = {
            "words": forms.Textarea(attrs={"rows": 4}),
            "needed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=80)
