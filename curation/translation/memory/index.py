"""Search over the units of one direction."""

from collections.abc import Iterable

from curation.translation.memory.unit import Match, Unit


class Index:
    """The units of one pair of languages in memory, searched exactly and by likeness. Safe between threads."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self.add(units)

    def add(self, units: Iterable[Unit]) -> None:
        """Take in units; one with a known id replaces the older."""
        raise NotImplementedError

    def remove(self, ids: Iterable[int]) -> None:
        """Forget the units with these ids; unknown ids are passed over."""
        raise NotImplementedError

    def exact(self, text: str) -> list[Match]:
        """The units whose source is this text but for white space and Unicode form, the newest first."""
        raise NotImplementedError

    def search(self, text: str, *, least: float = 0.7, most: int = 5) -> list[Match]:
        """The units most like the text, best first: at least `least` (0..1) alike, at most `most` of them."""
        raise NotImplementedError
