"""How fast the index of the search answers: synthetic footage with a realistic skew straight into memory, no database.

    python benchmarks/search_engine.py --footage 10000000

Prints build time, memory, and medians and 95th percentiles of pages and of all facets over forty questions from easy
to nasty, then of changes. Nothing is cached between questions.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.machine import machine
from curation.search import snapshot
from curation.search.ask import And, Ask, Has, Not, Or, Range, Word
from curation.search.batch import Batch, FootageRows, ObservationRows
from curation.search.coding import BEHAVIOURS
from curation.search.index import Index

NOW = 1_790_000_000
STATIONS, SPECIES, ZONES, INDIVIDUALS = 28_000, 90, 30, 400
ROWS = 1_000_000
READY = {"state": ("ready", "catalogued")}
CALM = {"alarm": ("human", "vehicle", "fire", "smoke")}


def skewed(random: np.random.Generator, *, kinds: int, rows: int) -> np.ndarray:
    """1 to `kinds`, a few of them most of the time (Zipf)."""
    weights = 1 / np.arange(1, kinds + 1) ** 1.3
    return random.choice(kinds, rows, p=weights / weights.sum()) + 1


def batches(footage: int, *, seed: int = 7) -> Iterator[Batch]:
    """Footage by the million; stations come and go as cards are read."""
    random = np.random.default_rng(seed)
    zones = {station: f"Zone {station % ZONES}" for station in range(1, STATIONS + 1)}
    ancestors = {key: (1000 + key % 30, 2000 + key % 12, 3000 + key % 5, 4000) for key in range(1, SPECIES + 1)}
    for first in range(1, footage + 1, ROWS):
        yield one(random, first=first, rows=min(ROWS, footage + 1 - first), zones=zones, ancestors=ancestors)
        zones, ancestors = {}, {}


def words(
    choices: tuple[str, ...] | list[str], random: np.random.Generator, rows: int, *, often: list[float]
) -> np.ndarray:
    return np.array(choices, dtype=object)[random.choice(len(choices), rows, p=often)]


def one(random: np.random.Generator, *, first: int, rows: int, zones: dict, ancestors: dict) -> Batch:
    """One batch of new footage."""
    ids = np.arange(first, first + rows)
    spread = [0.7 / 11] * 11 + [0.3 / 13] * 13
    captured = NOW - random.integers(0, 6 * 365, rows) * 86400 + random.choice(24, rows, p=spread) * 3600
    share = np.where(random.random(rows) < 0.6, random.beta(1.2, 8, rows), 0)
    seen = np.sort(np.concatenate([ids[random.random(rows) < often] for often in (0.72, 0.12, 0.02)]))
    count = len(seen)
    behaviours = ["", *BEHAVIOURS]
    rare = [0.6, *([0.4 / len(BEHAVIOURS)] * len(BEHAVIOURS))]
    tagged = np.flatnonzero(random.random(rows) < 0.02)
    texts = [(int(ids[row]), "open", NOTES[row % len(NOTES)]) for row in tagged]
    return Batch(
        footage=FootageRows(
            id=ids,
            state=words(["ready", "catalogued", "failed", "withdrawn"], random, rows, often=[0.6, 0.38, 0.01, 0.01]),
            station=random.integers(1, STATIONS + 1, rows),
            captured=captured + random.integers(0, 3600, rows),
            duration=random.choice([10.0, 15.0, 20.0, 30.0, 60.0], rows),
            light=words(["day", "night", ""], random, rows, often=[0.45, 0.5, 0.05]),
            quality=random.integers(0, 4, rows),
            alarm=words(["", "human", "vehicle"], random, rows, often=[0.98, 0.015, 0.005]),
            animal_share=share,
            sharpness=random.beta(3, 3, rows),
        ),
        observations=ObservationRows(
            footage=seen,
            method=words(["machine", "human"], random, count, often=[0.8, 0.2]),
            species=skewed(random, kinds=SPECIES, rows=count),
            behaviour=words(behaviours, random, count, often=rare),
            count=np.minimum(random.geometric(0.8, count), 15),
            sex=words(["", "female", "male"], random, count, often=[0.8, 0.1, 0.1]),
            life_stage=words(["", "adult", "juvenile", "subadult"], random, count, often=[0.3, 0.6, 0.06, 0.04]),
            individual=words(
                ["", *(f"T-{number}" for number in range(INDIVIDUALS))],
                random,
                count,
                often=[0.98, *([0.02 / INDIVIDUALS] * INDIVIDUALS)],
            ),
            type=words(["animal", "human"], random, count, often=[0.99, 0.01]),
        ),
        texts=texts,
        tags=[(int(ids[row]), f"expedition {row % 400}") for row in tagged],
        zones=zones,
        ancestors=ancestors,
    )


NOTES = [
    "a tiger crosses the frozen river",
    "东北虎在雪地里行走，回头看镜头",
    "леопард метит дерево у ручья",
    "two cubs play near the den",
    "狍子饮水，远处有马鹿",
    "sika deer at dusk, snow falling",
    "медведь чешет спину",
]


def of(tree: object = None, none: dict | None = None, ranges: dict | None = None, **any_of: tuple) -> Ask:
    """What is asked without alarms, of footage that is ready."""
    return Ask(any_of=any_of, none_of={**CALM, **(none or {})}, always=READY, tree=tree, ranges=ranges or {})


def asks() -> list[tuple[str, Ask]]:
    """Forty questions, easy first."""
    found = [*plain_asks(), *harder_asks()]
    assert len(found) == 40
    return found


def plain_asks() -> list[tuple[str, Ask]]:
    """Values of filters."""
    return [
        ("everything", of()),
        ("night", of(light=("night",))),
        ("day", of(light=("day",))),
        ("most common species", of(species=(1,))),
        ("a rare species", of(species=(88,))),
        ("a family", of(species=(2003,))),
        ("all animals", of(species=(4000,))),
        ("tiger that drinks", of(species=(4,), behaviour=("drinking",))),
        ("common that walks", of(species=(1,), behaviour=("walking",))),
        ("juveniles", of(life_stage=("juvenile",))),
        ("adult females", of(sex=("female",), life_stage=("adult",))),
        ("common adults", of(species=(1, 2, 3), life_stage=("adult",))),
        ("five observation filters", of(species=(4000,), sex=("male",), life_stage=("adult",), number=("1",),
                                        type=("animal",))),
        ("an individual", of(individual=("T-7",))),
        ("a zone", of(zone=("Zone 3",))),
        ("three zones by night", of(zone=("Zone 1", "Zone 2", "Zone 9"), light=("night",))),
        ("a station", of(station=(77,))),
        ("forty stations", of(station=tuple(range(100, 140)))),
        ("a month", of(month=(2024 * 12 + 3,))),
        ("winter nights", of(season=("winter",), light=("night",))),
        ("dawn hours", of(hour=(4, 5, 6))),
        ("good quality by day", of(quality=(2, 3), light=("day",))),
        ("untagged", of(tagging=("untagged",))),
        ("approved", of(tagging=("approved",))),
        ("machine says species 2", of(tagging=("machine",), species=(2,))),
        ("without the common ones", of(none={"species": (1, 2, 3, 4, 5)})),
    ]  # fmt: skip


def harder_asks() -> list[tuple[str, Ask]]:
    """Ranges, words, trees, and what meets nearly everything."""
    year = 365 * 86400
    return [
        ("without a behaviour", of(none={"behaviour": ("walking",)}, species=(1,))),
        ("last year", of(ranges={"captured": Range(NOW - year, None)})),
        ("odd period", of(ranges={"captured": Range(NOW - 3 * year - 12345, NOW - year - 54321)})),
        ("longer than 12 s", of(ranges={"duration": Range(12, None)})),
        ("high score", of(ranges={"score": Range(12, None)})),
        ("a word", of(tree=Word("tiger"))),
        ("a Chinese word", of(tree=Word("东北虎"))),
        ("a slip of the finger", of(tree=Word("tigre"))),
        ("the beginning of a word", of(tree=Word("лео", prefix=True))),
        ("word or species", of(tree=Or((Word("river"), Has("species", (7,)))))),
        ("not a word, by day", of(tree=Not(Word("snow")), light=("day",))),
        ("a tree", of(tree=And((Or((Has("zone", ("Zone 1",)), Has("light", ("night",)))), Not(Has("species", (1,))))))),
        ("eight filters", of(species=(4000,), light=("night",), season=("winter", "autumn"), quality=(1, 2, 3),
                             tagging=("machine",), duration_band=("10-30",), life_stage=("adult",), number=("1", "2"))),
        ("nasty", of(none={"species": (2,)}, ranges={"captured": Range(NOW - 4 * year, None)}, species=(4000,),
                     behaviour=("", "walking", "standing", "resting", "feeding", "running"),
                     life_stage=("adult", "juvenile"), light=("day", "night"),
                     zone=tuple(f"Zone {n}" for n in range(20)))),
    ]  # fmt: skip


CLOCK: list[Callable[[], float]] = [time.perf_counter]


def timed(call: Callable[[], object], *, times: int) -> float:
    """The median of some runs, in milliseconds."""
    taken = []
    for _ in range(times):
        began = CLOCK[0]()
        call()
        taken.append((CLOCK[0]() - began) * 1000)
    return statistics.median(taken)


def row(name: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{name:<34} median {statistics.median(taken):8.2f} ms   p95 {p95:8.2f} ms   worst {ordered[-1]:8.2f} ms")


def questions(index: Index, *, times: int, verbose: bool) -> None:
    pages: dict[str, list[float]] = {"rarest": [], "newest": [], "quality": [], "tenth page": []}
    counts, maps, whole = [], [], []
    for name, ask in asks():
        total = index.page(ask).total
        for sort in ("rarest", "newest", "quality"):
            pages[sort].append(timed(lambda ask=ask, sort=sort: index.page(ask, sort=sort), times=times))
        after = index.page(ask, size=240).next
        pages["tenth page"].append(timed(lambda ask=ask, after=after: index.page(ask, after=after), times=times))
        counts.append(timed(lambda ask=ask: index.facets(ask), times=times))
        maps.append(timed(lambda ask=ask: index.map(ask), times=times))
        whole.append(timed(lambda ask=ask: index.ids(ask).ids.serialize(), times=times))
        if verbose:
            print(f"  {name:<28} {total:>10,} hits  page {pages['rarest'][-1]:7.2f}  newest {pages['newest'][-1]:7.2f}"
                  f"  facets {counts[-1]:8.2f}  map {maps[-1]:7.2f} ms")  # fmt: skip
    for sort, taken in pages.items():
        row(f"page of 24, {sort}", taken)
    row("exact total and all facets", counts)
    row("counts of 28,000 stations", maps)
    row("whole result as bitmap", whole)


def changes(index: Index, *, footage: int) -> None:
    random = np.random.default_rng(3)
    some = one(random, first=1, rows=min(10_000, footage), zones={}, ancestors={})
    spread = np.sort(random.choice(footage, len(some.footage.id), replace=False)) + 1
    places = dict(zip(some.footage.id.tolist(), spread.tolist(), strict=True))
    moved = Batch(
        footage=FootageRows(**{**some.footage.__dict__, "id": spread}),
        observations=ObservationRows(
            **{**some.observations.__dict__, "footage": [places[key] for key in some.observations.footage.tolist()]}
        ),
    )
    print(f"change of {len(spread):,} pieces: {timed(lambda: index.apply(moved), times=1):.0f} ms,"
          f" the same again {timed(lambda: index.apply(moved), times=3):.0f} ms")  # fmt: skip
    single = one(random, first=footage // 2, rows=1, zones={}, ancestors={})
    print(f"change of 1 piece: {timed(lambda: index.apply(single), times=9):.2f} ms")
    print(f"settling what drifted, in one go: {timed(lambda: index.settle(600), times=1):.0f} ms")


def build(footage: int, *, verbose: bool) -> Index:
    """Fill an index, and say how long it took."""
    index = Index(clock=lambda: NOW)
    making = taking = 0.0
    began = CLOCK[0]()
    for batch in batches(footage):
        made = CLOCK[0]()
        index.apply(batch, score=False)
        ended = CLOCK[0]()
        making, taking, began = making + made - began, taking + ended - made, ended
        if verbose:
            print(f"  {len(index.catalogue.live):>11,} pieces, {ended - made:.1f} s", flush=True)
    scoring = timed(index.score_all, times=1) / 1000
    print(f"build: {taking:.1f} s, scoring everything {scoring:.1f} s (making the data, {making:.1f} s, not counted)")
    return index


def size_of(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3, help="runs of each question; the median counts")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--cpu", action="store_true", help="count the processor's time: for a machine that is busy")
    parser.add_argument(
        "--keep", type=Path, help="keep the index in this folder, and take it from there if it is there"
    )
    options = parser.parse_args()
    if options.cpu:
        CLOCK[0] = time.process_time
    print(machine())
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not (folder / "current").exists():
            index = build(options.footage, verbose=options.verbose)
            print(f"snapshot: written in {timed(lambda: snapshot.save(index, folder), times=1) / 1000:.1f} s")
        began = CLOCK[0]()
        index = snapshot.load(folder, clock=lambda: NOW)
        print(f"snapshot: {size_of(folder) / 1024**3:.2f} GiB, read in {CLOCK[0]() - began:.1f} s")
    sizes = index.sizes()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{sizes.footage:,} pieces, {sizes.observations:,} observations that count, {sizes.bitmaps:,} bitmaps,"
          f" {sizes.bytes / 1024**3:.2f} GiB in columns and bitmaps, process at most {peak:.2f} GiB")  # fmt: skip
    questions(index, times=options.times, verbose=options.verbose)
    changes(index, footage=options.footage)


if __name__ == "__main__":
    main()
