"""How fast, how small and how right caption translation is.

    .venv/bin/python benchmarks/translation.py [--cues 200] [--sample 2] [--scenes 30] [--keep FOLDER]
.

THREADS in the environment sets the threads of both sides: on a machine that others use, one thread each is fairer,
since a thread of PyTorch that waits for another one waits for the others' work too.

1. A model of the shape of M2M100-418M with random weights translates 200 cues into 9 languages: our engine (in eight
   bits, with its own batching, and its scoring for the confidence) beside `generate` of transformers in float32
   with its default batching, one cue at a time as `pipeline` does, and again in batches of ours. Each side has a
   process of its own; the languages are taken in turns, so that both see the same noise of the machine. Random weights
   never end a sentence, so both sides decode the same fixed number of pieces with the same beam. The slow side takes a
   sample of the cues: one at a time, its rate does not depend on how many there are.
   Without PyTorch our side runs alone, and says so.
2. Exact match and chrF of the shipped model for each direction on captions held out of training, and its speed.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import translation_model
from curation.translation.codes import MODEL_CODES
from curation.translation.engines.ctranslate2 import CTranslate2Engine
from curation.translation.engines.local import BATCH, BEAM, NO_REPEAT
from curation.translation.registry import SHIPPED
from curation.translation.training.evaluate import measure, references, table

TARGETS = ("en", "ru", "ko", "ja", "es", "fr", "de", "ar", "pt")
DECODED = 24
"""Pieces of each translation, on both sides: the length of a common caption."""

WANTED_SPEED, WANTED_MEMORY = 4.0, 1 / 3
THREADS = int(os.environ.get("THREADS") or os.cpu_count() or 1)


def cues(count: int) -> list[str]:
    """Different captions in Chinese."""
    texts: list[str] = []
    for seed in range(7, 99):
        texts += references(source="zh-Hans", target="en", seed=seed, count=100)[0]
        if len(set(texts)) >= count:
            break
    return list(dict.fromkeys(texts))[:count]


class Steady(CTranslate2Engine):
    """Decodes the same number of pieces for every cue, as noise has no end."""

    def lengths(self, rows: Sequence[Sequence[str]]) -> dict[str, int]:
        return {"min_decoding_length": DECODED, "max_decoding_length": DECODED}


class Ours:
    """The engine as the product uses it, without the guard, which would refuse noise."""

    def __init__(self, folder: Path) -> None:
        self.engine = Steady(folder, threads=THREADS, guarded=False)

    def work(self, texts: list[str], *, target: str, batch: int) -> None:
        self.engine.translate(texts, source="zh-Hans", target=target)


class Theirs:
    """generate() in float32."""

    def __init__(self, folder: Path) -> None:
        import torch
        from transformers import M2M100ForConditionalGeneration, M2M100Tokenizer

        torch.set_num_threads(THREADS)
        self.model = M2M100ForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
        self.model.generation_config.max_length = None
        self.tokenizer = M2M100Tokenizer.from_pretrained(folder, src_lang="zh")

    def work(self, texts: list[str], *, target: str, batch: int) -> None:
        import torch

        begin = self.tokenizer.get_lang_id(MODEL_CODES[target])
        for at in range(0, len(texts), batch):
            rows = self.tokenizer(texts[at : at + batch], return_tensors="pt", padding=True)
            with torch.inference_mode():
                self.model.generate(
                    **rows,
                    forced_bos_token_id=begin,
                    num_beams=BEAM,
                    no_repeat_ngram_size=NO_REPEAT,
                    min_new_tokens=DECODED,
                    max_new_tokens=DECODED,
                )


def peak() -> float:
    """The most megabytes that this process has held; `getrusage` would count what its parent held before it."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def side(name: str, folder: Path) -> None:
    """A process of one side: a line of JSON in, a line of JSON out."""
    if name == "theirs":
        import torch  # noqa: F401 - what the library weighs is told apart from what the model weighs
        import transformers.models.m2m_100.modeling_m2m_100  # noqa: F401
    before = peak()
    worker = Ours(folder) if name == "ours" else Theirs(folder)
    for line in sys.stdin:
        asked = json.loads(line)
        clock, used = time.perf_counter(), time.process_time()
        worker.work(asked["texts"], target=asked["target"], batch=asked["batch"])
        answer = {
            "clock": time.perf_counter() - clock,
            "processor": time.process_time() - used,
            "peak": peak(),
            "libraries": before,
        }
        print(json.dumps(answer), flush=True)


class Side:
    """The other end of `side`."""

    def __init__(self, name: str, folder: Path) -> None:
        command = [sys.executable, __file__, "--side", name, "--model", str(folder)]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, texts: list[str], *, target: str, batch: int = 1) -> dict[str, float]:
        """Clock and processor seconds for each cue, and the megabytes so far."""
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write(json.dumps({"texts": texts, "target": target, "batch": batch}) + "\n")
        self._child.stdin.flush()
        answer: dict[str, float] = json.loads(self._child.stdout.readline())
        return answer | {key: answer[key] / len(texts) for key in ("clock", "processor")}

    def close(self) -> None:
        """End the process."""
        self._child.communicate()


