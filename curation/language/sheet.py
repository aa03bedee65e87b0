"""A term as its page's form holds it: rows of forms that people write, one under the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from curation.language.concepts import Concept
from curation.language.errors import LanguageError
from curation.language.models import TermForm
from curation.subtitles.languages import LANGUAGES
from curation.translation.glossary import Form
from curation.translation.glossary.entry import CASES, GENDERS, NUMBERS

COLUMNS = ("language", "text", "status", "case", "number", "gender")
MOST_ROWS = 600


@dataclass(frozen=True)
class Line:
    """One row as written: strings that may be wrong."""

    language: str = ""
    text: str = ""
    status: str = "preferred"
    case: str = ""
    number: str = ""
    gender: str = ""


@dataclass(frozen=True)
class Sheet:
    """All that the form says."""

    key: str = ""
    kind: str = "house"
    note: str = ""
    lines: tuple[Line, ...] = ()
    plain: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, concept: Concept) -> Sheet:
        """The form of a concept as it stands."""
        lines = tuple(
            Line(form.language, form.text, form.status, form.case, form.number, form.gender) for form in concept.own
        )
        return cls(key=concept.key, kind=concept.kind, note=concept.note, lines=lines, plain=concept.plain)

    @classmethod
    def posted(cls, data: QueryDict) -> Sheet:
        """What a browser sent; rows without a text are left out."""
        columns = [data.getlist(name)[:MOST_ROWS] for name in COLUMNS]
        rows = (Line(*(value or "" for value in row)) for row in zip_longest(*columns, fillvalue=""))
        plain = {tag: text for tag in LANGUAGES if (text := data.get(f"plain-{tag}", "").strip())}
        return cls(
            key=data.get("key", "").strip()[:400],
            kind=data.get("kind", "house"),
            note=data.get("note", ""),
            lines=tuple(row for row in rows if row.text.strip()),
            plain=plain,
        )

    def forms(self) -> list[Form]:
        """The rows as forms. Raises LanguageError `unknown_language` for a row whose language is none of ours."""
        for line in self.lines:
            if line.language not in LANGUAGES:
                raise LanguageError("unknown_language", language=line.language[:40])
        return [Form(**asdict(line)) for line in self.lines]

    def shown(self, *, blank: int) -> list[Line]:
        """The rows to draw, with some empty ones at the end."""
        return [*self.lines, *(Line() for _number in range(blank))]

    def plain_rows(self) -> list[dict[str, Any]]:
        """The everyday noun of each language."""
        return [{"language": each, "text": self.plain.get(each.tag, "")} for each in LANGUAGES.values()]

    @staticmethod
    def choices() -> dict[str, list[tuple[str, str]]]:
        """The choices of each column with their names for people."""
        cases = {
            "Nom": _("nominative"),
            "Gen": _("genitive"),
            "Dat": _("dative"),
            "Acc": _("accusative"),
            "Ins": _("instrumental"),
            "Loc": _("locative"),
            "Abl": _("ablative"),
            "Com": _("comitative"),
            "Voc": _("vocative"),
        }
        numbers = {
            "Sing": _("singular"),
            "Dual": _("dual"),
            "Pauc": _("after two to four"),
            "Plur": _("plural"),
        }
        genders = {
            "Masc": pgettext("grammar", "masculine"),
            "Fem": pgettext("grammar", "feminine"),
            "Neut": pgettext("grammar", "neuter"),
            "Com": pgettext("grammar", "common gender"),
        }
        return {
            "status": [(value, str(name)) for value, name in TermForm.Status.choices],
            "case": [(name, cases.get(name, "–")) for name in CASES],
            "number": [(name, numbers.get(name, "–")) for name in NUMBERS],
            "gender": [(name, genders.get(name, "–")) for name in GENDERS],
        }
