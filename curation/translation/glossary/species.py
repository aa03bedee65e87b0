"""The species that ship: what the corpus calls them in every language, and the animals that they are mistaken for."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from curation.translation.corpus import ANIMALS
from curation.translation.corpus.languages import ar, de, en, es, fr, ja, ko, mn, pt, ru, zh_hans
from curation.translation.corpus.paraphrase import CATS_ZH, NAMES_EN, NAMES_ZH, PLURALS
from curation.translation.glossary.entry import ADMITTED, Entry, Form

_GENDERS = {"m": "Masc", "f": "Fem", "n": "Neut", "fm": "Fem"}


@cache
def _table() -> dict[str, Any]:
    text = resources.files("curation.translation.glossary").joinpath("animals.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def corpus_entries() -> tuple[Entry, ...]:
    """The species of the corpus, keyed by scientific name, with their inflected forms in all shipped languages."""
    table = _table()
    admitted = {row["key"]: row["forms"] for row in table["own"]}
    entries = []
    for name in ANIMALS:
        forms = [*_preferred(name), *_reworded(name)]
        for language, texts in admitted.get(name, {}).items():
            forms += [Form(text=text, language=language, status=ADMITTED) for text in texts]
        known: dict[tuple[str, str, str, str], Form] = {}
        for form in forms:
            # what the corpus says of a form is worth more than the bare word of the table
            if form.case or form.number or not any(key[:2] == (form.language, form.text) for key in known):
                known.setdefault((form.language, form.text, form.case, form.number), form)
        common = {language: nouns[name] for language, nouns in table["plain"].items() if name in nouns}
        entries.append(Entry(key=name, kind="taxon", forms=tuple(known.values()), common_noun=common))
    return tuple(entries)


@cache
def mistaken_entries() -> tuple[Entry, ...]:
    """Animals of elsewhere and wider words (bear), which a model may write in place of a species of the park.

    Every `Glossary` knows them, and so tells "snow leopard" from "leopard". They are no terms of the house: nobody
    maintains them, and a house's own entry with the same key comes before them.
    """
    return tuple(
        Entry(
            key=row["key"],
            kind="taxon",
            forms=tuple(Form(text=text, language=tag) for tag, texts in row["forms"].items() for text in texts),
            covers=frozenset(row.get("covers", ())),
        )
        for row in _table()["other"]
    )


def _preferred(name: str) -> Iterator[Form]:
    yield Form(text=zh_hans.SPECIES[name][0], language="zh-Hans")
    one, many = en.SPECIES[name]
    yield Form(text=one, language="en", number="Sing")
    yield Form(text=many, language="en", number="Plur")
    yield from _russian(name)
    yield Form(text=ko.SPECIES[name], language="ko")
    yield Form(text=ja.SPECIES[name][0], language="ja")
    for language, module in (("es", es), ("fr", fr), ("de", de), ("pt", pt)):
        one, many, gender = module.SPECIES[name]
        case = "Nom" if language == "de" else ""
        yield Form(text=one, language=language, case=case, number="Sing", gender=_GENDERS[gender])
        yield Form(text=many, language=language, case=case, number="Plur", gender=_GENDERS[gender])
    yield from _arabic(name)
    yield Form(text=mn.SPECIES[name], language="mn", case="Nom")
    if name in mn.GENITIVES:
        yield Form(text=mn.GENITIVES[name], language="mn", case="Gen")


def _russian(name: str) -> Iterator[Form]:
    noun = ru.SPECIES[name]
    gender = _GENDERS[noun.gender]
    for text, case, number in (
        (noun.one, "Nom", "Sing"),
        (noun.of, "Gen", "Sing"),
        (noun.seen, "Acc", "Sing"),
        (noun.few, "Nom", "Pauc"),
        (noun.many, "Gen", "Plur"),
        (noun.many, "Acc", "Plur"),
    ):
        yield Form(text=text, language="ru", case=case, number=number, gender=gender)


def _arabic(name: str) -> Iterator[Form]:
    one, two, many, definite, letter = ar.SPECIES[name]
    gender = _GENDERS[letter]
    for text, case, number in (
        (one, "Nom", "Sing"),
        (two, "Nom", "Dual"),
        (many, "Nom", "Plur"),
        (definite, "Gen", "Sing"),
    ):
        yield Form(text=text, language="ar", case=case, number=number, gender=gender)


def _reworded(name: str) -> Iterator[Form]:
    """The other names that editors type."""
    for text in NAMES_ZH.get(name, ()):
        yield Form(text=text, language="zh-Hans", status=ADMITTED)
    for told, texts in CATS_ZH.items():
        if zh_hans.SPECIES[name][0] in told:
            gender = "Fem" if "雌" in told else "Masc" if "雄" in told else ""
            for text in texts:
                yield Form(text=text, language="zh-Hans", gender=gender, status=ADMITTED)
    for text in NAMES_EN.get(name, ()):
        plural = PLURALS.get(text, text if text.endswith("deer") or "wapiti" in text else text + "s")
        yield Form(text=text, language="en", number="Sing", status=ADMITTED)
        yield Form(text=plural, language="en", number="Plur", status=ADMITTED)
