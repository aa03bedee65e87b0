"""What the pipeline hands back for a sentence: a text that may be shown, and all that is known of it."""

from dataclasses import asdict, dataclass

METHODS = ("memory", "fuzzy", "machine", "rewritten", "mended", "none")
"""How a text came to be: an exact memory, a like memory, the engine, the engine after the source was rewritten, the
engine with a term put right, or none."""


@dataclass(frozen=True, kw_only=True)
class TermUse:
    """A term of the source and how the translation writes it (empty where it does not); `ok` where it is right."""

    key: str
    source_text: str
    target_text: str
    ok: bool


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Another text to choose from; `match` is 0..100 for a memory, else 0; `differences` as in `memory.Match`.

    `flags` are codes of `REASONS`: what the glossary has against it as a translation of this sentence, and what alone
    differs in the memory's source.
    """

    text: str
    confidence: float
    method: str
    differences: tuple[tuple[str, str], ...] = ()
    match: int = 0
    memory: int | None = None
    source: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A translation to review, or None with a reason (a key of `engine.REASONS` or of `REASONS` here).

    A text that is not None names every term of the source rightly and no other. `memory` is the id of the unit it
    came from, `match` its likeness in percent (0 for other methods); `flags` are codes of `REASONS` that a person
    should look at.
    """

    text: str | None
    method: str
    confidence: float = 0.0
    reason: str = ""
    engine: str = ""
    model: str = ""
    memory: int | None = None
    match: int = 0
    terms: tuple[TermUse, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    flags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The proposal as plain JSON values."""
        return asdict(self)


REASONS: dict[str, str] = {
    "term_missing": "A term of the source is missing from the translation.",
    "term_wrong": "The translation names something that the source does not speak of.",
    "term_forbidden": "The translation holds a word that must not be used.",
    "fuzzy": "Only a similar sentence is in the memory.",
    "numbers_differ": "The numbers of the translation differ from those of the text.",
    "term_doubtful": "A term was put right by hand of the glossary; its ending may not fit the sentence.",
    "nothing_known": "Neither the memory nor an engine has a translation.",
    "only_numbers": "Only numbers differ from the sentence in the memory.",
    "only_case": "Only capital letters differ from the sentence in the memory.",
    "only_punctuation": "Only punctuation differs from the sentence in the memory.",
    "memory_terms": "The sentence in the memory breaks today's glossary.",
}
"""English sentences by code, beside those of `engine.REASONS`, for the Django side to translate."""
