"""An operator hears at the start what cannot work."""

from __future__ import annotations

from typing import Any

import pytest

from curation.language.checks import translation_settings
from curation.language.engines import specification, told


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, set()),
        ({"ENGINE": "openai"}, {"language.E001", "language.E003"}),
        ({"ENGINE": "libretranslate", "URL": "https://user:secret@host/"}, {"language.E002"}),
        ({"ENGINE": "openai", "URL": "https://host/v1", "MODEL": "m"}, set()),
        ({"ENGINE": "transformers"}, {"language.E003"}),
        ({"URL": "https://host/v1"}, {"language.W001"}),
        ({"MODEL": "echo", "URL": "https://host/v1"}, set()),
    ],
)
def test_contradictions_are_told(settings: Any, given: dict[str, str], wanted: set[str]) -> None:
    for name, value in {"ENGINE": "ctranslate2", "URL": "", "KEY": "", "MODEL": "", **given}.items():
        setattr(settings, f"TRANSLATION_{name}", value)
    found = translation_settings()
    assert {each.id for each in found} == wanted
    assert "secret" not in str(found)


def test_a_key_is_told_to_the_engine_and_to_nobody_else(settings: Any) -> None:
    settings.TRANSLATION_ENGINE, settings.TRANSLATION_MODEL = "openai", "m"
    settings.TRANSLATION_URL, settings.TRANSLATION_KEY = "https://host/v1", "hidden"
    assert specification()["key"] == "hidden"
    assert "hidden" not in str(told())
    assert told()["host"] == "host"
