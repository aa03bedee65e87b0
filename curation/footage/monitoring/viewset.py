"""Clients of the monitoring API in the studio: superusers make, rename, switch off and renew their tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from curation.footage.models import ApiClient
from curation.footage.monitoring.clients import give_token


class SuperuserPolicy(ModelPermissionPolicy):
    """Only superusers: a token opens the catalogue to a program."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return bool(user.is_active and user.is_superuser)


register_permission_policy(ApiClient, SuperuserPolicy(ApiClient), exact_class=True)


class ApiClientForm(WagtailAdminModelForm):
    new_token = forms.BooleanField(
        label=gettext_lazy("Make a new token"),
        required=False,
        help_text=gettext_lazy("The old one ends at once. The new one is shown once, after saving."),
    )

    def save(self, commit: bool = True) -> Any:
        self.token = ""
        if self.instance.pk is None or self.cleaned_data.get("new_token"):
            self.token = give_token(self.instance)
        return super().save(commit)


class _ShowsToken:
    """Shows a fresh token, this once."""

    def save_instance(self) -> Any:
        client = super().save_instance()  # type: ignore[misc]
        token = getattr(self.form, "token", "")  # type: ignore[attr-defined]
        if token:
            told = _("The token of %(name)s. Copy it now, it is not shown again:") % {"name": client.name}
            messages.warning(self.request, format_html("{} <code>{}</code>", told, token))  # type: ignore[attr-defined]
        return client


class ApiClientCreateView(_ShowsToken, CreateView):
    def save_instance(self) -> Any:
        self.form.instance.created_by = self.request.user
        return super().save_instance()


class ApiClientEditView(_ShowsToken, EditView):
    pass


class ApiClientViewSet(ModelViewSet):
    model = ApiClient
    name = "monitoring-clients"
    icon = "key"
    menu_label = gettext_lazy("Monitoring clients")
    menu_order = 720
    menu_name = "monitoring-clients"
    add_to_settings_menu = True
    add_to_reference_index = False
    add_view_class = ApiClientCreateView
    edit_view_class = ApiClientEditView
    list_display = ["name", "token_hint", "active", "last_used_at"]
    search_fields = ["name"]
    ordering = ["name"]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("active"), FieldPanel("new_token")], base_form_class=ApiClientForm
    )
