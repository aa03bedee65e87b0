"""What people are called to each other. Stands beneath all chapters and imports none of them."""

from __future__ import annotations

from typing import Any


def name_of(person: Any) -> str:
    """The full name of a user, else the name they sign in with; empty for nobody (None)."""
    return str(person.get_full_name() or person.get_username()) if person else ""
