"""Which published models a media company may use, by their licences as their publishers state them."""

import re
from dataclasses import dataclass

from curation.translation.errors import LicenceRefused

NONCOMMERCIAL_WORDS = "I will not use this model commercially"
"""What one must say, word for word, to install a model that its licence keeps from commerce."""

REGIONAL_WORDS = "I will not use this model in the European Union, the United Kingdom or South Korea"
"""What one must say, word for word, to use a model whose licence leaves these countries out."""


@dataclass(frozen=True, kw_only=True)
class Licence:
    """An SPDX-like name, whether commerce is allowed, the models' family, and where the licence is stated.

    `words` are those that an operator must say to use the model all the same; empty for a free licence.
    """

    name: str
    commercial: bool
    family: str
    stated: str
    words: str = ""


def _free(name: str, *, family: str, stated: str) -> Licence:
    return Licence(name=name, commercial=True, family=family, stated=f"model card of {stated}")


def _noncommercial(*, family: str, stated: str, name: str = "CC-BY-NC-4.0") -> Licence:
    return Licence(
        name=name, commercial=False, family=family, stated=f"model card of {stated}", words=NONCOMMERCIAL_WORDS
    )


_TABLE: tuple[tuple[str, Licence], ...] = (
    ("facebook/m2m100", _free("MIT", family="m2m100", stated="facebook/m2m100_418M")),
    ("alirezamsh/small100", _free("MIT", family="small100", stated="alirezamsh/small100")),
    ("helsinki-nlp/opus-mt", _free("CC-BY-4.0 or Apache-2.0", family="marian", stated="Helsinki-NLP")),
    ("google/madlad400", _free("Apache-2.0", family="t5", stated="google/madlad400-3b-mt")),
    ("facebook/nllb", _noncommercial(family="nllb", stated="facebook/nllb-200")),
    ("facebook/seamless-m4t", _noncommercial(family="seamless", stated="facebook/seamless-m4t-v2-large")),
    ("unbabel/towerinstruct", _noncommercial(family="llama", stated="Unbabel/TowerInstruct-7B-v0.2")),
    ("cohereforai/aya", _noncommercial(family="cohere", stated="CohereForAI/aya-expanse-8b")),
    (
        "tencent/hunyuan-mt",
        Licence(
            name="Tencent Hunyuan Community (without the EU, the UK and South Korea)",
            commercial=True,
            family="hunyuan",
            stated="licence file of tencent/Hunyuan-MT-7B",
            words=REGIONAL_WORDS,
        ),
    ),
)

_MARKS = {
    "nllb": "facebook/nllb",
    "seamless-m4t": "facebook/seamless-m4t",
    "seamless_m4t": "facebook/seamless-m4t",
    "towerinstruct": "unbabel/towerinstruct",
    "aya-expanse": "cohereforai/aya",
    "hunyuan-mt": "tencent/hunyuan-mt",
    "hunyuan_mt": "tencent/hunyuan-mt",
}
"""What gives away a restricted model whatever folder or server it lies on."""

_NONCOMMERCIAL = re.compile(r"\bNC\b|non-?commercial|research only", re.IGNORECASE)


def licence_of(model_id: str, *, accept_noncommercial: str = "") -> Licence:
    """The licence of a published model, if it may be installed.

    Raises `LicenceRefused`: `licence_refused` for a licence that forbids commerce and `licence_regional` for one
    that leaves countries out, unless `accept_noncommercial` repeats the words that the error names;
    `licence_unknown` for a model not in the table.
    """
    wanted = model_id.lower()
    for beginning, licence in _TABLE:
        if wanted.startswith(beginning):
            _require_words(model_id, licence=licence, words=accept_noncommercial)
            return licence
    require_licence(model_id, words=accept_noncommercial)
    raise LicenceRefused("licence_unknown", model=model_id)


def require_licence(model: str, *, licence: str = "", words: str = "") -> None:
    """Refuse a model on this machine or on a server if its name or stated licence is known to be restricted.

    Raises `LicenceRefused` as `licence_of` does, unless `words` are those that the error asks for.
    """
    for mark, beginning in _MARKS.items():
        if mark in model.lower():
            _require_words(model, licence=dict(_TABLE)[beginning], words=words)
    if _NONCOMMERCIAL.search(licence):
        _require_words(model, licence=_noncommercial(family="", stated=model, name=licence), words=words)


def _require_words(model: str, *, licence: Licence, words: str) -> None:
    if licence.words and words.strip() != licence.words:
        code = "licence_regional" if licence.words == REGIONAL_WORDS else "licence_refused"
        raise LicenceRefused(code, model=model, licence=licence.name, words=licence.words)
