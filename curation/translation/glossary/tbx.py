"""Terms as TBX: the Basic dialect of ISO 30042:2019 (version 3), and that of 2008 (version 2, martif).

Status, gender and number stand in the picklists of TBX-Basic. What these cannot say (case, paucal, our keys and
everyday nouns) stands in notes of the form `name=value`, which other programs pass over.
"""

from collections.abc import Iterable, Iterator
from typing import IO

from curation.translation.exchange import (
    MOST_CHARACTERS,
    Problem,
    Row,
    Unreadable,
    attribute,
    escaped,
    language_tag,
    read_xml,
)
from curation.translation.glossary.entry import ADMITTED, CASES, FORBIDDEN, KINDS, NUMBERS, PREFERRED, Entry, Form
from curation.translation.scripts import plausible

_STATUS = {
    PREFERRED: "preferredTerm-admn-sts",
    ADMITTED: "admittedTerm-admn-sts",
    FORBIDDEN: "deprecatedTerm-admn-sts",
}
_STATUS_READ = {said: status for status, said in _STATUS.items()} | {
    "supersededTerm-admn-sts": FORBIDDEN,
    "preferredTerm": PREFERRED,
    "admittedTerm": ADMITTED,
    "deprecatedTerm": FORBIDDEN,
    "supersededTerm": FORBIDDEN,
    "standardizedTerm": PREFERRED,
}
_GENDER = {"Masc": "masculine", "Fem": "feminine", "Neut": "neuter", "Com": "otherGender"}
_NUMBER = {"Sing": "singular", "Plur": "plural", "Dual": "dual", "Pauc": "otherNumber"}
_GENDER_READ = {said: gender for gender, said in _GENDER.items()}
_NUMBER_READ = {said: number for number, said in _NUMBER.items()}

_CONCEPTS = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
_HEARD = frozenset({"term", "note", "termNote", "descrip", "subjectField", "definition"}) | frozenset(
    {"administrativeStatus", "normativeAuthorization", "grammaticalGender", "grammaticalNumber"}
)


class _Concept:
    """A concept while it is read."""

    def __init__(self, line: int, identity: str) -> None:
        self.line = line
        self.identity = identity
        self.key = ""
        self.kind = "house"
        self.notes: list[str] = []
        self.common: dict[str, str] = {}
        self.forms: list[Form] = []