def throughput(*, count: int, sample: int, workshop: Path) -> bool:
    """Print the first part; whether the figures are as wanted (true where there is nothing to compare)."""
    texts, paired = cues(count), translation_model.has_torch()
    kept = workshop / "checkpoint"
    if paired:
        if not kept.is_dir():
            translation_model.checkpoint(kept)
        if not (workshop / "models" / "checkpoint").is_dir():
            translation_model.converted(kept, directory=workshop / "models")
    folder = workshop / "models" / "checkpoint"
    if not folder.is_dir():
        translation_model.drawn(folder)
    weights = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(
        f"shape of M2M100-418M, random weights: {weights:.0f} MB in eight bits; {len(texts)} cues into {len(TARGETS)}"
    )
    print(f"languages, {DECODED} pieces decoded for each, beam {BEAM}, {THREADS} threads; {machine()}", flush=True)
    ours, theirs = Side("ours", folder), Side("theirs", kept) if paired else None
    ours.ask(texts[:4], target="en")
    if theirs:
        theirs.ask(texts[:1], target="en")
    rows: list[tuple[dict[str, float], dict[str, float] | None]] = []
    for at, target in enumerate(TARGETS):
        some = texts[at * sample : (at + 1) * sample] or texts[:sample]
        rows.append((ours.ask(texts, target=target), theirs.ask(some, target=target) if theirs else None))
        print(_line(target, *rows[-1]), flush=True)
    batched = theirs.ask(texts[:BATCH], target="ru", batch=BATCH) if theirs else None
    ours.close()
    if theirs:
        theirs.close()
    return _verdict(rows, batched)


def _line(target: str, ours: dict[str, float], theirs: dict[str, float] | None) -> str:
    line = f"  {target}: ours {1 / ours['clock']:6.2f} cues/s"
    if theirs:
        line += f"   transformers {1 / theirs['clock']:5.2f} cues/s   {theirs['clock'] / ours['clock']:5.1f} times"
    return line


def _verdict(rows: list[tuple[dict[str, float], dict[str, float] | None]], batched: dict[str, float] | None) -> bool:
    clock = statistics.mean(ours["clock"] for ours, _ in rows)
    most = rows[-1][0]["peak"]
    print(f"ours: {1 / clock:.2f} cues/s, peak memory {most:.0f} MB")
    pairs = [(ours, theirs) for ours, theirs in rows if theirs]
    if not pairs or not batched:
        print("transformers float32: not measured, PyTorch is absent (uv pip install -r pyproject.toml --extra torch)")
        return True
    rate = 1 / statistics.mean(theirs["clock"] for _, theirs in pairs)
    theirs_peak = pairs[-1][1]["peak"]  # one cue at a time; batches come later and need more
    print(
        f"transformers: {rate:.2f} cues/s, peak memory {theirs_peak:.0f} MB, "
        f"{pairs[-1][1]['libraries']:.0f} MB of it libraries; "
        f"in batches of {BATCH}: {1 / batched['clock']:.2f} cues/s, {batched['peak']:.0f} MB"
    )
    speed, work = (
        statistics.median(theirs[key] / ours[key] for ours, theirs in pairs) for key in ("clock", "processor")
    )
    russian = pairs[TARGETS.index("ru")][0]
    print(f"ours against one at a time: {speed:.1f} times by the clock, {work:.1f} by processor time")
    speed_batched, work_batched = (batched[key] / russian[key] for key in ("clock", "processor"))
    print(f"ours against batches: {speed_batched:.1f} times by the clock, {work_batched:.1f} by processor time")
    print(f"memory: {most / theirs_peak:.2f} of theirs")
    print(f"wanted: {WANTED_SPEED:.0f} times by the clock, {WANTED_MEMORY:.2f} of the memory")
    return speed >= WANTED_SPEED and most / theirs_peak <= WANTED_MEMORY


def machine() -> str:
    """Processor and versions."""
    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").is_file() else ""
    name = next((line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")), "")
    versions = []
    for package in ("ctranslate2", "transformers", "torch"):
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"no {package}")
    return ", ".join([name or platform.machine(), *versions])


def shipped(scenes: int) -> None:
    """Print the second part."""
    print(table(measure(SHIPPED, count=scenes)))
    texts = cues(128)
    engine: Any = CTranslate2Engine(SHIPPED, threads=THREADS)
    engine.translate(texts[:8], source="zh-Hans", target="en")
    clock = time.perf_counter()
    for target in TARGETS:
        engine.translate(texts, source="zh-Hans", target=target)
    rate = len(TARGETS) * len(texts) / (time.perf_counter() - clock)
    print(f"\nthe shipped model: {rate:.0f} captions/s on {THREADS} threads, guard and scoring included")


def main() -> int:
    """Read the command line and print the figures. Exit status 1 if they are not as wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cues", type=int, default=200)
    parser.add_argument("--sample", type=int, default=2, help="cues that transformers takes for each language")
    parser.add_argument("--scenes", type=int, default=30, help="held-out captions for each direction; 0 for none")
    parser.add_argument("--keep", type=Path, help="a folder for the model, to be used again (2.4 GB)")
    parser.add_argument("--side", choices=("ours", "theirs"), help=argparse.SUPPRESS)
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        side(options.side, options.model)
        return 0
    with tempfile.TemporaryDirectory() as fresh:
        well = throughput(count=options.cues, sample=options.sample, workshop=options.keep or Path(fresh))
    if options.scenes:
        shipped(options.scenes)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
