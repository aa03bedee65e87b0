"""The demo's clips: enough of them, varied, and tagged with animals that can be drawn."""

from __future__ import annotations

from curation.scenery import catalogue
from curation.scenery.birds import BIRDS
from curation.scenery.bodies import PLANS
from curation.scenery.coats import COATS
from curation.scenery.sensor import moon_age


def test_the_demo_has_enough_and_varied_clips() -> None:
    specs = catalogue()
    assert len(specs) >= 24
    assert {spec.habitat for spec in specs} == {"forest", "snow_slope", "stream", "ridge", "meadow", "marsh"}
    assert {spec.light for spec in specs} == {"day", "infrared"}
    assert {"snow", "rain", "mist", "wind", "clear"} == {spec.weather for spec in specs}
    assert len({actor.species for spec in specs for actor in spec.actors}) >= 16
    assert sum(not spec.actors for spec in specs) == 2
    assert {"hevc", "mjpeg"} <= {spec.codec for spec in specs}
    assert sum(spec.sound for spec in specs) >= 10
    assert all(8 <= spec.duration <= 12 for spec in specs)


def test_file_names_and_seeds_are_unique() -> None:
    specs = catalogue()
    assert len({spec.file_name for spec in specs}) == len(specs)
    assert len({spec.seed for spec in specs}) == len(specs)


def test_the_first_clip_is_the_tigress_with_her_cubs() -> None:
    first = catalogue()[0]
    tigress, cubs = first.tags
    assert (tigress.species, tigress.count, tigress.sex, tigress.life_stage) == (
        "Panthera tigris altaica",
        1,
        "female",
        "adult",
    )
    assert (cubs.species, cubs.count, cubs.life_stage, cubs.behaviour) == (
        "Panthera tigris altaica",
        2,
        "juvenile",
        "following",
    )
    assert (first.habitat, first.light, first.weather) == ("snow_slope", "infrared", "snow")


def test_every_animal_has_a_body_and_a_coat() -> None:
    for actor in (actor for spec in catalogue() for actor in spec.actors):
        assert actor.species in PLANS or actor.species in BIRDS
    assert {plan.coat for plan in (*PLANS.values(), *BIRDS.values())} <= set(COATS)


def test_the_moon_of_the_strip_is_right() -> None:
    from datetime import datetime

    # Full moon of 2026-01-03 10:03 UTC, new moon of 2026-01-18 19:52 UTC (US Naval Observatory).
    assert abs(moon_age(datetime(2026, 1, 3, 10, 3)) - 14.77) < 0.8
    assert min(moon_age(datetime(2026, 1, 18, 19, 52)), 29.53 - moon_age(datetime(2026, 1, 18, 19, 52))) < 0.8
