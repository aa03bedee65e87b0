"""The pages of posts: the calendar, a new post, the editor, and the pictures they show."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from curation.clips.models import Clip, Rendition
from curation.files.ranged import ranged_response
from curation.video.shapes import SHAPES
from publishing.posts import api, hours, selectors, services
from publishing.posts.calendar import chips
from publishing.posts.carrier import carrier
from publishing.posts.models import Campaign, Channel, Post
from publishing.posts.wording import shown

CLIPS_PER_PAGE = 24


@require_safe
@permission_required("publishing.view_post")
def calendar(request: HttpRequest) -> HttpResponse:
    data = {
        "zone": timezone.get_current_timezone_name(),
        "now": timezone.now().isoformat(),
        "channels": [selectors.channel_json(channel) for channel in Channel.objects.all()],
        "states": selectors.state_labels(),
        "choices": chips.choices(),
        "zones": hours.zone_names(),
        "may": {
            "schedule": request.user.has_perm("publishing.schedule_post"),
            "add": request.user.has_perm("publishing.add_post"),
        },
    }
    return render(request, "publishing/posts/calendar.html", {"data": data})


@require_http_methods(["GET", "POST"])
@permission_required("publishing.add_post")
def new(request: HttpRequest) -> HttpResponse:
    """Choose a clip; the post begins with it. `?clip=` comes from the clip's own page."""
    chosen = request.POST.get("clip", "")
    if request.method == "POST" and chosen.isdigit():
        clip = get_object_or_404(Clip, pk=int(chosen))
        post = services.create_post(clip=clip, title=clip.title, user=request.user)  # type: ignore[arg-type]
        return redirect("posts:edit", post.pk)
    clips = selectors.clips_to_post()
    wanted, words = request.GET.get("clip", ""), request.GET.get("q", "").strip()
    if wanted.isdigit():
        clips = clips.filter(pk=int(wanted))
    if words:
        clips = clips.filter(title__icontains=words)
    page = Paginator(clips, CLIPS_PER_PAGE).get_page(request.GET.get("page"))
    cards = [selectors.clip_json(clip) for clip in page]
    return render(request, "publishing/posts/new.html", {"page": page, "cards": cards, "words": words})


@require_safe
@permission_required("publishing.view_post")
def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("clip", "version", "approved_by", "campaign"), pk=post_id)
    data = {
        "post": api.post_json(post, user=request.user),
        "channels": [
            selectors.channel_json(channel) | shown.channel_more(channel) for channel in Channel.objects.all()
        ],
        "campaigns": [shown.campaign_json(each) for each in Campaign.objects.filter(archived=False)],
        "languages": selectors.language_choices(),
        "states": selectors.state_labels(),
        "shapes": list(SHAPES),
        "zones": hours.zone_names(),
    }
    standing = any(carrier().is_out(variant) for variant in post.variants.all())
    return render(request, "publishing/posts/editor.html", {"post": post, "data": data, "standing": standing})


@require_safe
@permission_required("publishing.view_post")
def poster(request: HttpRequest, clip_id: int) -> HttpResponseBase:
    """A still of the clip, best without captions: of its newest finished video, else of its first footage."""
    clip = get_object_or_404(Clip, pk=clip_id)
    version = clip.version
    ready = Rendition.objects.filter(version__clip=clip, state=Rendition.State.READY).exclude(poster="")
    rendition = ready.filter(language="").first() or ready.first()
    name = rendition.poster if rendition else ""
    if not name and version is not None:
        first = version.segments.select_related("footage").first()
        name = first.footage.poster if first else ""
    if not name or not default_storage.exists(name):
        raise Http404
    return ranged_response(request, name, content_type="image/jpeg")


@require_safe
@permission_required("publishing.view_post")
def video(request: HttpRequest, clip_id: int) -> HttpResponseBase:
    """The newest finished video of the clip without captions, else any finished one."""
    ready = Rendition.objects.filter(version__clip_id=clip_id, state=Rendition.State.READY)
    rendition = ready.filter(language="").first() or ready.first()
    if rendition is None or not default_storage.exists(rendition.file):
        raise Http404
    return ranged_response(request, rendition.file, content_type="video/mp4")
