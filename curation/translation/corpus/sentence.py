"""How words become a line: spaces, the first capital, the end mark. Nothing here knows a language."""

from collections.abc import Iterable


def capitalised(text: str) -> str:
    """The line with its first letter large; scripts without case stay as they are."""
    return text[:1].upper() + text[1:]


def line(parts: Iterable[str], *, end: str = ".") -> str:
    """The parts that say something, joined by spaces, with a capital and an end mark."""
    return capitalised(" ".join(part for part in parts if part)) + end


def listed(parts: Iterable[str], *, mark: str = ", ") -> str:
    """A label: the parts that say something, joined by a mark, with a capital and no end."""
    return capitalised(mark.join(part for part in parts if part))
