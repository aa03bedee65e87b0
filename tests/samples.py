"""Where the samples lie that the tests read but the repository does not carry."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "samples"
ROOT = Path(os.environ.get("PUGMARK_SAMPLES", BESIDE)).resolve()


def sample(relative: str) -> Path:
    """The absolute path of one sample; skips the calling test, with the reason, where it is absent."""
    path = ROOT / relative
    if not path.exists():
        pytest.skip(f"sample {relative} is absent (set PUGMARK_SAMPLES)")
    return path
