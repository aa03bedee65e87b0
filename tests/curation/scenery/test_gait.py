"""Legs: feet that stand do not slide, bones keep their length."""

from __future__ import annotations

import math

import pytest

from curation.scenery.bodies import PLANS
from curation.scenery.gait import HOP, TROT, WALK, Gait, bend, step
from curation.scenery.skeleton import Pose, build


@pytest.mark.parametrize("gait", [WALK, TROT, HOP], ids=["walk", "trot", "hop"])
def test_a_standing_foot_moves_back_as_fast_as_the_body_goes_forward(gait: Gait) -> None:
    for number in range(10):
        phase = gait.duty * number / 10
        here, there = (step(gait, at, amplitude=1.0, hind=True) for at in (phase, phase + 0.01))
        if here.planted and there.planted:
            assert there.x - here.x == pytest.approx(-gait.stride * 0.01)
            assert here.y == there.y == 0.0


@pytest.mark.parametrize("gait", [WALK, TROT], ids=["walk", "trot"])
def test_a_foot_in_the_air_is_lifted_and_comes_down_where_the_next_step_begins(gait: Gait) -> None:
    middle = step(gait, (1.0 + gait.duty) / 2, amplitude=1.0, hind=False)
    assert middle.y > 0.5 * gait.lift
    end, start = step(gait, 0.9999, amplitude=1.0, hind=False), step(gait, 0.0, amplitude=1.0, hind=False)
    assert end.x == pytest.approx(start.x, abs=0.01)
    assert end.y == pytest.approx(0.0, abs=0.01)


def test_bones_keep_their_length_and_knees_bend_the_right_way() -> None:
    for target in ((0.1, 0.2), (-0.3, 0.15), (0.9, -0.4)):
        for forward in (True, False):
            knee, tip = bend((0.0, 0.75), target, upper=0.33, lower=0.31, forward=forward)
            assert math.dist((0.0, 0.75), knee) == pytest.approx(0.33, abs=1e-6)
            assert math.dist(knee, tip) == pytest.approx(0.31, abs=1e-6)
    ahead, _ = bend((0.0, 0.75), (0.0, 0.2), upper=0.33, lower=0.31, forward=True)
    behind, _ = bend((0.0, 0.75), (0.0, 0.2), upper=0.33, lower=0.31, forward=False)
    assert ahead[0] > 0 > behind[0]


@pytest.mark.parametrize("species", sorted(PLANS))
def test_no_animal_sinks_into_the_ground(species: str) -> None:
    for number in range(12):
        cones = build(PLANS[species], Pose(phase=number / 12))
        lowest = min(cone.end[1] - cone.end_radius for cone in cones if "fore" in cone.part or "hind" in cone.part)
        assert -0.06 < lowest < 0.12
