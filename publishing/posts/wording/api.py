"""What the post editor asks about words: master texts, deriving, copying, undo, campaign, pictures."""

from __future__ import annotations

import math
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.clips.models import Clip
from publishing.posts import api as posts
from publishing.posts.campaigns import services as campaigns
from publishing.posts.frames import NoFrame, frame
from publishing.posts.gate import BadBody, answering, body, text_of
from publishing.posts.models import Campaign, Post, Variant
from publishing.posts.wording import deriving, masters
from publishing.posts.wording.bodies import cells_of, language_of, link_of, snapshots_of


def _post(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("clip", "version", "approved_by", "campaign"), pk=post_id)


def _answer(request: HttpRequest, post_id: int, outcome: deriving.Outcome | None = None) -> JsonResponse:
    """The post as it stands now, what was done, and what brings it back."""
    found: dict[str, Any] = {"post": posts.post_json(_post(post_id), user=request.user)}
    if outcome is not None:
        found |= {"said": said(outcome), "changed": outcome.changed, "kept": outcome.kept, "undo": outcome.before}
    return JsonResponse(found)


def said(outcome: deriving.Outcome) -> str:
    """One sentence about what became of several cells."""
    number = {"number": outcome.changed}
    parts = [
        ngettext("%(number)s version was written.", "%(number)s versions were written.", outcome.changed) % number
        if outcome.changed
        else _("Nothing was to be changed.")
    ]
    if outcome.kept:
        number = {"number": outcome.kept}
        parts.append(
            ngettext("%(number)s that was edited by hand stayed.", "%(number)s that were edited by hand stayed.",
                     outcome.kept) % number
        )  # fmt: skip
    if outcome.out:
        number = {"number": outcome.out}
        parts.append(
            ngettext("%(number)s that is out already stayed.", "%(number)s that are out already stayed.", outcome.out)
            % number
        )
    return " ".join(parts)


@require_POST
@answering("publishing.change_post")
def master(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Keep the text of a language; the cells of it that nobody has changed by hand follow at once."""
    post, data = _post(post_id), body(request)
    language = language_of(data)
    masters.save(
        post, language=language, title=text_of(data, "title", longest=200), text=text_of(data, "text"),
        link=link_of(data),
    )  # fmt: skip
    rows = post.variants.filter(language=language).select_related("channel")
    mine = [(each.channel, language) for each in rows if deriving.follows(each)]
    return _answer(request, post_id, deriving.derive(post, mine, replace=False, user=request.user))  # type: ignore[arg-type]


@require_POST
@answering("publishing.change_post")
def derive(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Word the cells that are named out of the templates."""
    post, data = _post(post_id), body(request)
    outcome = deriving.derive(post, cells_of(data), replace=data.get("replace") is True, user=request.user)  # type: ignore[arg-type]
    return _answer(request, post_id, outcome)


@require_POST
@answering("publishing.change_post")
def copy(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Put the words of one cell into others."""
    post, data = _post(post_id), body(request)
    key = data.get("variant")
    if not isinstance(key, int) or isinstance(key, bool):
        raise BadBody
    variant = get_object_or_404(Variant.objects.select_related("channel", "post__clip"), pk=key, post=post)
    return _answer(request, post_id, deriving.copy(variant, cells_of(data), user=request.user))  # type: ignore[arg-type]


@require_POST
@answering("publishing.change_post")
def restore(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Take one of the above back."""
    post = _post(post_id)
    deriving.restore(post, snapshots_of(body(request)), user=request.user)  # type: ignore[arg-type]
    return _answer(request, post_id)


@require_POST
@answering("publishing.change_post")
def campaign(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Put the post into a campaign, or out of it with null; links that nobody has changed follow."""
    post, data = _post(post_id), body(request)
    key = data.get("campaign")
    if key is not None and (not isinstance(key, int) or isinstance(key, bool)):
        raise BadBody
    chosen = get_object_or_404(Campaign, pk=key, archived=False) if key is not None else None
    campaigns.choose(post, chosen, user=request.user)  # type: ignore[arg-type]
    if post.state not in {Post.State.DRAFT, Post.State.IN_REVIEW}:
        return _answer(request, post_id)  # an approved text is not changed behind its approver's back
    rows = post.variants.select_related("channel")
    mine = [(each.channel, each.language) for each in rows if deriving.follows(each)]
    return _answer(request, post_id, deriving.derive(post, mine, replace=False, user=request.user))  # type: ignore[arg-type]


@require_safe
@permission_required("publishing.view_post")
def picture(request: HttpRequest, clip_id: int) -> HttpResponse:
    """`?at=SECONDS`: the clip at that moment, a JPEG."""
    clip = get_object_or_404(Clip, pk=clip_id)
    try:
        seconds = float(request.GET.get("at", "0"))
    except ValueError:
        raise Http404 from None
    if not math.isfinite(seconds):
        raise Http404
    try:
        made = frame(clip, seconds=seconds, user=request.user)
    except NoFrame:
        raise Http404 from None
    response = HttpResponse(made, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
