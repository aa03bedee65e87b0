"""Who wants to know that the captions of a clip have changed: chapters above, which declare themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from curation.clips.models import Clip


class Dependant(Protocol):
    """Told after the change is stored; `user` made it."""

    def __call__(self, clip: Clip, *, user: AbstractBaseUser | None) -> None: ...


_dependants: list[Dependant] = []


def dependant(function: Dependant) -> Dependant:
    """Declare somebody who is told of every change."""
    if function not in _dependants:
        _dependants.append(function)
    return function


def captions_changed(clip: Clip, *, user: AbstractBaseUser | None) -> None:
    """Words, times or approvals of a clip's captions are new; who depends on them hears it once it is stored."""
    for each in _dependants:
        told: Callable[[], None] = partial(each, clip, user=user)
        transaction.on_commit(told)
