"""Names that people give to what they keep."""

from __future__ import annotations

from collections.abc import Callable

LONGEST = 120  # characters


def given_name(text: str, *, refusal: Callable[[str], Exception]) -> str:
    """The name on one line. Raises what `refusal` makes of `name_missing` or `name_too_long`."""
    name = " ".join(text.replace("\0", " ").split())
    if not name:
        raise refusal("name_missing")
    if len(name) > LONGEST:
        raise refusal("name_too_long")
    return name
