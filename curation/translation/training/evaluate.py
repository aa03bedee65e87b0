"""Measure a model on captions held out of training: `python -m curation.translation evaluate [--scenes 60]`.

Exact match and chrF of the model without its guard; then how much the guard lets through and how much of that
is right; then how many lines from outside the field it lets through. chrF needs sacrebleu (dependency group dev).
"""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.translation.corpus import LANGUAGES, realise, variants
from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.training.pairs import SOURCES, held_out_scenes


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of one direction: shares in 0..1 and chrF in 0..100."""

    source: str
    target: str
    sentences: int
    exact: float
    chrf: float
    accepted: float
    right_among_accepted: float


def references(
    *, source: str, target: str, seed: int, count: int, reworded: bool = False
) -> tuple[list[str], list[str]]:
    """Held-out sentences and their translations; `reworded` takes the freer wordings of the source."""
    rng = random.Random(seed)  # noqa: S311 - repeatable wordings
    chosen = held_out_scenes(seed=seed, count=count)
    say = [
        variants(scene, language=source, rng=rng) if reworded else realise(scene, language=source) for scene in chosen
    ]
    return say, [realise(scene, language=target) for scene in chosen]


def chrf(outputs: Sequence[str], expected: Sequence[str]) -> float:
    """Corpus chrF (sacrebleu, defaults)."""
    from sacrebleu.metrics import CHRF

    return float(CHRF().corpus_score(list(outputs), [list(expected)]).score)


def measure(folder: Path, *, seed: int = 97, count: int = 60, reworded: bool = False) -> list[Figures]:
    """The figures of every direction that the model and the corpus share."""
    wild, guarded = CTranslate2Engine(folder, guarded=False), CTranslate2Engine(folder)
    found = []
    for source in SOURCES:
        for target in LANGUAGES:
            if (source, target) not in guarded.record.pairs:
                continue
            texts, expected = references(source=source, target=target, seed=seed, count=count, reworded=reworded)
            outputs = [item.text or "" for item in wild.translate(texts, source=source, target=target)]
            shown = [item.text for item in guarded.translate(texts, source=source, target=target)]
            kept = [text == wanted for text, wanted in zip(shown, expected, strict=True) if text is not None]
            found.append(
                Figures(
                    source=source,
                    target=target,
                    sentences=len(texts),
                    exact=share(text == wanted for text, wanted in zip(outputs, expected, strict=True)),
                    chrf=chrf(outputs, expected),
                    accepted=len(kept) / len(texts),
                    right_among_accepted=share(kept),
                )
            )
    return found


def false_accepts(engine: CTranslate2Engine, lines: Sequence[str], *, source: str, target: str) -> list[str]:
    """The lines from outside the field that the engine translated all the same."""
    suggestions = engine.translate(lines, source=source, target=target)
    return [line for line, item in zip(lines, suggestions, strict=True) if not item.abstained]


def near_field() -> dict[str, list[str]]:
    """Lines by language that look like captions and mean what no scene can mean: all of them are to be left alone."""
    text = Path(__file__).with_name("near_field.json").read_text(encoding="utf-8")
    lines: dict[str, list[str]] = json.loads(text)
    return lines


def share(truths: Iterable[bool]) -> float:
    """The share of true ones; 1 of none."""
    listed = list(truths)
    return sum(listed) / len(listed) if listed else 1.0


def table(figures: Sequence[Figures]) -> str:
    """The figures as a Markdown table with a last line for all."""
    rows = [
        "| direction | sentences | exact match | chrF | accepted | right among accepted |",
        "|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {one.source} → {one.target} | {one.sentences} | {one.exact:.2%} | {one.chrf:.2f} "
        f"| {one.accepted:.2%} | {one.right_among_accepted:.2%} |"
        for one in figures
    ]
    total = sum(one.sentences for one in figures) or 1
    accepted = sum(one.accepted * one.sentences for one in figures)
    exact = sum(one.exact * one.sentences for one in figures) / total
    right = sum(one.right_among_accepted * one.accepted * one.sentences for one in figures) / (accepted or 1)
    mean = sum(one.chrf for one in figures) / (len(figures) or 1)
    rows.append(f"| all | {total} | {exact:.2%} | {mean:.2f} | {accepted / total:.2%} | {right:.2%} |")
    return "\n".join(rows)
