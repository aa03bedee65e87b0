"""Translation servers that misbehave: a clear sentence, no key in it, and no wrong line in anybody's cue."""

import threading
import time
import traceback
from collections.abc import Iterator

import pytest

from curation.translation.engines.libretranslate import LibreTranslateEngine
from curation.translation.engines.openai import OpenAIEngine
from curation.translation.engines.server import TRIES
from curation.translation.errors import (
    EngineMisconfigured,
    LicenceRefused,
    ServerTrouble,
    TranslationCancelled,
    TranslationError,
    UnsupportedPair,
)
from tests.curation.translation.contract import BEARS, TIGER
from tests.fakes.translation_server import KEY, FakeLibreTranslate, FakeOpenAI, translated

SNOW = "下雪了。"


@pytest.fixture
def chat() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
def libre() -> Iterator[FakeLibreTranslate]:
    with FakeLibreTranslate(key=KEY) as server:
        yield server


def of_chat(server: FakeOpenAI, *, key: str = KEY, timeout: float = 20) -> OpenAIEngine:
    return OpenAIEngine(f"{server.url}/v1", model="small", key=key, timeout=timeout, pause=0.01)


def of_libre(server: FakeLibreTranslate, *, key: str = KEY, timeout: float = 20) -> LibreTranslateEngine:
    return LibreTranslateEngine(server.url, key=key, timeout=timeout, pause=0.01)


