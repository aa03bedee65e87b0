"""How well and how fast movement is found: track overlap, blank clips, speed; and how fingerprints tell files apart.

    python benchmarks/motion.py [--samples FOLDER] [--scenes FOLDER] [--skip speed likeness]

For each clip: IoU is the mean, over the truth's frames with an animal, of the best overlap of the track's box
(straight between samples) with one animal's box or with the box around animals that touch; 0 where the track has none.
Blank precision and recall are over whole clips. The demo's scenes, `TUNING` and the real clips were looked at while
thresholds were chosen, `HELD_OUT` was not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.machine import machine  # noqa: E402
from benchmarks.motion_scenes import HELD_OUT, TUNING  # noqa: E402
from benchmarks.motion_truth import CLIPS, box_at  # noqa: E402
from benchmarks.processes import processor_time  # noqa: E402
from curation.scenery import SceneSpec, SceneTruth, catalogue, render_all  # noqa: E402
from curation.video.probe import probe  # noqa: E402
from curation.video.surveying.likeness import ALIKE, Likeness, bands, distance  # noqa: E402
from curation.video.surveying.motion import Motion  # noqa: E402
from curation.video.surveying.survey import Survey, survey  # noqa: E402

Box = tuple[float, float, float, float]


def overlap(one: Box, other: Box) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / (one[2] * one[3] + other[2] * other[3] - wide * high)


def joint(boxes: Sequence[Box]) -> Box:
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def candidates(boxes: Sequence[Box]) -> list[Box]:
    """Each animal, and each group of animals whose boxes touch: without a model they are one moving thing."""
    groups: list[list[Box]] = []
    for box in boxes:
        touching = [group for group in groups if any(overlap(box, member) > 0 for member in group)]
        groups = [group for group in groups if group not in touching] + [[box, *itertools.chain(*touching)]]
    return [*boxes, *(joint(group) for group in groups)]


def track_overlap(motion: Motion, frames: Sequence[tuple[float, Sequence[Box]]]) -> float:
    """Mean IoU over `frames`, (seconds, boxes) with an animal each."""
    told = []
    for seconds, boxes in frames:
        box = motion.box_at(seconds)
        told.append(max(overlap(box, other) for other in candidates(boxes)) if box else 0.0)
    return statistics.mean(told)


def look(path: Path) -> tuple[Survey, float]:
    """Survey one file as ingest does; the seconds it took by the clock."""
    known = probe(path)
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        found = survey(path, Path(folder), probe=known)
        return found, time.monotonic() - began


def scenes(name: str, specs: tuple[SceneSpec, ...], folder: Path) -> dict[Path, tuple[SceneSpec, SceneTruth]]:
    """Draw the scenes, or find them drawn."""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    done = render_all(specs, place, processes=2)
    return {one.path: (one.spec, one.truth) for one in done}


def scene_frames(truth: SceneTruth) -> list[tuple[float, list[Box]]]:
    told = []
    for number in range(truth.frame_count):
        boxes = [box for animal in truth.animals if (box := animal.boxes[number]) is not None]
        # A nose at the picture's edge is not yet an animal to frame.
        boxes = [box for box in boxes if box[2] * box[3] > 0.004]
        if boxes:
            told.append((number / truth.frame_rate, boxes))
    return told


def report_scenes(name: str, drawn: dict[Path, tuple[SceneSpec, SceneTruth]], seen: dict[Path, Survey]) -> None:
    print(f"\n{name}: {len(drawn)} scenes")
    overlaps, blanks = [], []
    for path, (spec, truth) in drawn.items():
        found, _ = look(path)
        seen[path] = found
        empty = not truth.animals
        blanks.append((empty, found.motion.blank))
        line = f"  {spec.name[:34]:34} {spec.habitat:10} {spec.light:8} {spec.weather:5}"
        if empty:
            print(f"{line} blank      score {found.motion.blank_score:.2f}{'' if found.motion.blank else '  MISSED'}")
            continue
        overlaps.append(track_overlap(found.motion, scene_frames(truth)))
        note = "  TAKEN FOR BLANK" if found.motion.blank else ""
        print(f"{line} IoU {overlaps[-1]:.2f}   score {found.motion.blank_score:.2f}{note}")
    said = [empty for empty, blank in blanks if blank]
    there = [blank for empty, blank in blanks if empty]
    precision = f"{sum(said) / len(said):.2f} ({sum(said)}/{len(said)})" if said else "none said"
    recall = f"{sum(there) / len(there):.2f} ({sum(there)}/{len(there)})" if there else "none there"
    print(f"  track IoU: mean {statistics.mean(overlaps):.3f}, median {statistics.median(overlaps):.3f}", end="; ")
    print(f"worst {min(overlaps):.2f}; blank precision {precision}, recall {recall}")


def report_real(samples: Path, seen: dict[Path, Survey]) -> None:
    print("\nreal clips, boxes by hand")
    for name, (animals, (first, last)) in CLIPS.items():
        path = samples / name
        if not path.exists():
            print(f"  {name}: absent (set PUGMARK_SAMPLES)")
            continue
        found, seconds = look(path)
        seen[path] = found
        frames = []
        for number in range(int(first * 10), int(last * 10) + 1):
            boxes = [box for each in animals if (box := box_at(each, number / 10)) is not None]
            frames.append((number / 10, boxes))
        told = found.motion
        stretch = f"{told.suggested.start:.1f} to {told.suggested.end:.1f} s" if told.suggested else "none"
        print(f"  {path.name}: IoU {track_overlap(told, frames):.3f}, blank score {told.blank_score:.2f}", end=", ")
        print(f"suggested {stretch}, poster at {told.poster:.1f} s, {told.light}, {15 / seconds:.1f} x real time")


def ffmpeg(*arguments: str | Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error", *map(str, arguments)]
    subprocess.run(command, check=True)


def report_speed(source: Path, folder: Path, *, runs: int) -> None:
    """15 s of 1080p25 as two kinds of cameras write it, and what a survey of it takes."""
    print("\nspeed on 1080p25, 15 s (poster, scrub sheet, motion and likeness)")
    scale = "scale=1920:1080:flags=bicubic,fps=25,noise=alls=8:allf=t"
    kinds = {
        "8 Mb/s, B pictures, a key picture each 2 s": ("-b:v", "8M", "-g", "50", "-bf", "2"),
        "16 Mb/s, no B pictures, a key picture a second": ("-b:v", "16M", "-g", "25", "-bf", "0"),
    }
    for number, (kind, options) in enumerate(kinds.items()):
        path = folder / f"speed{number}.mp4"
        loop = ("-stream_loop", "3", "-i", source, "-t", "15", "-vf", scale)
        ffmpeg(*loop, "-c:v", "libx264", "-preset", "veryfast", *options, "-pix_fmt", "yuv420p", path)
        walls, cpus = [], []
        for _ in range(runs):
            before = processor_time()
            _, wall = look(path)
            walls.append(wall)
            cpus.append(processor_time() - before)
        print(f"  {kind}: {15 / statistics.median(walls):.1f} x real time (best {15 / min(walls):.1f})", end=", ")
        print(f"{statistics.median(cpus):.2f} s of processor, load {os.getloadavg()[0]:.1f}")


def report_likeness(drawn: dict[Path, tuple[SceneSpec, SceneTruth]], samples: Path, folder: Path) -> None:
    """Copies of a recording against all other recordings, many of which share camera, habitat and species."""
    print("\nlikeness")
    prints: dict[str, Likeness] = {}
    groups: dict[str, list[str]] = {}
    sources = [path for path, (_, truth) in drawn.items() if truth.animals]
    for path in sources:
        prints[path.name] = look(path)[0].likeness
    for number, path in enumerate(sources[::3]):
        changes = {
            "hevc, half size": ("-vf", "scale=iw/2:-2", "-c:v", "libx265", "-crf", "32", "-x265-params", "log-level=0"),
            "half a second off the start": ("-ss", "0.5", "-c:v", "libx264", "-crf", "26"),
            "a second off the end, 10 a second": ("-t", str(7 + number % 2), "-r", "10", "-c:v", "libx264"),
        }
        for change, options in changes.items():
            copy = folder / f"copy-{change[:4].strip()}-{path.stem}.mp4"
            before, after = (options[:2], options[2:]) if options[0] == "-ss" else ((), options)
            ffmpeg(*before, "-i", path, *after, "-an", copy)
            prints[copy.name] = look(copy)[0].likeness
            groups.setdefault(change, []).append(f"{path.name}|{copy.name}")
    cat = samples / "footage/ACP0006s6f-small-cat.mp4"
    for path in sorted((samples / "footage/derived").glob("cat_*")) if cat.exists() else ():
        prints[cat.name] = prints.get(cat.name) or look(cat)[0].likeness
        prints[path.name] = look(path)[0].likeness
        groups.setdefault("the cat's derived files", []).append(f"{cat.name}|{path.name}")
    for change, pairs in groups.items():
        told = [pair.split("|") for pair in pairs]
        far = [distance(prints[one], prints[two]) for one, two in told]
        shared = sum(bool(set(bands(prints[one])) & set(bands(prints[two]))) for one, two in told)
        alike = sum(each < ALIKE for each in far)
        print(f"  {change}: median {statistics.median(far):.3f}, worst {max(far):.3f}", end="; ")
        print(f"alike {alike}/{len(far)}, found by a key {shared}/{len(far)}")
    strangers = list(itertools.combinations([path.name for path in sources], 2))
    far = sorted(distance(prints[one], prints[two]) for one, two in strangers)
    print(f"  {len(far)} pairs of strangers: nearest {far[0]:.3f}, median {far[len(far) // 2]:.3f}", end="; ")
    print(f"wrongly alike {sum(each < ALIKE for each in far)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = os.environ.get("PUGMARK_SAMPLES", str(BASE.parent / "shared" / "samples"))
    parser.add_argument("--samples", type=Path, default=Path(default))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--skip", nargs="*", default=[], choices=["speed", "likeness", "scenes"])
    parser.add_argument("--json", type=Path, help="write what was found to this file")
    options = parser.parse_args()
    print(machine())
    seen: dict[Path, Survey] = {}
    with tempfile.TemporaryDirectory(prefix="pugmark-") as name:
        folder = Path(name)
        report_real(options.samples, seen)
        drawn = scenes("demo", catalogue(), folder)
        held = scenes("held out", HELD_OUT, folder)
        if "scenes" not in options.skip:
            report_scenes("the demo's scenes (looked at)", drawn, seen)
            report_scenes("tuning scenes", scenes("tuning", TUNING, folder), seen)
            report_scenes("held-out scenes", held, seen)
        if "speed" not in options.skip:
            report_speed(next(iter(drawn)), folder, runs=options.runs)
        if "likeness" not in options.skip:
            report_likeness({**drawn, **held}, options.samples, folder)
        if options.json:
            told = {path.name: found.motion.to_dict() for path, found in seen.items()}
            options.json.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
