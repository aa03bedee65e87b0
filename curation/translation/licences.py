"""Which published models a media company may use, by their licences as their publishers state them."""

from dataclasses import dataclass

from curation.translation.errors import LicenceRefused

NONCOMMERCIAL_WORDS = "I will not use this model commercially"
"""What one must say, word for word, to install a model that its licence keeps from commerce."""


@dataclass(frozen=True, kw_only=True)
class Licence:
    """An SPDX-like name, whether commerce is allowed, the models' family, and where the licence is stated."""

    name: str
    commercial: bool
    family: str
    stated: str


_TABLE: tuple[tuple[str, Licence], ...] = (
    (
        "facebook/m2m100",
        Licence(name="MIT", commercial=True, family="m2m100", stated="model card of facebook/m2m100_418M"),
    ),
    (
        "alirezamsh/small100",
        Licence(name="MIT", commercial=True, family="small100", stated="model card of alirezamsh/small100"),
    ),
    (
        "helsinki-nlp/opus-mt",
        Licence(name="CC-BY-4.0 or Apache-2.0", commercial=True, family="marian", stated="model cards of Helsinki-NLP"),
    ),
    (
        "google/madlad400",
        Licence(name="Apache-2.0", commercial=True, family="t5", stated="model card of google/madlad400-3b-mt"),
    ),
    (
        "facebook/nllb",
        Licence(name="CC-BY-NC-4.0", commercial=False, family="nllb", stated="model card of facebook/nllb-200"),
    ),
)


def licence_of(model_id: str, *, accept_noncommercial: str = "") -> Licence:
    """The licence of a published model, if it may be installed.

    Raises `LicenceRefused`: `licence_refused` for a licence that forbids commerce, unless
    `accept_noncommercial` repeats `NONCOMMERCIAL_WORDS`; `licence_unknown` for a model not in the table.
    """
    wanted = model_id.lower()
    for beginning, licence in _TABLE:
        if wanted.startswith(beginning):
            if not licence.commercial and accept_noncommercial != NONCOMMERCIAL_WORDS:
                raise LicenceRefused("licence_refused", model=model_id, licence=licence.name, words=NONCOMMERCIAL_WORDS)
            return licence
    raise LicenceRefused("licence_unknown", model=model_id)
