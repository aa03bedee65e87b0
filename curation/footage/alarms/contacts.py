"""Contacts of alarms in the studio: rangers say who is told of what, and how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from curation.footage.alarms import seal
from curation.footage.alarms.addresses import check_address
from curation.footage.alarms.errors import NotSent
from curation.footage.models import AlarmContact, Footage


class AlarmContactForm(WagtailAdminModelForm):
    """At least one way to be told; a webhook only where webhooks may go."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Told of"),
        choices=Footage.Alarm.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked means all of them."),
    )
    new_key = forms.BooleanField(
        label=gettext_lazy("Make a new key for the signature"),
        required=False,
        help_text=gettext_lazy("The old one ends at once. The new one is shown once, after saving."),
    )

    def clean_webhook(self) -> str:
        url = self.cleaned_data.get("webhook") or ""
        if url:
            try:
                check_address(url, allowed=settings.WEBHOOK_PRIVATE_HOSTS)
            except NotSent as error:
                raise forms.ValidationError(str(NotSent.SENTENCES[error.code])) from error
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("email") and not cleaned.get("webhook") and not self.errors:
            raise forms.ValidationError(_("Enter an e-mail address or a webhook; else nobody is told."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.secret = ""
        if self.instance.webhook and (self.cleaned_data.get("new_key") or not self.instance.secret):
            self.secret = seal.fresh_secret()
            self.instance.secret = seal.seal(self.secret)
        return super().save(commit)


class _ShowsKey:
    """Shows a fresh key, this once."""

    def save_instance(self) -> Any:
        contact = super().save_instance()  # type: ignore[misc]
        secret = getattr(self.form, "secret", "")  # type: ignore[attr-defined]
        if secret:
            told = _("The key with which webhooks are signed. Copy it now, it is not shown again:")
            messages.warning(self.request, format_html("{} <code>{}</code>", told, secret))  # type: ignore[attr-defined]
        return contact


class AlarmContactCreateView(_ShowsKey, CreateView):
    pass


class AlarmContactEditView(_ShowsKey, EditView):
    pass


class AlarmContactViewSet(ModelViewSet):
    model = AlarmContact
    name = "alarm-contacts"
    icon = "mail"
    menu_label = gettext_lazy("Alarm contacts")
    menu_order = 710
    menu_name = "alarm-contacts"
    add_to_admin_menu = True
    add_to_reference_index = False
    add_view_class = AlarmContactCreateView
    edit_view_class = AlarmContactEditView
    list_display = ["name", "email", "webhook", "active"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("email"),
            FieldPanel("webhook"),
            FieldPanel("kinds"),
            FieldPanel("active"),
            FieldPanel("new_key"),
        ],
        base_form_class=AlarmContactForm,
    )
