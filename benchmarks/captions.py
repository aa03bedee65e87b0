"""How long the checks of 10,000 captions take, by kind of check, and how fast lines are broken, beside textwrap.

    .venv/bin/python benchmarks/captions.py [--cues 10000] [--rounds 3]

A quarter of the cues each in Chinese, English, Russian and Korean: captions by grammar of
`curation.translation.corpus`, hardly two the same, with every option on (frames, cuts, length of the clip, burnt shape,
the Chinese cue as the original). Each round starts with nothing remembered but the fonts. Seconds by the clock and of
the processor; the best round counts, all are printed.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from curation.subtitles import fonts, quality  # noqa: E402 - the repository is no installed package
from curation.subtitles.cues import Cue, Document  # noqa: E402
from curation.subtitles.layout import SHAPES, lines, measure, reflow, wrap_characters  # noqa: E402
from curation.subtitles.layout import phrases as eastern  # noqa: E402
from curation.subtitles.quality import Options, checking  # noqa: E402
from curation.subtitles.quality.figures import reading  # noqa: E402
from curation.translation.corpus import realise, scenes  # noqa: E402

LANGUAGES = ("zh-Hans", "en", "ru", "ko")
PARTS = ("timing", "lines", "characters", "typography", "burnt", "translation", "neighbours")


def documents(count: int) -> dict[str, Document]:
    """`count` cues shared out among the languages, one every four seconds."""
    chosen = list(scenes(seed=9, count=count // len(LANGUAGES)))
    return {
        language: Document(
            tuple(
                Cue(4 * number + 0.04, 4 * number + 3.6, reflow(realise(scene, language=language), language=language))
                for number, scene in enumerate(chosen)
            )
        )
        for language in LANGUAGES
    }


def options(language: str, all_documents: dict[str, Document]) -> Options:
    """Every check that there is."""
    source = all_documents[LANGUAGES[0]].cues
    length = 4.0 * len(source)
    given: Options = {"language": language, "frame_rate": 25.0, "duration": length, "picture": SHAPES["9:16"]}
    given["shots"] = [7.0 * number for number in range(int(length / 7))]
    if language != LANGUAGES[0]:
        given["sources"], given["source_language"] = source, LANGUAGES[0]
    return given


def forget() -> None:
    """Empty what the engine remembers of texts; the fonts stay open, as in a server."""
    for remembered in (reading.read, reading.values_in, measure._remembered, eastern.inside_phrases):
        remembered.cache_clear()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def checks(all_documents: dict[str, Document], rounds: int) -> None:
    """All checks over all documents."""
    cues = sum(len(document.cues) for document in all_documents.values())

    def all_checks() -> int:
        return sum(
            len(quality.check(document, **options(language, all_documents)))
            for language, document in all_documents.items()
        )

    fonts.missing_glyphs("虎", "zh-Hans")
    found = all_checks()
    taken = []
    for _ in range(rounds):
        forget()
        taken.append(timed(all_checks))
    best = min(processor for _, processor in taken)
    print(f"Checks of {cues} captions in {len(all_documents)} languages, {found} findings")
    shown = ", ".join(f"{clock:.2f} s ({processor:.2f} s of the processor)" for clock, processor in taken)
    print(f"  rounds: {shown}")
    print(f"  best: {best:.2f} s of the processor, {best / cues * 1e6:.0f} µs a caption (aim: 1 s)")


def shares(all_documents: dict[str, Document]) -> None:
    """Where the time goes: each check in turn is counted with the clock around it."""
    spent = dict.fromkeys(PARTS, 0.0)
    originals = {part: getattr(checking, part) for part in PARTS}

    def counting(part: str) -> Callable[..., list[object]]:
        def counted(*given: object) -> list[object]:
            begun = time.process_time()
            found = list(originals[part](*given))
            spent[part] += time.process_time() - begun
            return found

        return counted

    try:
        for part in PARTS:
            setattr(checking, part, counting(part))
        forget()
        for language, document in all_documents.items():
            quality.check(document, **options(language, all_documents))
    finally:
        for part, original in originals.items():
            setattr(checking, part, original)
    total = sum(spent.values())
    print("  by check: " + ", ".join(f"{part} {share / total:.0%}" for part, share in spent.items()))


def breaking(all_documents: dict[str, Document]) -> None:
    """Lines of the same texts: ours against Python's textwrap, which knows spaces only."""
    print("Breaking lines (microseconds of the processor a caption)")
    for language, document in all_documents.items():
        texts = [cue.text.replace("\n", "" if language.startswith("zh") else " ") for cue in document.cues]
        forget()
        ours = timed(lambda texts=texts, tag=language: [wrap_characters(text, language=tag) for text in texts])[1]
        plain = timed(lambda texts=texts: [textwrap.wrap(text, 42) for text in texts])[1]
        even = sum(len(wrap_characters(text, language=language)) <= lines.limits_for(language).lines for text in texts)
        print(
            f"  {language:8}{ours / len(texts) * 1e6:6.0f}   textwrap {plain / len(texts) * 1e6:4.0f}   "
            f"in two lines or less: {even / len(texts):.1%}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cues", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    all_documents = documents(given.cues)
    checks(all_documents, given.rounds)
    shares(all_documents)
    breaking(all_documents)


if __name__ == "__main__":
    main()
