"""Compares single pictures of two videos, for proofs: hashes that survive re-encoding."""

from __future__ import annotations

from pathlib import Path

from curation.video.limits import Limits
from curation.video.running.isolation import ask

HASH_BITS = 256


def picture_hash(path: Path, at: float, *, limits: Limits = Limits()) -> int:  # noqa: B008
    """The 256-bit difference hash of the upright picture that a player shows at `at` seconds.

    Raises the errors of `probe.probe`.
    """
    return int(ask("hash", path, limits=limits, at=at)["hash"], base=16)


def hash_distance(one: int, other: int) -> float:
    """How different two pictures are by their hashes: 0 for the same, near 0.5 for unrelated ones."""
    return (one ^ other).bit_count() / HASH_BITS
