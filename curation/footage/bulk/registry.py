"""The actions that a selection bar offers, each with what it asks for and what it does to a chunk of footage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.functional import Promise

from curation.footage.bulk.errors import BulkError

BULK_TAG = "curation.bulk_tag_footage"


@dataclass(frozen=True)
class Chunk:
    """Some of an edit's footage: `ids` exist and may be changed by `user`; `values` are as the action stored them."""

    edit: int
    ids: Sequence[int]
    values: dict[str, Any]
    user: User
    by: str  # how the person is named beside an observation
    at: datetime


@dataclass(frozen=True)
class Action:
    """`asks` names the fields of a form: observation, species, from, to, collection, reason.

    `form` checks values as the page sends them; its cleaned data must fit into JSON. `apply` changes a chunk with a
    fixed number of statements and returns how many rows it wrote or removed, unless a job of its own does it all.
    """

    name: str
    label: str | Promise
    did: str | Promise  # what the list of changes says, with %(what)s where there is something to name
    asks: tuple[str, ...]
    form: type[forms.BaseForm]
    apply: Callable[[Chunk], int]
    permissions: tuple[str, ...] = (BULK_TAG,)
    tags: bool = True  # only on footage that can be tagged; else on all that is visible
    danger: bool = False
    job: str = ""  # kind of the job that does it as a whole; such an action changes nothing that could be undone


_actions: dict[str, Action] = {}


def declare(action: Action) -> None:
    """Add an action; the order of declaration is that of the bar."""
    _actions[action.name] = action


def action_of(name: str, *, user: Any) -> Action:
    """The action of this name. Raises BulkError where there is none or this person may not do it."""
    action = _actions.get(name)
    if action is None:
        raise BulkError("unknown_action")
    if not user.has_perms(action.permissions):
        raise BulkError("not_allowed")
    return action


def known(name: str) -> Action | None:
    return _actions.get(name)


def offered(user: Any) -> list[dict[str, Any]]:
    """What this person may do with a selection, for the pages' scripts."""
    return [
        {
            "name": one.name,
            "label": str(one.label),
            "asks": list(one.asks),
            "danger": one.danger,
            "undoable": not one.job,
        }
        for one in _actions.values()
        if user.has_perms(one.permissions)
    ]