def told(error: BaseException) -> str:
    """Everything that a log could hold of an error."""
    return "".join(traceback.format_exception(error)) + repr(error) + repr(getattr(error, "params", ""))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("unauthorized", "server_key"),
        ("server_error", "server_failed"),
        ("cut_before", "server_cut"),
        ("cut_after", "server_cut"),
        ("garbage_after", "server_nonsense"),
        ("redirect", "server_moved"),
    ],
)
@pytest.mark.parametrize("engine", ["chat", "libre"])
def test_each_trouble_has_its_sentence_without_the_key(
    engine: str, kind: str, code: str, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue(engine)
    server.misbehave(kind, on="POST *", times=99)
    made = of_chat(server) if engine == "chat" else of_libre(server)
    with pytest.raises(ServerTrouble) as caught:
        made.translate([TIGER], source="zh-Hans", target="ru")
    assert caught.value.code == code
    assert "127.0.0.1" in str(caught.value)
    assert KEY not in told(caught.value)


@pytest.mark.parametrize("engine", ["chat", "libre"])
def test_a_wrong_key_is_said_and_not_shown(engine: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(engine)
    made = of_chat(server, key="sk-wrong") if engine == "chat" else of_libre(server, key="sk-wrong")
    with pytest.raises(ServerTrouble, match="does not accept the key") as caught:
        made.translate([TIGER], source="zh-Hans", target="ru")
    assert "sk-wrong" not in told(caught.value)
    assert len([call for call in server.calls if call.startswith("POST")]) == 1


def test_a_refusal_is_quoted_without_the_key(chat: FakeOpenAI) -> None:
    engine = OpenAIEngine(f"{chat.url}/v1", model="another", key=KEY)
    with pytest.raises(ServerTrouble, match="Bad request with key …") as caught:
        engine.translate([TIGER], source="zh-Hans", target="ru")
    assert caught.value.code == "server_refused"
    assert KEY not in told(caught.value)


@pytest.mark.parametrize("kind", ["server_error", "rate_limited_silently"])
@pytest.mark.parametrize("engine", ["chat", "libre"])
def test_a_passing_trouble_is_passed_over(engine: str, kind: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(engine)
    server.misbehave(kind, on="POST *", times=TRIES - 1)
    made = of_chat(server) if engine == "chat" else of_libre(server)
    assert made.translate([TIGER], source="zh-Hans", target="ru")[0].text


def test_a_busy_server_is_asked_again_when_it_says(chat: FakeOpenAI) -> None:
    chat.misbehave("rate_limited", seconds=0)
    assert of_chat(chat).translate([TIGER], source="zh-Hans", target="ru")[0].text


def test_a_server_that_is_busy_for_long_says_for_how_long(chat: FakeOpenAI) -> None:
    chat.misbehave("rate_limited", seconds=3600)
    with pytest.raises(ServerTrouble, match="asks to wait 3600 seconds"):
        of_chat(chat).translate([TIGER], source="zh-Hans", target="ru")
    assert len(chat.calls) == 1


@pytest.mark.parametrize("kind", ["drip_after", "timeout_before"])
def test_a_slow_server_is_given_up(chat: FakeOpenAI, kind: str) -> None:
    chat.misbehave(kind)
    with pytest.raises(ServerTrouble) as caught:
        of_chat(chat, timeout=1).translate([TIGER], source="zh-Hans", target="ru")
    assert caught.value.code == "server_slow"


@pytest.mark.parametrize("kind", ["drip_after", "timeout_before", "rate_limited"])
def test_the_caller_can_stop_while_a_server_is_slow(chat: FakeOpenAI, kind: str) -> None:
    chat.misbehave(kind, seconds=25)
    enough = threading.Event()
    timer = threading.Timer(0.3, enough.set)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(TranslationCancelled):
        of_chat(chat, timeout=60).translate([TIGER], source="zh-Hans", target="ru", cancelled=enough.is_set)
    assert time.monotonic() - begun < 20  # neither the time-out nor the pause was waited for
    timer.join()


def test_no_server_at_all() -> None:
    with FakeOpenAI() as server:
        gone = of_chat(server)
    with pytest.raises(ServerTrouble, match="cannot be reached"):
        gone.translate([TIGER], source="zh-Hans", target="ru")


@pytest.mark.parametrize("wrong", ["fewer", "more", "shifted", "prose", "cut", "twice"])
def test_an_answer_with_other_lines_is_not_believed(chat: FakeOpenAI, wrong: str) -> None:
    chat.wrong = wrong
    found = of_chat(chat).translate([TIGER, BEARS, SNOW], source="zh-Hans", target="ru")
    assert [item.text for item in found] == [translated(text, target="ru") for text in (TIGER, BEARS, SNOW)]
    assert len(chat.requests) == 4


@pytest.mark.parametrize("wrong", ["more", "shifted", "prose", "cut"])
def test_a_line_that_is_never_answered_is_left_to_a_person(chat: FakeOpenAI, wrong: str) -> None:
    chat.wrong, chat.alone_is_right = wrong, False
    for item in of_chat(chat).translate([TIGER, BEARS], source="zh-Hans", target="ru"):
        assert item.text is None
        assert item.reason == "no_answer"


@pytest.mark.parametrize(
    ("wrong", "reason"), [("loop", "repetition"), ("figures", "numbers_differ"), ("copy", "wrong_language")]
)
def test_a_bad_translation_is_left_to_a_person(chat: FakeOpenAI, wrong: str, reason: str) -> None:
    chat.wrong, chat.alone_is_right = wrong, False
    for item in of_chat(chat).translate([TIGER, BEARS], source="zh-Hans", target="ru"):
        assert item.text is None
        assert item.reason == reason


@pytest.mark.parametrize("wrong", ["html", "other", "huge"])
def test_what_is_no_chat_at_all_is_an_error(chat: FakeOpenAI, wrong: str) -> None:
    chat.wrong = wrong
    with pytest.raises(ServerTrouble) as caught:
        of_chat(chat).translate([TIGER, BEARS], source="zh-Hans", target="ru")
    assert caught.value.code == "server_nonsense"


@pytest.mark.parametrize("habit", ["fenced", "thinking"])
def test_wrappings_of_an_answer_are_taken_off(chat: FakeOpenAI, habit: str) -> None:
    setattr(chat, habit, True)
    assert of_chat(chat).translate([TIGER], source="zh-Hans", target="ru")[0].text == translated(TIGER, target="ru")


def test_a_server_without_response_format_serves_too() -> None:
    with FakeOpenAI(plain=True, key="") as server:
        engine = of_chat(server, key="")
        for text in (TIGER, BEARS):
            assert engine.translate([text], source="zh-Hans", target="ru")[0].text
        assert ["response_format" in asked for asked in server.requests] == [True, False, False]


def test_many_texts_go_in_few_requests_and_each_once(chat: FakeOpenAI) -> None:
    texts = [f"第{number}只东北虎。" for number in range(60)]
    told: list[tuple[int, int]] = []
    of_chat(chat).translate(
        texts + texts, source="zh-Hans", target="ru", on_progress=lambda done, total: told.append((done, total))
    )
    assert len(chat.requests) == 3
    assert told[-1] == (120, 120)
    assert len(told) == 3


@pytest.mark.parametrize("wrong", ["fewer", "more"])
def test_another_number_of_lines_is_asked_alone(libre: FakeLibreTranslate, wrong: str) -> None:
    libre.wrong = wrong
    found = of_libre(libre).translate([TIGER, BEARS], source="zh-Hans", target="ru")
    alone = [translated(text, target="ru") if wrong == "fewer" else None for text in (TIGER, BEARS)]
    assert [item.text for item in found] == alone


@pytest.mark.parametrize("wrong", ["other", "empty"])
def test_an_answer_without_translation_is_left_to_a_person(libre: FakeLibreTranslate, wrong: str) -> None:
    libre.wrong = wrong
    item = of_libre(libre).translate([TIGER], source="zh-Hans", target="ru")[0]
    assert (item.text, item.reason) == (None, "no_answer")


def test_a_sign_in_page_is_an_error(libre: FakeLibreTranslate) -> None:
    libre.wrong = "html"
    with pytest.raises(ServerTrouble, match="no translation"):
        of_libre(libre).translate([TIGER], source="zh-Hans", target="ru")


def test_a_language_that_the_server_lacks_is_refused_before_a_text_leaves(libre: FakeLibreTranslate) -> None:
    engine = of_libre(libre)
    with pytest.raises(UnsupportedPair) as caught:
        engine.translate([TIGER], source="zh-Hans", target="mn")
    assert caught.value.params["target"] == "mn"
    assert libre.requests == []
    assert engine.capabilities.targets(source="zh-Hans") == ("en", "ko", "ru")


def test_an_older_server_calls_chinese_zh() -> None:
    with FakeLibreTranslate(codes=("en", "ru", "zh")) as server:
        assert of_libre(server, key="").translate([TIGER], source="zh-Hans", target="ru")[0].text
        assert server.requests[0]["source"] == "zh"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://mt.example/v1", "server_insecure"),
        ("ftp://mt.example/v1", "engine_option"),
        ("mt.example/v1", "engine_option"),
        ("https://user:word@mt.example/v1", "engine_option"),
        ("https://mt.example/v1?key=word", "engine_option"),
        ("https://[::1", "engine_option"),
        ("", "engine_option"),
    ],
)
def test_an_address_that_may_not_be_used_is_refused_at_once(url: str, code: str) -> None:
    from curation.translation.registry import engine

    for kind in ({"kind": "openai", "model": "small"}, {"kind": "libretranslate"}):
        with pytest.raises(TranslationError) as caught:
            engine({**kind, "url": url})
        assert caught.value.code == code
        assert "word" not in told(caught.value)


@pytest.mark.parametrize("key", ["two\nlines", "ключ", " spaced "])
def test_a_key_that_no_header_can_hold_is_refused_unseen(key: str) -> None:
    with pytest.raises(EngineMisconfigured) as caught:
        OpenAIEngine("https://mt.example/v1", model="small", key=key)
    assert key.strip() not in told(caught.value)


@pytest.mark.parametrize("model", ["facebook/nllb-200-3.3B", "nllb-200:latest", "tencent/Hunyuan-MT-7B"])
def test_a_restricted_model_is_refused_on_a_server_too(model: str) -> None:
    with pytest.raises(LicenceRefused, match="repeat these words: ") as caught:
        OpenAIEngine("https://mt.example/v1", model=model)
    words = str(caught.value.params["words"])
    assert OpenAIEngine("https://mt.example/v1", model=model, licence_words=words).capabilities.model == model