class _Reader:
    """Hears the elements of a TBX file and makes rows of entries."""

    def __init__(self) -> None:
        self.rows: list[Row[Entry]] = []
        self._begun = False
        self._concept: _Concept | None = None
        self._language = ""
        self._said_language = ""
        self._term: dict[str, str] | None = None
        self._name = ""
        self._text: list[str] = []
        self._size = 0
        self._line = 0

    def start(self, name: str, attributes: dict[str, str], *, line: int) -> None:
        if not self._begun:
            self._begun = True
            if name not in ("martif", "tbx"):
                raise Unreadable("not_this_kind", format="TBX")
        if name in _CONCEPTS:
            self._concept, self._language, self._said_language = _Concept(line, attributes.get("id", "")), "", ""
        elif self._concept is None:
            return
        elif name in _LANGUAGES:
            self._said_language = attributes.get("lang", "")
            self._language = language_tag(self._said_language)
            if not self._language:
                self._refuse(line, "unknown_language", language=self._said_language)
        elif name in _TERMS:
            self._term, self._line = {}, line
        elif name in _HEARD:
            # version 3 may name the kind of note in an attribute or in the element itself
            self._name = attributes.get("type", name) if name in ("termNote", "descrip") else name
            self._text, self._size = [], 0

    def data(self, text: str) -> None:
        if self._name and self._size <= MOST_CHARACTERS:
            self._text.append(text)
            self._size += len(text)

    def end(self, name: str) -> None:
        if self._concept is None:
            return
        if name in _HEARD and self._name:
            self._take(self._concept, self._name, "".join(self._text).strip())
            self._name = ""
        elif name in _TERMS and self._term is not None:
            self._close_term(self._concept, self._term)
            self._term = None
        elif name in _LANGUAGES:
            self._language = self._said_language = ""
        elif name in _CONCEPTS:
            self._finish(self._concept)
            self._concept = None

    def _take(self, concept: _Concept, name: str, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            self._refuse(concept.line, "text_long", most=MOST_CHARACTERS)
        elif self._term is not None:
            self._take_of_term(self._term, name, text)
        elif self._said_language:
            if name == "note" and text.startswith("common=") and self._language:
                concept.common[self._language] = text.removeprefix("common=")
        elif name == "note" and text.startswith("key=") and not concept.key:
            concept.key = text.removeprefix("key=")
        elif name == "subjectField":
            concept.kind = text if text in KINDS else concept.kind
        elif name in ("note", "definition") and text:
            concept.notes.append(text)

    def _take_of_term(self, term: dict[str, str], name: str, text: str) -> None:
        if name != "note":
            term[name] = text
            return
        said, _, value = text.partition("=")
        if said in ("case", "number"):
            term[said] = value

    def _close_term(self, concept: _Concept, term: dict[str, str]) -> None:
        text = term.get("term", "")
        if not self._language:
            return
        if not text:
            self._refuse(self._line, "empty_text")
            return
        if not plausible(text, language=self._language):
            self._refuse(self._line, "wrong_language", language=self._language, text=text[:40])
            return
        status = term.get("administrativeStatus") or term.get("normativeAuthorization", "")
        case, number = term.get("case", ""), term.get("number", "")
        concept.forms.append(
            Form(
                text=text,
                language=self._language,
                case=case if case in CASES else "",
                number=number
                if number and number in NUMBERS
                else _NUMBER_READ.get(term.get("grammaticalNumber", ""), ""),
                gender=_GENDER_READ.get(term.get("grammaticalGender", ""), ""),
                status=_STATUS_READ.get(status, ADMITTED) if status else PREFERRED,
            )
        )

    def _finish(self, concept: _Concept) -> None:
        preferred = sorted(concept.forms, key=lambda form: form.language != "en")
        key = concept.key or (preferred[0].text if preferred else concept.identity)
        if not concept.forms:
            self._refuse(concept.line, "no_terms", key=key)
            return
        entry = Entry(
            key=key,
            kind=concept.kind,
            forms=tuple(concept.forms),
            note="\n".join(concept.notes),
            common_noun=concept.common,
        )
        self.rows.append(Row(line=concept.line, value=entry))

    def _refuse(self, line: int, code: str, **params: object) -> None:
        self.rows.append(Row(line=line, problem=Problem(code=code, params=params)))


def read(stream: IO[bytes]) -> Iterator[Row[Entry]]:
    """The concepts of a TBX file of either version, each with its line; problems by line.

    A concept of another house is called by its English term, else its first. Raises `Unreadable` for XML of another
    kind.
    """
    yield from read_xml(stream, _Reader())


_HEADS = {
    3: (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tbx type="TBX-Basic" style="dca" xml:lang="en" '
        'xmlns="urn:iso:std:iso:30042:ed-2">\n<tbxHeader><fileDesc><sourceDesc><p>Terms of Pugmark</p></sourceDesc>'
        "</fileDesc></tbxHeader>\n<text><body>\n"
    ),
    2: (
        '<?xml version="1.0" encoding="UTF-8"?>\n<martif type="TBX-Basic" xml:lang="en">\n<martifHeader><fileDesc>'
        "<sourceDesc><p>Terms of Pugmark</p></sourceDesc></fileDesc></martifHeader>\n<text><body>\n"
    ),
}
_TAILS = {3: "</body></text>\n</tbx>\n", 2: "</body></text>\n</martif>\n"}
_NAMES = {3: ("conceptEntry", "langSec", "termSec"), 2: ("termEntry", "langSet", "tig")}


def write(entries: Iterable[Entry], stream: IO[bytes], *, version: int = 3) -> None:
    """A TBX-Basic file in UTF-8, one concept at a time; `version` 3 (ISO 30042:2019) or 2 (2008)."""
    concept, section, term = _NAMES[version]
    stream.write(_HEADS[version].encode())
    for number, entry in enumerate(entries, start=1):
        lines = [f'<{concept} id="c{number}"><descrip type="subjectField">{escaped(entry.kind)}</descrip>']
        lines.append(f"<note>key={escaped(entry.key)}</note>")
        if entry.note:
            lines.append(f"<note>{escaped(entry.note)}</note>")
        for language in dict.fromkeys([*(form.language for form in entry.forms), *entry.common_noun]):
            lines.append(f'\n <{section} xml:lang="{attribute(language)}">')
            common = entry.common_noun.get(language)
            if common:
                lines.append(f"<note>common={escaped(common)}</note>")
            lines += [_written(form, term) for form in entry.forms if form.language == language]
            lines.append(f"</{section}>")
        lines.append(f"\n</{concept}>\n")
        stream.write("".join(lines).encode())
    stream.write(_TAILS[version].encode())


def _written(form: Form, element: str) -> str:
    notes = [("administrativeStatus", _STATUS[form.status])]
    notes += [("grammaticalGender", _GENDER[form.gender])] if form.gender else []
    notes += [("grammaticalNumber", _NUMBER[form.number])] if form.number else []
    parts = [f'<termNote type="{name}">{value}</termNote>' for name, value in notes]
    parts += [f"<note>case={form.case}</note>"] if form.case else []
    parts += [f"<note>number={form.number}</note>"] if form.number == "Pauc" else []
    return f"\n  <{element}><term>{escaped(form.text)}</term>{''.join(parts)}</{element}>"
