"""Cues are joined into sentences, and translations cut back into cues that stand with the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.translation.joining import MOST_PARTS, Sentence, TimedText, cut_back, joined


def cues(*texts: str, seconds: float = 2.0, pause: float = 0.1) -> list[TimedText]:
    return [
        TimedText(start=at * (seconds + pause), end=at * (seconds + pause) + seconds, text=text)
        for at, text in enumerate(texts)
    ]


def told(sentences: list[Sentence]) -> list[tuple[str, list[int]]]:
    return [(sentence.text, [part.cue for part in sentence.parts]) for sentence in sentences]


@pytest.mark.parametrize(
    ("texts", "language", "sentences"),
    [
        (("When the snow melts,", "the tiger drinks."), "en", [("When the snow melts, the tiger drinks.", [0, 1])]),
        (("The tiger walks", "along the\nridge. It rests."), "en",
         [("The tiger walks along the ridge.", [0, 1]), ("It rests.", [1])]),
        (("雪化的时候，", "东北虎来喝水。"), "zh-Hans", [("雪化的时候，东北虎来喝水。", [0, 1])]),
        (("一只东北虎", "一只东北豹"), "zh-Hans", [("一只东北虎", [0]), ("一只东北豹", [1])]),
        (("The tiger waits,", "[tiger calls]", "then leaves."), "en",
         [("The tiger waits,", [0]), ("[tiger calls]", [1]), ("then leaves.", [2])]),
        (("- Where,", "- there."), "en", [("- Where,", [0]), ("- there.", [1])]),
        (("Seen by Dr. Li at 3.5 km.", "Am 3. Mai war es kalt."), "de",
         [("Seen by Dr. Li at 3.5 km.", [0]), ("Am 3. Mai war es kalt.", [1])]),
        (("Camera No. 7 saw no. It did.",), "en", [("Camera No. 7 saw no.", [0]), ("It did.", [0])]),
        (("", "  \n "), "en", []),
        (("Да", "нет"), "ru", [("Да нет", [0, 1])]),
        (("“Stop!” he said.", "It did."), "en", [("“Stop!” he said.", [0]), ("It did.", [1])]),
    ],
)  # fmt: skip
def test_sentences_of_a_track(texts: tuple[str, ...], language: str, sentences: list[tuple[str, list[int]]]) -> None:
    assert told(joined(cues(*texts), language)) == sentences


def test_a_long_pause_ends_a_sentence() -> None:
    assert len(joined(cues("The tiger waits,", "and waits.", pause=4.0), "en")) == 2


def test_speech_without_end_is_cut_into_pieces_that_a_model_can_take() -> None:
    sentences = joined(cues(*["and on,"] * 50), "en")
    assert max(len(sentence.parts) for sentence in sentences) == MOST_PARTS


def test_a_cue_shares_its_time_among_its_sentences() -> None:
    first, second = joined([TimedText(start=10, end=14, text="Snow. Night.")], "en")
    assert first.parts[0].end == second.parts[0].start == pytest.approx(10 + 4 * 5 / 11)


@pytest.mark.parametrize(
    ("translation", "language", "line", "pieces"),
    [
        ("When the snow melts, the Amur tiger comes down to the river.", "en", 42,
         ["When the snow melts,", "the Amur tiger comes down to the river."]),
        ("Когда тает снег, амурский тигр выходит к реке.", "ru", 42,
         ["Когда тает снег,", "амурский тигр выходит к реке."]),
        ("雪が溶けるとアムールトラは川辺に降りてくる。", "ja", 13,
         ["雪が溶けるとアムールトラは", "川辺に降りてくる。"]),
        ("An Amur tiger walks through the snow", "en", 0, ["An Amur tiger walks", "through the snow"]),
        ("tiger", "en", 42, ["tiger", ""]),
        ("", "en", 42, ["", ""]),
    ],
)  # fmt: skip
def test_translations_are_cut_at_clauses_and_small_words(
    translation: str, language: str, line: int, pieces: list[str]
) -> None:
    (sentence,) = joined(cues("雪化的时候，", "东北虎来到河边。"), "zh-Hans")
    assert cut_back(sentence, translation, language=language, line=line) == pieces


def test_the_cut_follows_the_picture() -> None:
    text = "one two three four five six seven eight nine ten"
    early = joined([TimedText(start=0, end=1, text="a,"), TimedText(start=1, end=5, text="b.")], "en")[0]
    late = joined([TimedText(start=0, end=4, text="a,"), TimedText(start=4, end=5, text="b.")], "en")[0]
    assert len(cut_back(early, text, language="en")[0]) < len(cut_back(late, text, language="en")[0])


def test_a_piece_that_would_not_fit_moves_the_cut() -> None:
    (sentence,) = joined([TimedText(start=0, end=9, text="a,"), TimedText(start=9, end=10, text="b.")], "en")
    text = "the quick brown fox jumps over the lazy dog today"
    free = cut_back(sentence, text, language="en")
    bound = cut_back(sentence, text, language="en", line=14, lines=2)
    assert len(free[0]) > 28
    assert max(map(len, bound)) <= 28


WORDS = st.text("ab 虎豹在，。, .-'", max_size=80)


@given(
    st.lists(st.tuples(st.floats(-1, 9), WORDS), max_size=12),
    WORDS,
    st.sampled_from(("en", "zh-Hans", "ja", "ko", "ar", "mn", "xx")),
    st.integers(0, 20),
)
def test_nothing_is_lost_on_the_way(rows: list[tuple[float, str]], translation: str, language: str, line: int) -> None:
    track, at = [], 0.0
    for seconds, text in rows:
        track.append(TimedText(start=at, end=at + seconds, text=text))
        at += max(seconds, 0)
    sentences = joined(track, language)
    said = "".join("".join(part.text.split()) for sentence in sentences for part in sentence.parts)
    assert said == "".join("".join(text.split()) for _, text in rows)
    assert [part.cue for one in sentences for part in one.parts] == sorted(
        part.cue for one in sentences for part in one.parts
    )
    for sentence in sentences:
        pieces = cut_back(sentence, translation, language=language, line=line)
        assert len(pieces) == len(sentence.parts)
        assert "".join("".join(pieces).split()) == "".join(translation.split())
