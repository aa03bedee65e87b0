"""What the glossary holds: a concept, and its surface forms in every language."""

from dataclasses import dataclass, field

CASES = ("", "Nom", "Gen", "Dat", "Acc", "Ins", "Loc", "Abl", "Com", "Voc")
NUMBERS = ("", "Sing", "Dual", "Pauc", "Plur")
GENDERS = ("", "Masc", "Fem", "Neut", "Com")
"""Names of Universal Dependencies (https://universaldependencies.org/u/feat/); empty where nobody said. Pauc is the
form after two to four in Russian."""

PREFERRED, ADMITTED, FORBIDDEN = "preferred", "admitted", "forbidden"
STATUSES = (PREFERRED, ADMITTED, FORBIDDEN)
KINDS = ("taxon", "place", "individual", "house")


@dataclass(frozen=True, kw_only=True)
class Form:
    """One way in which a term is written in `language` (a BCP-47 tag). A forbidden form must never be published."""

    text: str
    language: str
    case: str = ""
    number: str = ""
    gender: str = ""
    status: str = PREFERRED


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One concept: a species, a place, an animal with a name of its own, or a term of the house.

    `key` is unique (for a species the scientific name). The first preferred form of a language is the one to write
    when nothing is known of its place in the sentence. `common_noun` names, by language, an everyday noun which a
    model surely knows and which can mean nothing else in a caption (老虎 for 东北虎): it stands in for a missed term.
    `covers` are the keys of narrower entries: "bear" may stand where a brown bear was named, but not the other way.
    """

    key: str
    kind: str = "house"
    forms: tuple[Form, ...] = ()
    note: str = ""
    common_noun: dict[str, str] = field(default_factory=dict, hash=False)
    covers: frozenset[str] = frozenset()

    def written(self, language: str) -> tuple[Form, ...]:
        """The forms that may be published in `language`, the preferred ones first, else as stored."""
        allowed = [form for form in self.forms if form.language == language and form.status != FORBIDDEN]
        return tuple(sorted(allowed, key=lambda form: form.status != PREFERRED))

    def forbidden(self, language: str) -> tuple[Form, ...]:
        """The forms that may not be published in `language`."""
        return tuple(form for form in self.forms if form.language == language and form.status == FORBIDDEN)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A form of an entry in a text, from `start` to `end` (characters)."""

    entry: Entry
    form: Form
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class TermFinding:
    """What is wrong with the terms of a translation.

    `code` is a key of `FINDINGS`; `entry` the key of the term of the source (for `term_wrong` of the one that is in
    the translation and not in the source); `expected` the forms that would be right; `found` what stands there.
    """

    code: str
    entry: str
    expected: tuple[str, ...] = ()
    found: str = ""


FINDINGS: dict[str, str] = {
    "term_missing": "“%(term)s” is not translated as the glossary wants it: %(expected)s.",
    "term_wrong": "“%(found)s” is named, but the source does not speak of it.",
    "term_forbidden": "“%(found)s” must not be used; write %(expected)s.",
}
"""English sentences by code, for the Django side to translate."""
