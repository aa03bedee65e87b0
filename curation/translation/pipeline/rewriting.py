"""Saying the source in other words where the model missed a term, and mending the translation where it is near."""

import re
from collections.abc import Iterable, Sequence

from curation.translation.glossary import Form, Glossary, TermFinding
from curation.translation.glossary.matching import Span

_ARTICLE = re.compile(r"\b([Aa])n?(?= $)|\b([Aa])n?$")


def rewritten(text: str, *, source: str, glossary: Glossary) -> list[str]:
    """The text with its terms in other words: as the house prefers to write them, then as everyday nouns."""
    spans = glossary.spans(text, language=source)
    found = []
    for words in (_preferred, _common):
        said, at = "", 0
        for span in spans:
            said += text[at : span.start] + (words(span, source) or text[span.start : span.end])
            at = span.end
        said += text[at:]
        if said != text and said not in found:
            found.append(said)
    return found


def _preferred(span: Span, language: str) -> str:
    """The preferred form that is most like the one in the text (the plural for a plural)."""
    entry, form = span.known[0]
    allowed = [other for other in entry.written(language) if other.status == "preferred"]
    return _cased(likest(form, allowed).text, "") if allowed else ""


def _common(span: Span, language: str) -> str:
    return span.known[0][0].common_noun.get(language, "")


def likest(form: Form, allowed: Sequence[Form]) -> Form:
    """The form that fits into the place of another: the same case and number, then the same ending."""

    def fit(other: Form) -> tuple[int, int, int]:
        agreeing = sum(
            bool(mine) and mine == its for mine, its in ((form.case, other.case), (form.number, other.number))
        )
        return agreeing, _shared_ending(form.text, other.text), -allowed.index(other)

    return max(allowed, key=fit)


def _shared_ending(one: str, other: str) -> int:
    shared = 0
    for mine, its in zip(reversed(one.casefold()), reversed(other.casefold()), strict=False):
        if mine != its:
            break
        shared += 1
    return shared


def mended(
    source_text: str,
    translation: str,
    *,
    source: str,
    target: str,
    glossary: Glossary,
    findings: Sequence[TermFinding],
) -> str | None:
    """The translation with the one wrong or too wide name replaced by the right one in the form of its place.

    Only where the source names one term and the translation one, so that there is no doubt which stands for which;
    None elsewhere.
    """
    asked = glossary.spans(source_text, language=source)
    said = glossary.spans(translation, language=target)
    missing = [finding for finding in findings if finding.code == "term_missing"]
    if len(asked) != 1 or len(said) != 1 or len(missing) != 1:
        return None
    entry = glossary.entries.get(missing[0].entry)
    allowed = _in_running_text(form for form in entry.written(target) if form.status == "preferred") if entry else []
    if not allowed:
        return None
    span = said[0]
    old = translation[span.start : span.end]
    form = likest(Form(text=old, language=target, case=_case(span), number=_number(span)), allowed)
    head = translation[: span.start]
    if target == "en":
        head = _articled(head, form.text)
    return head + _cased(form.text, old) + translation[span.end :]


def _in_running_text(forms: Iterable[Form]) -> list[Form]:
    """Of forms that differ in capitals alone the one with the fewest: lists write "Brown bear", sentences do not."""
    kept: dict[tuple[str, str, str], Form] = {}
    for form in forms:
        name = (form.text.casefold(), form.case, form.number)
        known = kept.get(name) or kept.get((name[0], "", ""))
        if known is None or _capitals(form.text) < _capitals(known.text):
            kept.pop((name[0], "", ""), None)
            kept[name] = form
    return list(kept.values())


def _capitals(text: str) -> int:
    return sum(char.isupper() for char in text)


def _case(span: Span) -> str:
    return next((form.case for _, form in span.known if form.case), "")


def _number(span: Span) -> str:
    return next((form.number for _, form in span.known if form.number), "")


def _cased(new: str, old: str) -> str:
    """Large where the old one began a sentence so."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _articled(head: str, noun: str) -> str:
    an = "n" if noun[0] in "aeiouAEIOU" and not noun.startswith("Eu") else ""
    return _ARTICLE.sub(lambda match: (match.group(1) or match.group(2)) + an, head)
