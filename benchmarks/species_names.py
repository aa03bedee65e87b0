"""Whether a species is ever named wrongly: the pipeline over held-out captions of all shipped directions.

`python benchmarks/species_names.py [--scenes 100]`. Each direction is asked for captions that training never saw, as
the grammar writes them and in freer wordings, and for lines just outside what the model knows. A text that the pipeline
gives is held against the names of the scene by this script's own plain search for words, which shares nothing with the
glossary's matching. Then the same with an engine that errs on purpose: it names another animal in half of the captions,
and has the right one further down its list in half of those. Printed: wrong names among the accepted (wanted: 0), and
the share left to a person (no text, or one whose name was put right and is flagged). Exit status 1 if any name was
wrong.
"""

import argparse
import random
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from curation.translation.corpus import ANIMALS, LANGUAGES, Scene, SceneError, realise, variants
from curation.translation.engine import Capabilities, Suggestion
from curation.translation.glossary import Glossary, corpus_entries
from curation.translation.pipeline import Proposal, propose
from curation.translation.registry import default_engine
from curation.translation.training.evaluate import near_field
from curation.translation.training.pairs import SOURCES, held_out_scenes


@dataclass
class Tally:
    """Of one direction and one kind of source."""

    asked: int = 0
    accepted: int = 0
    wrong: int = 0
    exact: int = 0
    doubtful: int = 0

    def add(self, other: "Tally") -> None:
        """Take in another tally."""
        self.asked += other.asked
        self.accepted += other.accepted
        self.wrong += other.wrong
        self.exact += other.exact
        self.doubtful += other.doubtful

    def line(self, name: str) -> str:
        """One row of the table."""
        left = (self.asked - self.accepted + self.doubtful) / (self.asked or 1)
        return (
            f"| {name:<28} | {self.asked:>6} | {self.accepted:>6} | {self.exact:>6} | {self.wrong:>6} | {left:>7.2%} |"
        )


def names(language: str) -> dict[str, list[str]]:
    """All forms of each species, as plain lower-case words."""
    return {
        entry.key: [form.text.casefold() for form in entry.forms if form.language == language]
        for entry in corpus_entries()
    }


def named(text: str, *, forms: dict[str, list[str]]) -> set[str]:
    """The species whose longest form is found in the text; what lies within a longer name is no other species."""
    rest, found = text.casefold(), set()
    every = sorted(((form, key) for key, listed in forms.items() for form in listed), key=lambda pair: -len(pair[0]))
    for form, _ in every:
        if form and form in rest:
            found |= {key for other, key in every if other == form}
            rest = rest.replace(form, "\n")
    return found


def measure(texts: list[str], scenes: list[Scene], proposals: list[Proposal], *, target: str) -> Tally:
    """Hold proposals against the scenes that their sources tell."""
    tally, forms = Tally(asked=len(texts)), names(target)
    for text, scene, proposal in zip(texts, scenes, proposals, strict=True):
        if proposal.text is None:
            continue
        tally.accepted += 1
        tally.doubtful += "term_doubtful" in proposal.flags
        expected = realise(scene, language=target)
        tally.exact += proposal.text == expected
        said = named(proposal.text, forms=forms)
        others = said - named(expected, forms=forms)
        if scene.scientific_name not in said or others:
            tally.wrong += 1
            print(f"WRONG {target}: {text} -> {proposal.text} (wanted {expected})")
    return tally


