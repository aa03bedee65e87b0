"""The contract, held against each engine; then what each promises alone."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from curation.translation.cache import SuggestionCache
from curation.translation.engine import Engine
from curation.translation.engines.cached import CachedEngine
from curation.translation.engines.echo import EchoEngine
from curation.translation.registry import default_engine, engine
from tests.curation.translation.contract import BEARS, TIGER, EngineContract
from tests.fakes.translation_server import KEY, FakeLibreTranslate, FakeOpenAI

needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="PyTorch is absent (extra torch of pyproject.toml)"
)


class TestEcho(EngineContract):
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        yield engine({"kind": "echo"})

    def test_it_marks_what_it_gives_back(self) -> None:
        assert EchoEngine().translate(["你好"], source="zh-Hans", target="ru")[0].text == "[ru] 你好"


class TestCTranslate2(EngineContract):
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        yield engine({"kind": "ctranslate2"})

    def test_the_old_script_is_not_offered(self) -> None:
        assert "zh-Hant" not in default_engine().capabilities.targets(source="en")


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model as transformers reads it."""
    from tests.curation.translation.checkpoints import shipped_checkpoint

    return shipped_checkpoint(tmp_path_factory.mktemp("checkpoints") / "shipped")


@needs_torch
class TestTransformers(EngineContract):
    @pytest.fixture
    def engine(self, checkpoint: Path) -> Iterator[Engine]:
        yield engine({"kind": "transformers", "folder": checkpoint})

    def test_both_engines_say_the_same_with_the_same_model(self, engine: Engine) -> None:
        for target in ("en", "ru", "ja", "ar"):
            ours, theirs = (
                each.translate([TIGER, BEARS, f"{TIGER}{BEARS}"], source="zh-Hans", target=target)
                for each in (default_engine(), engine)
            )
            assert [item.text for item in ours] == [item.text for item in theirs]
            assert [item.confidence for item in ours] == pytest.approx([item.confidence for item in theirs], abs=0.01)


class TestCached(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        yield engine({"kind": "ctranslate2"}, cache=tmp_path / "kept")


class TestCachedAgain(EngineContract):
    """With the answers known already."""

    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        cached = CachedEngine(EchoEngine(), cache=SuggestionCache(tmp_path))
        for target in ("en", "ru"):
            for count in (1, 3):
                cached.candidates([TIGER, BEARS, f"{TIGER}{BEARS}"], source="zh-Hans", target=target, count=count)
        yield cached


class TestOpenAI(EngineContract):
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with FakeOpenAI() as server:
            yield engine({"kind": "openai", "url": f"{server.url}/v1", "model": "small", "key": KEY})


class TestLibreTranslate(EngineContract):
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with FakeLibreTranslate(key=KEY) as server:
            yield engine({"kind": "libretranslate", "url": server.url, "key": KEY})
