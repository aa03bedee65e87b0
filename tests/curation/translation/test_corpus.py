"""The corpus as a whole: no scene is told twice alike, none fails, held-out scenes stay out of training."""

import itertools
import random
import re

import pytest

from curation.species.taxonomy import load
from curation.translation.corpus import ANIMALS, LANGUAGES, Scene, SceneError, phrases, realise, scenes, variants
from curation.translation.corpus.realisation import MODULES
from curation.translation.training.pairs import held_out_scenes, training_pairs

SCRIPTS = {
    "ru": "[а-яё]",
    "mn": "[а-яөүё]",
    "ko": "[가-힣]",
    "ja": "[ぁ-んァ-ヴ一-龥]",
    "ar": "[ء-ي]",
    "zh-Hans": "[一-龥]",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_can_be_told_in_every_language(language: str) -> None:
    for scene in scenes(seed=5, count=3000):
        text = realise(scene, language=language)
        assert text == text.strip()
        assert "  " not in text
        assert re.search(SCRIPTS.get(language, "[a-z]"), text, re.IGNORECASE)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_two_scenes_never_share_a_source_sentence(language: str) -> None:
    told: dict[str, Scene] = {}
    for scene in scenes(seed=6, count=20_000):
        assert told.setdefault(realise(scene, language=language), scene) == scene


def test_every_animal_has_its_name_in_every_language() -> None:
    for language, module in MODULES.items():
        assert set(module.SPECIES) == set(ANIMALS), language


def test_animals_are_taxa_of_the_catalogue_and_bear_one_of_its_names() -> None:
    taxa = {taxon.scientific_name: taxon for taxon in load()}
    for name in ANIMALS:
        for language in LANGUAGES:
            told = realise(Scene(scientific_name=name, frame="label"), language=language)
            known = [known.casefold() for known in taxa[name].names_in(language)]
            assert told.casefold() in known, (name, language)


def test_held_out_sentences_never_come_in_training() -> None:
    held_out = {
        (source, realise(scene, language=source))
        for scene in held_out_scenes(seed=97, count=400)
        for source in ("zh-Hans", "en")
    }
    drawn = itertools.islice(training_pairs(random.Random(11)), 60_000)
    assert not any((pair.source, pair.source_text) in held_out for pair in drawn)


def test_about_one_scene_in_fifty_is_held_out() -> None:
    share = sum(scene.held_out for scene in scenes(seed=8, count=20_000)) / 20_000
    assert 0.01 < share < 0.03


def test_other_wordings_say_the_same_with_other_words() -> None:
    scene = Scene(scientific_name="Panthera tigris altaica", behaviour="walk", habitat="snow", daytime="night")
    rng = random.Random(1)
    english = {variants(scene, language="en", rng=rng) for _ in range(200)}
    chinese = {variants(scene, language="zh-Hans", rng=rng) for _ in range(200)}
    assert "An Amur tiger is walking in the snow at night." in english
    assert "夜间，一只东北虎正在雪地里行走。" in chinese
    assert all("tiger" in text.lower() for text in english)


def test_house_phrases_stand_in_every_language() -> None:
    assert len({len(phrases(language=language)) for language in LANGUAGES}) == 1
    assert all(text.strip() for language in LANGUAGES for text in phrases(language=language))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scientific_name": "Felis catus"}, "unknown_species"),
        ({"scientific_name": "Lutra lutra", "behaviour": "fly"}, "unlikely_behaviour"),
        ({"scientific_name": "Martes zibellina", "count": 3, "behaviour": "walk"}, "not_counted"),
        ({"scientific_name": "Lutra lutra", "behaviour": "swim", "habitat": "snow"}, "behaviour_needs_place"),
        (
            {"scientific_name": "Lutra lutra", "behaviour": "walk", "weather": "rain", "season": "winter"},
            "weather_and_time",
        ),
    ],
)
def test_a_scene_outside_the_grammar_says_why(fields: dict[str, object], code: str) -> None:
    with pytest.raises(SceneError) as caught:
        Scene(**fields)  # type: ignore[arg-type]
    assert caught.value.code == code
