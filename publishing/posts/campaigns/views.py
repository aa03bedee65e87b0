"""The pages of campaigns."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from publishing.posts.campaigns import selectors, services
from publishing.posts.campaigns.forms import CampaignForm
from publishing.posts.models import Campaign, Post

PER_PAGE = 50
POSTS = 30


@require_safe
@permission_required("publishing.view_campaign")
def index(request: HttpRequest) -> HttpResponse:
    """`?over=1`: those that are over."""
    over = request.GET.get("over") == "1"
    page = Paginator(selectors.listed(over=over), PER_PAGE).get_page(request.GET.get("page"))
    others = Campaign.objects.filter(archived=not over).count()
    return render(request, "publishing/posts/campaigns.html", {"page": page, "over": over, "others": others})


@require_http_methods(["GET", "POST"])
@permission_required("publishing.view_campaign")
def edit(request: HttpRequest, campaign_id: int | None = None) -> HttpResponse:
    """A campaign with its posts, or a new one."""
    campaign = get_object_or_404(Campaign, pk=campaign_id) if campaign_id else Campaign()
    may = request.user.has_perm("publishing.change_campaign" if campaign_id else "publishing.add_campaign")
    if not may and (request.method == "POST" or not campaign_id):
        raise PermissionDenied
    form = CampaignForm(request.POST or None, instance=campaign)
    if request.method == "POST" and form.is_valid():
        fresh = Campaign.objects.get(pk=campaign_id) if campaign_id else Campaign()
        services.save(fresh, form.cleaned_data, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The campaign is saved."))
        return redirect("posts:campaigns")
    if not may:
        for field in form.fields.values():
            field.disabled = True
    posts = (
        Post.objects.filter(campaign_id=campaign_id).order_by("-due_at", "-pk") if campaign_id else Post.objects.none()
    )
    return render(request, "publishing/posts/campaign_form.html", {
        "form": form, "campaign": campaign, "may": may, "posts": posts[:POSTS], "number": posts.count(),
        "changes": selectors.changes(campaign) if campaign_id else [],
    })  # fmt: skip


@require_POST
@permission_required("publishing.change_campaign")
def end(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """`over=1` puts it away, anything else takes it up again."""
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    over = request.POST.get("over") == "1"
    services.end(campaign, over=over, user=request.user)  # type: ignore[arg-type]
    said = _("“%(name)s” is over; its posts keep it.") if over else _("“%(name)s” runs again.")
    messages.success(request, said % {"name": campaign.name})
    return redirect("posts:campaigns")
