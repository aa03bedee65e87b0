"""What every translation engine offers, and what it hands back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from curation.translation.errors import TranslationCancelled, UnsupportedPair

Cancelled = Callable[[], bool]
"""Asked between batches; true stops the work with `TranslationCancelled`."""

OnProgress = Callable[[int, int], None]
"""Told sentences done and sentences in all."""

CANDIDATES = 8
"""Translations of one text to choose from, unless the caller says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What an engine can do.

    `pairs` of BCP-47 tags; `licence` of its model; `max_length` of one text in characters. `n_best` says whether
    `candidates` finds more than one translation, `local` whether texts stay on this machine, `confidence` whether
    the number beside a translation is measured by the model (without, it is 0 and means nothing). `fingerprint`
    tells apart models of the same name, for what is kept of their answers.
    """

    engine: str
    model: str
    licence: str
    pairs: frozenset[tuple[str, str]]
    max_length: int
    field: str = ""
    n_best: bool = False
    local: bool = True
    confidence: bool = False
    fingerprint: str = ""

    def covers(self, *, source: str, target: str) -> bool:
        """Whether the engine translates from `source` to `target`."""
        return (source, target) in self.pairs

    def targets(self, *, source: str) -> tuple[str, ...]:
        """The languages reachable from `source`, sorted."""
        return tuple(sorted(target for begin, target in self.pairs if begin == source))


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One translation, or the honest lack of it.

    `text` is None where the engine abstained; then `reason` is a code of `REASONS`. `confidence` lies in
    0..1; `engine` and `model` say who spoke, for the record.
    """

    text: str | None
    confidence: float
    abstained: bool
    reason: str
    engine: str
    model: str


REASONS: dict[str, str] = {
    "": "",
    "empty": "There is nothing to translate.",
    "too_long": "The text is too long for this model.",
    "unknown_characters": "The text holds characters that this model does not know.",
    "outside_field": "The text lies outside what this model has learnt.",
    "numbers_differ": "The numbers of the translation differ from those of the text.",
    "odd_length": "The translation is far longer or shorter than the text.",
    "unsure": "The model is not sure enough of its translation.",
    "repetition": "The translation repeats itself.",
    "wrong_language": "The translation is not written in the script of its language.",
    "no_answer": "The server gave no translation of this text.",
}
"""English sentences by reason code, for the Django side to translate."""


@runtime_checkable
class Engine(Protocol):
    """An engine translates sentences or whole cues; it never raises for a text that it cannot translate well."""

    @property
    def capabilities(self) -> Capabilities:
        """What this engine can do."""

    def translate(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        cancelled: Cancelled | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[Suggestion]:
        """One suggestion for each text, in order.

        Raises `UnsupportedPair` for languages outside `capabilities`, `TranslationCancelled` when told to stop
        (within a second), `ModelUnusable` for a damaged model, `ServerTrouble` for a server that does not do its part.
        """

    def candidates(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        count: int = CANDIDATES,
        cancelled: Cancelled | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[list[Suggestion]]:
        """Up to `count` different translations of each text, best first; never an empty list.

        The first is what `translate` gives. Where it abstains it stands alone; the others never abstain.
        Raises as `translate` does.
        """


class BestFirst:
    """`translate` for engines that write `candidates`: the first of each text's translations."""

    def translate(
        self: "Engine",
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        cancelled: Cancelled | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[Suggestion]:
        """One suggestion for each text, in order. See `Engine.translate`."""
        found = self.candidates(
            sentences, source=source, target=target, count=1, cancelled=cancelled, on_progress=on_progress
        )
        return [each[0] for each in found]


def require_pair(capabilities: Capabilities, *, source: str, target: str) -> None:
    """Raise `UnsupportedPair` unless the engine covers the pair."""
    if not capabilities.covers(source=source, target=target):
        raise UnsupportedPair("unsupported_pair", engine=capabilities.engine, source=source, target=target)


def stop_if(cancelled: Cancelled | None) -> None:
    """Raise `TranslationCancelled` if the caller has asked to stop."""
    if cancelled is not None and cancelled():
        raise TranslationCancelled("cancelled")
