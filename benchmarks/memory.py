"""How fast a sentence is found in 100,000: our index beside a plain scan with rapidfuzz and one with difflib.

`python benchmarks/memory.py [--units 100000] [--queries 60]`. Queries are sentences of the memory with a word changed,
and sentences that are nowhere like them; all sides are asked for the five most alike at 0.7 or more. difflib is
measured over a sample and scaled up. Exit status 1 where the index misses what measuring every unit finds, or where the
95th percentile by the processor is above 20 ms (the clock of a busy machine tells of its other work).
"""

import argparse
import difflib
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import Indel

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from curation.translation.corpus import realise, scenes
from curation.translation.memory import Index, Unit
from curation.translation.memory.index import ALIKE

WANTED_MS = 20.0
SAMPLE = 2000


def sentences(language: str, *, count: int, seed: int) -> list[str]:
    """Distinct sentences of the corpus, some of two clauses, so that a large memory is not all alike."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    drawn = scenes(seed=seed, count=count * 20)
    while len(found) < count:
        text = realise(next(drawn), language=language)
        if rng.random() < 0.4:
            text += ("" if language == "zh-Hans" else " ") + realise(next(drawn), language=language)
        found[text] = None
    return list(found)


def queries(texts: list[str], *, count: int, language: str) -> list[str]:
    """Half of them sentences of the memory with a piece changed, half new ones."""
    rng = random.Random(4)
    changed = []
    for text in rng.sample(texts, count // 2):
        at = rng.randrange(len(text))
        changed.append(
            f"{text[:at]}{rng.choice(('一下', '在') if language == 'zh-Hans' else ('very ', '2'))}{text[at + 1 :]}"
        )
    return changed + sentences(language, count=count - len(changed), seed=77)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and by the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def line(name: str, times: list[tuple[float, float]]) -> str:
    """Median and 95th percentile by the clock and by the processor."""
    columns = []
    for kind, values in (("clock", [wall for wall, _ in times]), ("processor", [cpu for _, cpu in times])):
        columns.append(f"{kind}: median {statistics.median(values):9.2f}, p95 {late(values):9.2f} ms")
    return f"  {name:<34} " + "   ".join(columns)


def scan(text: str, texts: list[str]) -> list[tuple[str, float, int]]:
    """The plain way."""
    return process.extract(text, texts, scorer=Indel.normalized_similarity, score_cutoff=0.7, limit=5)


def exhaustive(index: Index, text: str) -> list[float]:
    """The scores that measuring every unit gives, with the index's own likeness."""
    same = [1.0 for _ in index.exact(text)]
    found = scan(index._alphabet.asked(text), index._texts)
    scores = same + [min(score, ALIKE) for _, score, _ in found if score < 1 or not same]
    return [round(score, 6) for score in scores[:5]]


def late(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def measure(language: str, *, units: int, count: int) -> bool:
    """Print the figures of one language; whether all is as wanted."""
    texts = sentences(language, count=units, seed=1)
    started = time.perf_counter()
    index = Index(
        Unit(id=at, source_language=language, target_language="ru", source=text, target="…")
        for at, text in enumerate(texts)
    )
    print(f"{language}: {len(index)} units, built in {time.perf_counter() - started:.2f} s")
    asked = queries(texts, count=count, language=language)
    ours, plain, missed = [], [], 0
    index.search(asked[0])
    for text in asked:
        ours.append(timed(lambda text=text: index.search(text)))
        plain.append(timed(lambda text=text: scan(text, texts)))
        missed += [round(match.score, 6) for match in index.search(text)] != exhaustive(index, text)
    matcher = difflib.SequenceMatcher(autojunk=False)
    slow, sample = [], texts[:SAMPLE]
    for text in asked[:3]:
        matcher.set_seq2(text)
        wall, cpu = timed(lambda: [matcher.set_seq1(old) or matcher.ratio() for old in sample])
        slow.append((wall * units / SAMPLE, cpu * units / SAMPLE))
    print(line("Pugmark's index", ours))
    print(line("plain rapidfuzz scan", plain))
    print(line(f"difflib (scaled up from {SAMPLE})", slow))
    ratios = [theirs[0] / mine[0] for mine, theirs in zip(ours, plain, strict=True)]
    cpu = [theirs[1] / max(mine[1], 1e-3) for mine, theirs in zip(ours, plain, strict=True)]
    print(
        f"  pair by pair the scan takes {statistics.median(ratios):.1f} times as long by the clock, "
        f"{statistics.median(cpu):.1f} times by the processor; answers that differ: {missed} of {len(asked)}"
    )
    return missed == 0 and late([cpu for _, cpu in ours]) <= WANTED_MS


def main() -> int:
    """Both kinds of script."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=60)
    given = options.parse_args()
    fine = [measure(language, units=given.units, count=given.queries) for language in ("zh-Hans", "en")]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
