"""What approval brings to the studio: its menu entry with a count, its place in Wagtail's workflows, and who hears."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.users.models import UserProfile

from publishing.posts import signatures
from publishing.posts.models import Review

_COUNT = "_posts_to_approve"


def waiting(request: HttpRequest) -> int:
    """How many posts wait for whoever asks; counted once a request."""
    if not hasattr(request, _COUNT):
        setattr(request, _COUNT, signatures.to_approve(request.user).count())
    return int(getattr(request, _COUNT))


class ToApprove(MenuItem):
    """“To approve”, with how many; for those who may, and for whoever has something there."""

    def is_shown(self, request: HttpRequest) -> bool:
        if not request.user.has_perm("publishing.view_post"):
            return False
        return request.user.has_perm(signatures.APPROVE) or waiting(request) > 0

    def render_component(self, request: HttpRequest) -> Any:
        found, number = super().render_component(request), waiting(request)
        if number:
            found.label = f"{found.label} ({number})"
        return found


@hooks.register("register_admin_menu_item")
def to_approve() -> MenuItem:
    return ToApprove(_("To approve"), reverse("posts:reviews"), name="to-approve", icon_name="check", order=135)


def _to_list(_request: HttpRequest) -> HttpResponse:
    return redirect("posts:reviews")


def _to_post(_request: HttpRequest, pk: str) -> HttpResponse:
    return redirect("posts:edit", get_object_or_404(Review, pk=pk).post_id)


class ReviewViewSet(SnippetViewSet):
    """Wagtail offers its workflows to registered models only. Nothing is edited here: links lead to the post."""

    model = Review
    icon = "check"

    def get_urlpatterns(self) -> list[Any]:
        names = ("delete", "usage", "history", "workflow_history")
        return [
            path("", _to_list, name="list"),
            path("edit/<str:pk>/", _to_post, name="edit"),
            *(path(f"{name}/<str:pk>/", _to_post, name=name) for name in names),
        ]


register_snippet(Review, viewset=ReviewViewSet)


class PostNoticesForm(forms.ModelForm):
    """What of posts a person hears by mail: Wagtail's own preferences, in the words of this desk."""

    class Meta:
        model = UserProfile
        fields = (
            "submitted_notifications",
            "approved_notifications",
            "rejected_notifications",
            "updated_comments_notifications",
        )
        widgets = dict.fromkeys(fields, SwitchInput())
        labels = {
            "submitted_notifications": _("Posts that wait for my approval"),
            "approved_notifications": _("My posts were approved"),
            "rejected_notifications": _("My posts were sent back, or changed after I approved them"),
            "updated_comments_notifications": _("Comments on my posts, and where I am mentioned"),
        }
        help_texts = dict.fromkeys(fields, "")


class PostNoticesPanel(BaseSettingsPanel):
    """The switches, in everybody's account."""

    name = "post_notices"
    title = _("Mail about posts")
    help_text = _("What happens together comes in one mail.")
    tab = notifications_tab
    order = 50
    form_class = PostNoticesForm
    form_object = "profile"

    def is_active(self) -> bool:
        # Whoever may publish Wagtail's pages has the same switches in Wagtail's own panel.
        wagtails = NotificationPreferencesForm(instance=self.profile).fields
        return not wagtails and bool(self.user.has_perm("publishing.view_post"))


@hooks.register("register_account_settings_panel")
def mail_about_posts(request: HttpRequest, user: Any, profile: Any) -> PostNoticesPanel:
    return PostNoticesPanel(request, user, profile)
