"""What every engine promises, asked of each; then what each promises alone."""

import pytest

from curation.translation.engine import REASONS, Engine
from curation.translation.engines.echo import EchoEngine
from curation.translation.errors import TranslationCancelled, UnsupportedPair
from curation.translation.registry import default_engine

TIGER, RUN = "一只东北虎在雪地里行走。", "两头棕熊在河里游泳。"


class EngineContract:
    """Inherited by a class for each engine."""

    def engine(self) -> Engine:
        raise NotImplementedError

    def test_it_is_an_engine(self) -> None:
        assert isinstance(self.engine(), Engine)

    def test_it_answers_each_text_in_order(self) -> None:
        both = self.engine().translate([TIGER, RUN], source="zh-Hans", target="ru")
        swapped = self.engine().translate([RUN, TIGER], source="zh-Hans", target="ru")
        assert [item.text for item in both] == [item.text for item in reversed(swapped)]
        assert len({item.text for item in both}) == 2

    def test_it_says_who_spoke(self) -> None:
        item = self.engine().translate([TIGER], source="zh-Hans", target="en")[0]
        assert item.engine == self.engine().capabilities.engine
        assert item.model == self.engine().capabilities.model
        assert 0 <= item.confidence <= 1

    def test_nothing_gives_nothing(self) -> None:
        assert self.engine().translate([], source="zh-Hans", target="en") == []

    @pytest.mark.parametrize("text", ["", "   ", "\n"])
    def test_an_empty_text_is_not_translated(self, text: str) -> None:
        item = self.engine().translate([text], source="zh-Hans", target="en")[0]
        assert item.abstained
        assert item.text is None
        assert item.reason == "empty"

    def test_an_endless_text_is_not_translated(self) -> None:
        item = self.engine().translate(["a" * 5000], source="en", target="ru")[0]
        assert item.reason == "too_long"
        assert item.text is None

    def test_every_reason_has_its_sentence(self) -> None:
        for item in self.engine().translate(["", "a" * 5000, TIGER], source="zh-Hans", target="en"):
            assert item.reason in REASONS

    def test_an_unknown_pair_is_refused(self) -> None:
        with pytest.raises(UnsupportedPair) as caught:
            self.engine().translate([TIGER], source="zh-Hans", target="tlh")
        assert caught.value.code == "unsupported_pair"
        assert caught.value.params["target"] == "tlh"

    def test_it_can_be_cancelled(self) -> None:
        with pytest.raises(TranslationCancelled):
            self.engine().translate([TIGER], source="zh-Hans", target="en", cancelled=lambda: True)

    def test_it_reports_progress_to_the_end(self) -> None:
        told: list[tuple[int, int]] = []
        self.engine().translate(
            [TIGER, RUN, ""], source="zh-Hans", target="en", on_progress=lambda done, total: told.append((done, total))
        )
        assert told[-1] == (3, 3)
        assert told == sorted(told)

    def test_chinese_in_the_old_script_is_not_promised_by_accident(self) -> None:
        capabilities = self.engine().capabilities
        assert capabilities.covers(source="zh-Hans", target="en")
        assert "zh-Hans" not in capabilities.targets(source="zh-Hans")


class TestEcho(EngineContract):
    def engine(self) -> Engine:
        return EchoEngine()

    def test_it_marks_what_it_gives_back(self) -> None:
        assert EchoEngine().translate(["你好"], source="zh-Hans", target="ru")[0].text == "[ru] 你好"


class TestCTranslate2(EngineContract):
    def engine(self) -> Engine:
        return default_engine()

    def test_the_old_script_is_not_offered(self) -> None:
        assert "zh-Hant" not in default_engine().capabilities.targets(source="en")