class Erring:
    """An engine that knows the answers and names another animal in half of them."""

    def __init__(self, answers: dict[str, Scene], *, seed: int) -> None:
        self.answers = answers
        self.rng = random.Random(seed)
        self.capabilities = Capabilities(
            engine="erring", model="erring", licence="MIT", pairs=default_engine().capabilities.pairs,
            max_length=240, n_best=True,
        )  # fmt: skip

    def translate(self, sentences, *, source, target, cancelled=None, on_progress=None):
        """The first candidates."""
        return [found[0] for found in self.candidates(sentences, source=source, target=target)]

    def candidates(self, sentences, *, source, target, count=8, cancelled=None, on_progress=None):
        """Up to four candidates; of a text that it was not told about it knows nothing."""
        return [self._candidates(text, target=target) for text in sentences]

    def _candidates(self, text: str, *, target: str) -> list[Suggestion]:
        scene = self.answers.get(text)
        if scene is None:
            return [self._said(None)]
        rng = random.Random(text + target)
        right = realise(scene, language=target)
        if rng.random() < 0.5:
            return [self._said(right)]
        wrong = [self._said(realise(other, language=target)) for other in _confused(scene, rng)]
        return wrong + ([self._said(right)] if rng.random() < 0.5 else [])

    def _said(self, text: str | None) -> Suggestion:
        return Suggestion(
            text=text, confidence=0.9 if text else 0.0, abstained=text is None, reason="" if text else "unsure",
            engine="erring", model="erring",
        )  # fmt: skip


def _confused(scene: Scene, rng: random.Random) -> list[Scene]:
    """The same scene with other animals that may do the same."""
    others = []
    for name in rng.sample(sorted(ANIMALS), len(ANIMALS)):
        try:
            other = replace(scene, scientific_name=name)
        except SceneError:
            continue
        if name != scene.scientific_name:
            others.append(other)
    return others[:3]


def erring(directions: list[tuple[str, str]], *, count: int, glossary: Glossary) -> Tally:
    """The pipeline over an engine that errs on purpose."""
    tally = Tally()
    scenes = held_out_scenes(seed=212, count=count)
    for source, target in directions:
        texts = [realise(scene, language=source) for scene in scenes]
        engine = Erring(dict(zip(texts, scenes, strict=True)), seed=5)
        proposals = propose(texts, source=source, target=target, engine=engine, glossary=glossary)
        tally.add(measure(texts, scenes, proposals, target=target))
    return tally


def main() -> int:
    """All directions, three kinds of source each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenes", type=int, default=100, help="held-out scenes per direction and kind")
    given = options.parse_args()
    engine, glossary = default_engine(), Glossary(corpus_entries())
    rng, started = random.Random(97), time.perf_counter()
    directions = []
    total, strange = {"as written": Tally(), "reworded": Tally()}, Tally()
    print(f"| {'direction':<28} |  asked | accept |  exact |  wrong | person  |")
    print("|---|---|---|---|---|---|")
    for source in SOURCES:
        for target in LANGUAGES:
            if not engine.capabilities.covers(source=source, target=target):
                continue
            directions.append((source, target))
            scenes = held_out_scenes(seed=211, count=given.scenes)
            for kind in total:
                say = (
                    realise
                    if kind == "as written"
                    else (lambda scene, *, language: variants(scene, language=language, rng=rng))
                )
                texts = [say(scene, language=source) for scene in scenes]
                proposals = propose(texts, source=source, target=target, engine=engine, glossary=glossary)
                tally = measure(texts, scenes, proposals, target=target)
                total[kind].add(tally)
                print(tally.line(f"{source} → {target}, {kind}"))
            lines = near_field()[source]
            shown = propose(lines, source=source, target=target, engine=engine, glossary=glossary)
            strange.add(Tally(asked=len(lines), accepted=sum(one.text is not None for one in shown)))
    for kind, tally in total.items():
        print(tally.line(f"all, {kind}"))
    print(strange.line("all, outside the field"))
    total["engine errs on purpose"] = erring(directions, count=given.scenes, glossary=glossary)
    print(total["engine errs on purpose"].line("all, engine errs on purpose"))
    wrong = sum(tally.wrong for tally in total.values())
    asked = sum(tally.asked for tally in total.values())
    print(
        f"{wrong} wrong names among the accepted of {asked} held-out captions of {len(ANIMALS)} species "
        f"({time.perf_counter() - started:.0f} s)"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
