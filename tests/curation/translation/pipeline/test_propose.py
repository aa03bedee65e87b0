"""From memory, engine and glossary to a proposal: a wrong name is never proposed, and a person is told why."""

import json
from collections.abc import Callable, Sequence

import pytest

from curation.translation.engine import Capabilities, Suggestion
from curation.translation.errors import TranslationCancelled, UnsupportedPair
from curation.translation.glossary import Entry, Form, Glossary, corpus_entries
from curation.translation.memory import Index, Unit
from curation.translation.pipeline import REASONS, Proposal, propose
from curation.translation.registry import default_engine, echo


class Scripted:
    """An engine that answers from a table: texts to candidates; of all else it knows nothing."""

    def __init__(self, answers: dict[str, Sequence[str]], *, n_best: bool = True) -> None:
        self.answers = answers
        self.asked: list[list[str]] = []
        self.capabilities = Capabilities(
            engine="scripted",
            model="table",
            licence="MIT",
            pairs=frozenset({("zh-Hans", "en"), ("zh-Hans", "ru"), ("zh-Hans", "ko"), ("en", "ru")}),
            max_length=500,
            n_best=n_best,
        )

    def translate(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        cancelled: Callable[[], bool] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[Suggestion]:
        self.asked.append(list(sentences))
        if on_progress:
            for done in range(1, len(sentences) + 1):
                on_progress(done, len(sentences))
        return [self._said(self.answers.get(text, [None])[0]) for text in sentences]

    def candidates(
        self,
        sentences: Sequence[str],
        *,
        source: str,
        target: str,
        count: int = 8,
        cancelled: Callable[[], bool] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[list[Suggestion]]:
        return [
            [self._said(one, 0.9 - at / 10) for at, one in enumerate(self.answers.get(text, [None])[:count])]
            for text in sentences
        ]

    def _said(self, text: str | None, confidence: float = 0.9) -> Suggestion:
        return Suggestion(
            text=text,
            confidence=confidence if text else 0.0,
            abstained=text is None,
            reason="" if text else "unsure",
            engine="scripted",
            model="table",
        )


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary(corpus_entries())


def memory(*pairs: tuple[str, str]) -> Index:
    return Index(
        Unit(id=number, source_language="zh-Hans", target_language="en", source=source, target=target)
        for number, (source, target) in enumerate(pairs, start=1)
    )


def one(
    text: str, engine: Scripted | None, glossary: Glossary | None, *, known: Index | None = None, target: str = "en"
) -> Proposal:
    (proposal,) = propose([text], source="zh-Hans", target=target, engine=engine, memory=known, glossary=glossary)
    return proposal


def test_the_same_sentence_comes_from_the_memory_and_no_engine_is_asked(glossary: Glossary) -> None:
    engine = Scripted({})
    proposal = one("一只东北虎", engine, glossary, known=memory(("一只 东北虎", "An Amur tiger")))
    assert (proposal.text, proposal.method, proposal.memory, proposal.match) == ("An Amur tiger", "memory", 1, 100)
    assert proposal.confidence == 1.0
    assert engine.asked == []
    (term,) = proposal.terms
    assert (term.source_text, term.target_text, term.ok) == ("东北虎", "Amur tiger", True)


def test_a_memory_that_breaks_the_glossary_is_not_taken(glossary: Glossary) -> None:
    engine = Scripted({"一只东北虎": ["An Amur tiger"]})
    proposal = one("一只东北虎", engine, glossary, known=memory(("一只东北虎", "An Amur leopard")))
    assert (proposal.text, proposal.method, proposal.match) == ("An Amur tiger", "machine", 0)
    assert proposal.flags == ("memory_terms",)
    (kept,) = proposal.alternatives
    assert (kept.text, kept.match, kept.flags) == ("An Amur leopard", 100, ("term_missing", "term_wrong"))


def test_a_like_sentence_is_shown_and_never_taken(glossary: Glossary) -> None:
    known = memory(("三只东北虎在雪地里行走。", "Three Amur tigers walk in the snow."))
    proposal = one("四只东北虎在雪地里行走。", None, glossary, known=known)
    assert proposal.text is None
    assert (proposal.method, proposal.reason, proposal.flags) == ("none", "nothing_known", ("fuzzy",))
    (like,) = proposal.alternatives
    assert (like.method, like.memory, like.match) == ("fuzzy", 1, 91)
    assert like.differences == (("-", "三"), ("+", "四"), ("=", "只东北虎在雪地里行走。"))


def test_candidates_are_ranked_by_the_glossary_before_the_score(glossary: Glossary) -> None:
    engine = Scripted({"一只东北豹": ["A snow leopard", "A tiger", "An Amur leopard", "A leopard"]})
    proposal = one("一只东北豹", engine, glossary)
    assert (proposal.text, proposal.method) == ("An Amur leopard", "machine")
    assert proposal.confidence == pytest.approx(0.7)
    assert [(other.text, bool(other.flags)) for other in proposal.alternatives] == [
        ("A leopard", False),
        ("A snow leopard", True),
        ("A tiger", True),
    ]


def test_a_missed_term_is_asked_for_in_other_words(glossary: Glossary) -> None:
    engine = Scripted(
        {"一只月熊在爬树": ["A moon cake climbs a tree"], "一只黑熊在爬树": ["A black bear climbs a tree"]}
    )
    proposal = one("一只月熊在爬树", engine, glossary)
    assert (proposal.text, proposal.method) == ("A black bear climbs a tree", "rewritten")
    assert proposal.terms[0].ok


@pytest.mark.parametrize(
    ("text", "answer", "mended", "target"),
    [
        ("两只东北豹在休息", "Two snow leopards rest", "Two Amur leopards rest", "en"),
        ("一只东北豹在休息", "A snow leopard rests", "An Amur leopard rests", "en"),
        ("一头棕熊", "Медведь", "Бурый медведь", "ru"),
        ("三只东北豹", "Три снежных барса", None, "ru"),
    ],
)
def test_the_one_wrong_name_is_put_right_in_its_form(
    glossary: Glossary, text: str, answer: str, mended: str | None, target: str
) -> None:
    proposal = one(text, Scripted({text: [answer]}), glossary, target=target)
    assert proposal.text == mended
    if mended:
        assert proposal.method == "mended"
        assert proposal.confidence <= 0.5
        assert "term_doubtful" in proposal.flags


def test_a_mended_name_is_written_as_in_a_sentence() -> None:
    names = (("雪兔", "zh-Hans", ""), ("Mountain hare", "en", ""), ("mountain hare", "en", "Sing"))
    forms = tuple(Form(text=text, language=language, number=number) for text, language, number in names)
    listed = Entry(key="Lepus timidus", kind="taxon", forms=forms)
    proposal = one("一只雪兔", Scripted({"一只雪兔": ["A hare sits"]}), Glossary([listed]))
    assert proposal.text == "A mountain hare sits"


def test_two_names_are_never_guessed_at(glossary: Glossary) -> None:
    text = "一只东北虎和一只东北豹"
    proposal = one(text, Scripted({text: ["A lion and a snow leopard"]}), glossary)
    assert (proposal.text, proposal.method, proposal.reason) == (None, "none", "term_missing")
    assert [other.text for other in proposal.alternatives] == ["A lion and a snow leopard"]
    assert [term.ok for term in proposal.terms] == [False, False]


def test_scientific_names_never_reach_the_engine_and_come_back_behind_their_animal(glossary: Glossary) -> None:
    engine = Scripted({"东北虎和东北豹。": ["Amur tiger and Amur leopard."]})
    text = "2026-11-23 08:00 东北虎（Panthera tigris altaica）和东北豹(Panthera pardus orientalis)。"
    proposal = one(text, engine, glossary)
    assert engine.asked == [["东北虎和东北豹。"]]
    assert proposal.text == (
        "2026-11-23 08:00 Amur tiger (Panthera tigris altaica) and Amur leopard (Panthera pardus orientalis)."
    )
    korean = Scripted({"一只东北虎。": ["시베리아호랑이가 걷는다."]})
    proposal = one("一只东北虎（Panthera tigris altaica）。", korean, glossary, target="ko")
    assert proposal.text == "시베리아호랑이(Panthera tigris altaica)가 걷는다."


def test_other_numbers_are_flagged(glossary: Glossary) -> None:
    proposal = one("12只东北虎", Scripted({"12只东北虎": ["21 Amur tigers"]}), glossary)
    assert proposal.flags == ("numbers_differ",)


def test_a_track_goes_through_the_engine_together_and_in_order(glossary: Glossary) -> None:
    engine = Scripted({"雪": ["snow"], "虎": ["tiger"], "豹": ["lion"]})
    heard: list[tuple[int, int]] = []
    proposals = propose(
        ["雪", "", "豹", "夜", "虎", "雪"],
        source="zh-Hans",
        target="en",
        engine=engine,
        memory=memory(("夜", "night")),
        glossary=glossary,
        on_progress=lambda done, total: heard.append((done, total)),
    )
    assert [proposal.text for proposal in proposals] == ["snow", None, "Amur leopard", "night", "tiger", "snow"]
    assert engine.asked[0] == ["雪", "豹", "虎", "雪"]
    assert [proposal.reason for proposal in proposals] == ["", "empty", "", "", "", ""]
    assert heard == sorted(heard)
    assert heard[-1] == (6, 6)
    assert all(done < 6 for done, _ in heard[:-1])


def test_cancelling_stops_at_once(glossary: Glossary) -> None:
    engine = Scripted({})
    with pytest.raises(TranslationCancelled):
        propose(["雪"], source="zh-Hans", target="en", engine=engine, glossary=glossary, cancelled=lambda: True)
    assert engine.asked == []


def test_a_pair_that_the_engine_does_not_know() -> None:
    with pytest.raises(UnsupportedPair):
        propose(["雪"], source="en", target="zh-Hans", engine=Scripted({}))


def test_without_glossary_and_memory_the_engine_speaks_alone() -> None:
    (proposal,) = propose(["snow"], source="en", target="ru", engine=echo())
    assert (proposal.text, proposal.method, proposal.engine) == ("[ru] snow", "machine", "echo")


def test_the_shipped_model_abstains_with_its_own_reason(glossary: Glossary) -> None:
    right, strange = propose(
        ["一只东北虎在雪地里行走。", "一只雪豹在雪地里行走。"],
        source="zh-Hans",
        target="ru",
        engine=default_engine(),
        glossary=glossary,
    )
    assert right.text == "Амурский тигр идёт по снегу."
    assert strange.text is None
    assert strange.reason == "outside_field"


def test_a_proposal_is_plain_json(glossary: Glossary) -> None:
    known = memory(("一只东北虎在喝水", "An Amur tiger drinks"))
    proposal = one(
        "一只东北豹在喝水", Scripted({"一只东北豹在喝水": ["An Amur leopard drinks"]}), glossary, known=known
    )
    said = json.loads(json.dumps(proposal.as_json()))
    assert said["text"] == "An Amur leopard drinks"
    assert said["alternatives"][0]["differences"][0] == ["=", "一只东北"]
    assert set(said["flags"]) <= REASONS.keys()


@pytest.mark.parametrize("text", ["\0", "\ud800", "虎" * 20_000, "👩‍👩‍👧‍👦", "ab\u202e虎", "<script>alert(1)</script>"])
def test_odd_texts_get_a_proposal_or_a_reason(glossary: Glossary, text: str) -> None:
    proposal = one(text, None, glossary, known=memory(("虎", "tiger")))
    assert (proposal.text, proposal.method) == (None, "none")
