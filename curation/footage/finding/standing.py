"""Which of the observations read for the index count by the rule of `curation.footage.layers`.

The desk's decision before what other people say, and of one model only the newest version. That people count before
machines is the index's own rule.
"""

from __future__ import annotations

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from curation.footage.layers import generations

_machines: list[str] = []  # names of machines met so far; their codes in COPYs are their places, from 1


def parameters() -> dict[str, list[str]]:
    """What a COPY needs to tell machines by numbers; one that is new gets -1."""
    return {"machines": list(_machines)}


def counting(found: NDArray) -> NDArray[np.bool_]:
    """A mask of the rows that count. `found` has footage, method (1 is a machine), editorial, machine and id."""
    footage = found["footage"].astype(np.int64)
    machine = found["method"] == 1
    counts = np.ones(len(found), np.bool_)
    decided = found["editorial"] == 1
    if decided.any():
        counts &= decided | machine | ~np.isin(footage, footage[decided])
    codes = _codes(found, machine=machine)
    known = generations(_machines)
    models = {model: place for place, model in enumerate(sorted({model for model, _rank in known.values()}))}
    if len(models) == len(known):
        return counts  # no model has spoken in two versions
    model = np.array([0, *(models[known[name][0]] for name in _machines)])[codes]
    rank = np.array([0, *(known[name][1] for name in _machines)])[codes]
    _pairs, pair = np.unique(footage * len(models) + model, return_inverse=True)
    newest = np.full(len(_pairs), -1)
    np.maximum.at(newest, pair[machine], rank[machine])
    return counts & (~machine | (rank == newest[pair]))


def _codes(found: NDArray, *, machine: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Codes of the machines; names that are met for the first time are asked for and remembered."""
    codes = np.where(machine, found["machine"], 0).astype(np.int64)
    strange = np.flatnonzero(codes < 0)
    if not len(strange):
        return codes
    with connection.cursor() as cursor:
        keys = [int(key) for key in found["id"][strange]]
        cursor.execute("SELECT id, classified_by FROM curation_observation WHERE id = ANY(%s)", [keys])
        names = dict(cursor.fetchall())
    _machines.extend(sorted(set(names.values()) - set(_machines)))
    places = {name: place for place, name in enumerate(_machines, start=1)}
    codes[strange] = [places.get(names.get(int(key), ""), 0) for key in found["id"][strange]]
    return codes
