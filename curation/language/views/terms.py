"""The list of terms and the page of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.language import concepts, terms
from curation.language.concepts import Concept
from curation.language.errors import LanguageError
from curation.language.history import history
from curation.language.listing import found, row
from curation.language.models import Term
from curation.language.sheet import Sheet
from curation.language.views.tabs import languages, reader, tabs
from curation.subtitles.languages import LANGUAGES

PAGE = 50
VIEW, ADD, CHANGE, DELETE = (f"curation.{verb}_term" for verb in ("view", "add", "change", "delete"))


@require_safe
@permission_required(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """All terms, or those with some words, of a kind, or without a form in a language."""
    words = request.GET.get("q", "").strip()[:120]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in Term.Kind.values else ""
    lacking = request.GET.get("lacking", "") if request.GET.get("lacking") in LANGUAGES else ""
    everything = concepts.concepts_for(request.user)
    kept = found(everything, words=words, kind=kind, lacking=lacking)
    page = Paginator(kept, PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs(request, "terms"),
        "page": page,
        "rows": [row(one, reader=reader()) for one in page],
        "words": words,
        "kind": kind,
        "kinds": Term.Kind.choices,
        "lacking": lacking,
        "languages": languages(),
        "everything": len(everything),
        "removed": _removed(request),
        "may_add": request.user.has_perm(ADD),
        "all_languages": len(LANGUAGES),
    }
    return render(request, "curation/language/terms.html", context)


def _removed(request: HttpRequest) -> Term | None:
    """The term that was taken out a moment ago, for its undo."""
    key = request.GET.get("removed", "")
    if not (key.isdecimal() and len(key) < 19 and request.user.has_perm(DELETE)):
        return None
    return Term.objects.filter(pk=int(key), removed_at__isnull=False).first()


def concept_or_404(request: HttpRequest, key: str) -> Concept:
    """The concept, where there is one that this person may read."""
    one = next((each for each in concepts.concepts_for(request.user) if each.key == key), None)
    if one is None:
        raise Http404
    return one


@require_http_methods(["GET", "POST"])
@permission_required(VIEW)
def term(request: HttpRequest, key: str) -> HttpResponse:
    """One concept: the names it has by itself, what people added, its history."""
    concept = concept_or_404(request, key)
    sheet = Sheet.of(concept)
    if request.method == "POST":
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        sheet = Sheet.posted(request.POST)
        try:
            terms.change(
                concept, forms=sheet.forms(), note=sheet.note, plain=sheet.plain, kind=sheet.kind, user=_user(request)
            )
        except LanguageError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": concept.title(reader())})
            return redirect("language:term", key)
    context = {**_form(request, sheet, concept), "title": concept.title(reader()), "history": history(concept.pk)}
    return render(request, "curation/language/term.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(ADD)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new term of the house or of a place."""
    sheet = Sheet.posted(request.POST) if request.method == "POST" else Sheet()
    if request.method == "POST":
        try:
            made = terms.add(
                sheet.key, kind=sheet.kind, forms=sheet.forms(), note=sheet.note, plain=sheet.plain, user=_user(request)
            )
        except LanguageError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(name)s” is added.") % {"name": made.key})
            return redirect("language:term", made.key)
    return render(request, "curation/language/term.html", _form(request, sheet, None))


def _form(request: HttpRequest, sheet: Sheet, concept: Concept | None) -> dict[str, Any]:
    may_change = request.user.has_perm(CHANGE if concept else ADD)
    return {
        "tabs": tabs(request, "terms"),
        "concept": concept,
        "sheet": sheet,
        "rows": sheet.shown(blank=3 if may_change else 0),
        "given": _given(concept),
        "languages": languages(),
        "choices": sheet.choices(),
        "kinds": [choice for choice in Term.Kind.choices if choice[0] in (Term.Kind.HOUSE, Term.Kind.PLACE)],
        "fixed": bool(concept and (concept.taxon or concept.individual)),
        "may_change": may_change,
        "may_delete": bool(concept and concept.pk) and request.user.has_perm(DELETE),
    }


def _given(concept: Concept | None) -> list[dict[str, Any]]:
    """The names that come from elsewhere by language: what is called so first, then its other forms."""
    if concept is None:
        return []
    shown = []
    for language in languages():
        forms = [form for form in concept.given if form.language == language.tag]
        if forms:
            texts = dict.fromkeys(form.text for form in forms)
            shown.append({"language": language, "name": next(iter(texts)), "others": list(texts)[1:]})
    return shown


@require_POST
@permission_required(DELETE)
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a term out; the list offers to undo it."""
    concept = concept_or_404(request, key)
    try:
        gone = terms.remove(concept.key, user=_user(request))
    except LanguageError as error:
        messages.error(request, str(error))
        return redirect("language:terms")
    return redirect(f"{reverse('language:terms')}?removed={gone.pk}")


@require_POST
@permission_required(DELETE)
def restore(request: HttpRequest, term_id: int) -> HttpResponse:
    """Undo of `remove`."""
    try:
        back = terms.bring_back(term_id, user=_user(request))
    except LanguageError as error:
        messages.error(request, str(error))
        return redirect("language:terms")
    messages.success(request, _("“%(name)s” is back.") % {"name": back.key})
    return redirect("language:term", back.key)


def _user(request: HttpRequest) -> Any:
    return request.user
