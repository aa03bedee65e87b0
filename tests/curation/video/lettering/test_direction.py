"""Lines of mixed direction are seen in the order in which they are read."""

import pytest

from curation.video.lettering.direction import Run, runs

ARABIC, LATIN = "نمر", "Panthera pardus"


@pytest.mark.parametrize(
    ("line", "right_to_left", "seen"),
    [
        ("Amur tiger", False, [("Amur tiger", False)]),
        (f"{ARABIC} آمور", True, [(f"{ARABIC} آمور", True)]),
        # The Latin name lies left of the word that is read before it.
        (f"{ARABIC} {LATIN}", True, [(LATIN, False), (f"{ARABIC} ", True)]),
        (f"{LATIN} {ARABIC}", True, [(f" {ARABIC}", True), (LATIN, False)]),
        (f"The {ARABIC} walks", False, [("The ", False), (ARABIC, True), (" walks", False)]),
        # Numbers are read from left to right everywhere, and do not turn what stands beside them.
        (f"{ARABIC} 2026", True, [("2026", False), (f"{ARABIC} ", True)]),
        (f"{ARABIC} 12.5% {ARABIC}", True, [(f" {ARABIC}", True), ("12.5%", False), (f"{ARABIC} ", True)]),
        ("", True, []),
        ("2026!", False, [("2026!", False)]),
    ],
)
def test_runs_lie_as_they_are_seen(line: str, right_to_left: bool, seen: list[tuple[str, bool]]) -> None:
    assert runs(line, right_to_left=right_to_left) == [Run(*each) for each in seen]
