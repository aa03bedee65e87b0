"""The pages of templates and of the house's hashtags."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.subtitles.languages import LANGUAGES
from publishing.connectors.registry import UnknownPlatform
from publishing.connectors.text import count
from publishing.posts.campaigns.selectors import changes
from publishing.posts.drafts import capabilities_of
from publishing.posts.gate import BadBody, answering, body, number_of, text_of
from publishing.posts.models import HouseTags, Post, TextTemplate
from publishing.posts.wording import forms, house
from publishing.posts.wording.deriving import Desk
from publishing.posts.wording.hashtags import TagInvalid
from publishing.posts.wording.patterns import PLACEHOLDERS, SENTENCES, faults

_LONGEST_PATTERN = 5000


@require_safe
@permission_required("publishing.view_texttemplate")
def index(request: HttpRequest) -> HttpResponse:
    """What is stored, what comes with Pugmark, and the hashtags of the house by language."""
    rows = list(TextTemplate.objects.select_related("updated_by"))
    platforms, languages = dict(forms.platform_choices()), dict(forms.language_choices())
    stored = [
        {"row": row, "platform": platforms.get(row.platform, row.platform),
         "language": languages.get(row.language, row.language)} for row in rows
    ]  # fmt: skip
    mine = {row.platform for row in rows if not row.language}
    built_in = [
        {"platform": name, "name": label, "pattern": house.pattern_for(name, language="", known={})}
        for name, label in platforms.items()
        if name and name not in mine and "" not in mine
    ]
    tags = {row.language: row.tags for row in HouseTags.objects.all()}
    return render(request, "publishing/posts/templates.html", {
        "stored": stored, "built_in": built_in, "may": request.user.has_perm("publishing.change_texttemplate"),
        "tags": [{"tag": tag, "own": each.own, "tags": " ".join(f"#{one}" for one in tags.get(tag, []))}
                 for tag, each in LANGUAGES.items()],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required("publishing.view_texttemplate")
def edit(request: HttpRequest, template_id: int | None = None) -> HttpResponse:
    """A template, or a new one: `?platform=&language=` say for what."""
    row = get_object_or_404(TextTemplate, pk=template_id) if template_id else None
    if not request.user.has_perm("publishing.change_texttemplate" if row else "publishing.add_texttemplate"):
        raise PermissionDenied
    form = forms.TemplateForm(request.POST or None, row=row, **({} if row else {"initial": _initial(request)}))
    if request.method == "POST" and form.is_valid():
        house.save_template(**form.cleaned_data, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The template is saved. Posts that were written before keep their words."))
        return redirect("posts:templates")
    return render(request, "publishing/posts/template_form.html", {
        "form": form, "row": row, "posts": Post.objects.order_by("-pk")[:20], "languages": LANGUAGES.values(),
        "placeholders": [(name, _(says)) for name, says in PLACEHOLDERS.items()],
        "changes": changes(row) if row else [],
    })  # fmt: skip


def _initial(request: HttpRequest) -> dict[str, Any]:
    platform, language = request.GET.get("platform", ""), request.GET.get("language", "")
    known = platform in dict(forms.platform_choices()) and language in dict(forms.language_choices())
    return forms.beginning(platform, language=language) if known else forms.beginning("", language="")


@require_POST
@permission_required("publishing.delete_texttemplate")
def remove(request: HttpRequest, template_id: int) -> HttpResponse:
    row = get_object_or_404(TextTemplate, pk=template_id)
    house.remove_template(row, user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The template is gone; what comes with Pugmark, or a wider one, holds again."))
    return redirect("posts:templates")


@require_POST
@permission_required("publishing.change_texttemplate")
def tags(request: HttpRequest) -> HttpResponse:
    """The hashtags of the house in every language at once."""
    wrong = []
    for language, own in LANGUAGES.items():
        if language not in request.POST:
            continue
        try:
            house.save_house_tags(language, request.POST[language].split(), user=request.user)  # type: ignore[arg-type]
        except TagInvalid as invalid:
            wrong.append(_("%(language)s: “%(tag)s” is no hashtag.") % {"language": own.own, "tag": str(invalid)[:60]})
    for sentence in wrong:
        messages.error(request, sentence)
    if not wrong:
        messages.success(request, _("The hashtags of the house are saved."))
    return redirect("posts:templates")


@require_POST
@answering("publishing.view_texttemplate")
def tried(request: HttpRequest) -> HttpResponseBase:
    """A pattern filled with a real post, in a language; its faults where it has some."""
    data = body(request)
    pattern = house.Pattern(
        text_of(data, "title", longest=200), text_of(data, "body", longest=_LONGEST_PATTERN),
        min(max(number_of(data, "hashtags"), 0), 30),
    )  # fmt: skip
    language, platform = text_of(data, "language"), text_of(data, "platform")
    if language not in LANGUAGES:
        raise BadBody
    found = [*faults(pattern.body), *faults(pattern.title, wants_words=False)]
    if found:
        return JsonResponse({"faults": [_(SENTENCES[each.code]) % each.params for each in found]})
    post = get_object_or_404(Post.objects.select_related("clip", "campaign"), pk=number_of(data, "post"))
    try:
        capabilities = capabilities_of(platform or "sandbox")
    except UnknownPlatform:
        raise BadBody from None
    made = Desk(post).derived_by(pattern, platform=platform or "sandbox", language=language)
    counts = [
        {"length": count(made.text, limit.rule, url_length=limit.url_length), "limit": limit.limit}
        for limit in (capabilities.limits("text", media=True) if platform else ())
    ]
    return JsonResponse({"faults": [], "title": made.title, "text": made.text, "tags": made.tags, "counts": counts})
