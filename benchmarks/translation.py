"""How right and how fast caption translation is.

    .venv/bin/python benchmarks/translation.py [--scenes 30] [--checkpoint DIR]
.

Prints exact match and chrF of the shipped model for each direction on captions held out of training, what its guard
lets through, and the throughput of CTranslate2 int8. With PyTorch installed and a Hugging Face checkpoint given, the
same sentences are also translated by transformers in float32, on as many threads, for comparison.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from curation.translation.codes import MODEL_CODES
from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.registry import SHIPPED
from curation.translation.training.evaluate import measure, references, table

SENTENCES = 128
TARGETS = ("en", "ru", "ja")


def rate(work: Callable[[], object]) -> float:
    """Sentences a second, of the better of two runs after a first one that warms up."""
    work()
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return len(TARGETS) * SENTENCES / min(seconds)


def ctranslate2_rate(texts: list[str], *, threads: int) -> float:
    """The whole engine, with its checks and its scoring."""
    engine = CTranslate2Engine(SHIPPED, threads=threads)
    return rate(lambda: [engine.translate(texts, source="zh-Hans", target=target) for target in TARGETS])


def transformers_rate(texts: list[str], checkpoint: Path, *, threads: int) -> float:
    """Generation alone, float32, batches of 32, greedy as the engine."""
    import torch
    from transformers import M2M100ForConditionalGeneration, M2M100Tokenizer

    torch.set_num_threads(threads)
    model = M2M100ForConditionalGeneration.from_pretrained(checkpoint).eval()
    tokenizer = M2M100Tokenizer.from_pretrained(checkpoint, src_lang="zh")

    def work() -> None:
        for target in TARGETS:
            begin = tokenizer.get_lang_id(MODEL_CODES[target])
            for at in range(0, len(texts), 32):
                batch = tokenizer(texts[at : at + 32], return_tensors="pt", padding=True)
                with torch.inference_mode():
                    model.generate(**batch, forced_bos_token_id=begin, num_beams=1, max_length=96)

    return rate(work)


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=30, help="held-out captions for each direction")
    parser.add_argument("--checkpoint", type=Path, help="the Hugging Face checkpoint of the same model")
    options = parser.parse_args()
    print(table(measure(SHIPPED, count=options.scenes)))
    threads = os.cpu_count() or 1
    texts, _ = references(source="zh-Hans", target="en", seed=7, count=SENTENCES)
    print(f"\nCTranslate2 int8: {ctranslate2_rate(texts, threads=threads):.0f} sentences/s on {threads} threads")
    if importlib.util.find_spec("torch") is None:
        print("transformers float32: not measured, PyTorch is absent (dependency group train)")
    elif options.checkpoint is None:
        print("transformers float32: not measured, no --checkpoint given")
    else:
        figure = transformers_rate(texts, options.checkpoint, threads=threads)
        print(f"transformers float32: {figure:.0f} sentences/s on {threads} threads")


if __name__ == "__main__":
    main()
