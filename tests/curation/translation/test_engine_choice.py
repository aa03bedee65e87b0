"""An engine from its description, as settings hold it."""

from pathlib import Path

import pytest

from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.errors import EngineMisconfigured, ModelUnusable, UnsupportedPair
from curation.translation.installation import install
from curation.translation.registry import SHIPPED, default_engine, engine, load


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({}, "There is no translation engine “”"),
        ({"kind": "babelfish"}, "Pugmark knows: ctranslate2, transformers, openai, libretranslate, echo"),
        ({"kind": "openai", "url": "https://mt.example/v1"}, "model is missing"),
        ({"kind": "libretranslate", "url": ""}, "url is missing"),
        ({"kind": "echo", "url": "https://mt.example"}, "url is not known"),
        ({"kind": "ctranslate2", "threads": "many"}, "many"),
        ({"kind": "ctranslate2", "threads": 0}, "threads must be above 0"),
        ({"kind": "ctranslate2", "device": "abacus"}, "cpu, cuda, auto"),
        ({"kind": "libretranslate", "url": "https://mt.example", "timeout": "0"}, "timeout"),
        ({"kind": "libretranslate", "url": "https://mt.example", "timeout": "nan"}, "timeout"),
    ],
)
def test_a_wrong_description_is_told(spec: dict[str, object], words: str) -> None:
    with pytest.raises(EngineMisconfigured) as caught:
        engine(spec)
    assert words in str(caught.value)


def test_the_shipped_model_is_the_default() -> None:
    assert engine({"kind": "ctranslate2"}) is default_engine()
    assert engine({"kind": "ctranslate2"}, pair=("zh-Hans", "ru")) is default_engine()


def test_an_installed_model_is_taken_for_its_pairs(tmp_path: Path) -> None:
    place = install(str(SHIPPED), directory=tmp_path)
    assert engine({"kind": "ctranslate2", "directory": str(tmp_path)}, pair=("zh-Hans", "ru")) is load(place)
    assert engine({"kind": "ctranslate2", "folder": str(place)}) is load(place)
    with pytest.raises(UnsupportedPair):
        engine({"kind": "ctranslate2", "directory": str(tmp_path)}, pair=("fr", "de"))


def test_threads_make_another_engine() -> None:
    one = engine({"kind": "ctranslate2", "threads": "1"})
    assert isinstance(one, CTranslate2Engine)
    assert one is not default_engine()


@pytest.mark.parametrize("kind", ["ctranslate2", "transformers"])
def test_a_folder_that_is_not_there_is_told(kind: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable):
        engine({"kind": kind, "folder": str(tmp_path / "nowhere")})
