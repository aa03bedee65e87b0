"""Boxes written by hand for the two real clips in the samples: x, y, w, h in 0..1, read off enlarged pictures.

Each animal is a list of (seconds, box); in between a box goes straight from one to the next. Outside its first and
last second the animal is not there. The clips themselves are not part of the project.
"""

from __future__ import annotations

import itertools

Box = tuple[float, float, float, float]
Keyed = tuple[tuple[float, Box], ...]

CAT: tuple[Keyed, ...] = (
    (
        (0.0, (0.300, 0.140, 0.080, 0.205)),
        (1.5, (0.300, 0.140, 0.080, 0.205)),
        (2.5, (0.309, 0.135, 0.071, 0.215)),
        (4.0, (0.315, 0.145, 0.066, 0.205)),
        (5.0, (0.315, 0.145, 0.066, 0.205)),
        (7.0, (0.307, 0.145, 0.073, 0.205)),
        (8.25, (0.304, 0.147, 0.076, 0.200)),
        (8.5, (0.291, 0.160, 0.090, 0.185)),
        (8.75, (0.256, 0.190, 0.120, 0.135)),
        (9.0, (0.220, 0.195, 0.128, 0.110)),
        (9.25, (0.172, 0.195, 0.136, 0.107)),
        (9.5, (0.108, 0.208, 0.148, 0.092)),
        (9.75, (0.070, 0.210, 0.110, 0.110)),
    ),
)

WALKER: Keyed = (
    (0.0, (0.0, 0.12, 0.04, 0.30)),
    (0.27, (0.0, 0.12, 0.045, 0.38)),
    (0.5, (0.0, 0.15, 0.10, 0.62)),
    (0.77, (0.0, 0.14, 0.14, 0.66)),
    (1.0, (0.0, 0.13, 0.20, 0.67)),
    (1.27, (0.01, 0.14, 0.34, 0.67)),
    (1.5, (0.05, 0.115, 0.33, 0.715)),
    (1.77, (0.125, 0.095, 0.375, 0.715)),
    (2.0, (0.165, 0.115, 0.54, 0.725)),
    (2.27, (0.355, 0.10, 0.385, 0.74)),
    (2.5, (0.36, 0.09, 0.54, 0.755)),
    (2.77, (0.57, 0.11, 0.43, 0.61)),
    (3.0, (0.735, 0.11, 0.265, 0.62)),
    (3.27, (0.82, 0.14, 0.18, 0.51)),
    (3.4, (0.90, 0.15, 0.10, 0.45)),
)
LEFT: Keyed = ((2.1, (0.14, 0.29, 0.15, 0.27)), (3.0, (0.16, 0.31, 0.13, 0.26)), (15.0, (0.165, 0.31, 0.135, 0.26)))
GROUP: Keyed = ((0.0, (0.315, 0.29, 0.235, 0.19)), (15.0, (0.315, 0.29, 0.225, 0.20)))
BUSH: Keyed = ((0.0, (0.80, 0.31, 0.12, 0.12)), (6.8, (0.81, 0.30, 0.11, 0.14)))
RIGHT: Keyed = (
    (6.8, (0.97, 0.24, 0.03, 0.13)),
    (8.0, (0.81, 0.23, 0.19, 0.25)),
    (10.0, (0.81, 0.23, 0.19, 0.27)),
    (11.0, (0.80, 0.29, 0.20, 0.22)),
    (15.0, (0.80, 0.29, 0.20, 0.22)),
)
CHIMPS: tuple[Keyed, ...] = (WALKER, LEFT, GROUP, BUSH, RIGHT)

# The clip, its animals, and the seconds in which an animal of the foreground moves: the apes at the far bank sit there
# from the first picture to the last, and without a model nothing tells them from the bushes.
CLIPS: dict[str, tuple[tuple[Keyed, ...], tuple[float, float]]] = {
    "footage/ACP0006s6f-small-cat.mp4": (CAT, (0.0, 9.75)),
    "footage/chimp.mp4": (CHIMPS, (0.0, 3.4)),
}


def box_at(keyed: Keyed, seconds: float) -> Box | None:
    """Where that animal is at `seconds`; None when it is not in the picture."""
    if not keyed[0][0] <= seconds <= keyed[-1][0]:
        return None
    for (before, one), (after, two) in itertools.pairwise(keyed):
        if seconds <= after:
            share = (seconds - before) / (after - before)
            x, y, w, h = (a + (b - a) * share for a, b in zip(one, two, strict=True))
            return x, y, w, h
    return keyed[-1][1]
