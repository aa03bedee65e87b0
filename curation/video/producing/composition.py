"""The one filter graph of a production: each shot decoded once and given its look, then framed for each shape.

What outputs have in common is done once: decoding, rate and look for all of them, framing and joining for those of
one size and shape, loudness for those of one target. Only what differs follows the last split: watermark, titles,
captions, encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from curation.video.audio.loudness import Level
from curation.video.containers import file_name
from curation.video.producing.cropping import Size, cropped, padded, scaling
from curation.video.producing.encode import (
    DECODER_THREADS,
    SOUND_RATE,
    Coding,
    Picture,
    burnt_in,
    opened,
    output_options,
    ratio,
    seen,
)
from curation.video.producing.framing import CENTRE, Course, course, shares
from curation.video.producing.layers import Layer, overlay
from curation.video.producing.specification import Output
from curation.video.producing.take import Take
from curation.video.shapes import even

KEY_SECONDS = 2
# One encoder keeps two cores busy with four threads; several encoders keep each other company.
THREADS_ALONE, THREADS_TOGETHER, TOGETHER = 4, 2, 3
FEW = 8  # shots: of more, each decoder gets one thread, for each thread keeps pictures
MOST_LAYERS = 1000  # of one output
# A look costs by the pixel: a picture that no output shows so large is made smaller before it.
WORTH = 0.75


@dataclass(frozen=True)
class Job:
    """One output and what has been found out for it.

    frames: how many pictures it has, `cards` of them after the shots. level: of its sound, if that is levelled.
    layers: what is laid over it, the first lowest.
    """

    output: Output
    picture: Picture
    frames: int
    sound: bool
    level: Level | None = None
    cards: int = 0
    layers: tuple[Layer, ...] = ()

    @property
    def branch(self) -> Branch:
        """What it shares with others of its size and shape."""
        fit = self.output.fit
        shape = self.output.shape if fit == "follow" else ""
        return Branch(Size(self.picture.width, self.picture.height), fit, shape)


@dataclass(frozen=True)
class Branch:
    """Pictures framed alike: `shape` names the keys that are followed, "" for none."""

    size: Size
    fit: str
    shape: str

    def course(self, take: Take, *, source: Size, rate: Fraction) -> Course | None:
        """Where the box lies in this take; None for padding, which has none."""
        if self.fit == "pad":
            return None
        keys = take.keys(self.shape)
        if not keys:
            return CENTRE
        wide, high = shares(source.width, source.height, ratio=self.size.ratio)
        cut = take.cut
        return course(keys, start=cut.start, speed=cut.speed, rate=rate, frames=cut.frames, wide=wide, high=high)


def arguments(
    takes: Sequence[Take],
    jobs: Sequence[Job],
    *,
    rate: Fraction,
    sound: Path | None,
    files: Sequence[Path],
    folder: Path,
) -> list[str]:
    """All arguments for ffmpeg but the program; `files` are written, one for each of `jobs`, from `sound` and takes."""
    branches = list(dict.fromkeys(job.branch for job in jobs))
    shown: dict[Branch, list[Any]] = {branch: [] for branch in branches}
    decoding = DECODER_THREADS if len(takes) <= FEW else 1
    for number, take in enumerate(takes):
        source, lead = opened(take.cut, rate=rate, spare=1.0 + number * 1e-5, threads=decoding)
        for branch, stream in _framed(source, take, branches, rate=rate, lead=lead).items():
            shown[branch].append(stream)
    heard = _heard(sound, jobs)
    outputs: list[Any] = []
    for branch in branches:
        members = [number for number, job in enumerate(jobs) if job.branch == branch]
        joined = ffmpeg.concat(*shown[branch], v=1, a=0) if len(takes) > 1 else shown[branch][0]
        for number, stream in zip(members, split(joined, len(members)), strict=True):
            job = jobs[number]
            streams = [_finished(stream, job, rate=rate, number=number), *([heard[number]] if job.sound else [])]
            options = coding_options(job, count=len(jobs))
            outputs.append(ffmpeg.output(*streams, file_name(files[number]), **options))
    made = list(ffmpeg.get_args(ffmpeg.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]))
    # An argument may have 128 KiB (Linux, MAX_ARG_STRLEN), and courses are long.
    place = made.index("-filter_complex")
    script = folder / "graph.txt"
    script.write_text(made[place + 1], encoding="utf-8")
    return [*made[:place], "-/filter_complex", str(script.absolute()), *made[place + 2 :]]


def split(stream: Any, count: int, *, sound: bool = False) -> list[Any]:
    """`stream` so many times: in a graph each filter's result may be used once."""
    if count == 1:
        return [stream]
    parts = stream.filter_multi_output("asplit" if sound else "split", count)
    return [parts[number] for number in range(count)]


def _framed(source: Any, take: Take, branches: Sequence[Branch], *, rate: Fraction, lead: float) -> dict[Branch, Any]:
    stream = _looked(seen(source, take.cut, lead=lead, rate=rate), take)
    size = take.size
    courses = {branch: branch.course(take, source=size, rate=rate) for branch in branches}
    stream = _faded(stream, take, rate=rate)
    framed = {}
    for branch, part in zip(branches, split(stream, len(branches)), strict=True):
        place = courses[branch]
        if place is None:
            framed[branch] = padded(part, source=size, target=branch.size)
        else:
            framed[branch] = cropped(part, source=size, target=branch.size, course=place)
    return framed


def _faded(stream: Any, take: Take, *, rate: Fraction) -> Any:
    shot, frames = take.shot, take.cut.frames
    if shot.fade_in:
        stream = stream.filter("fade", t="in", s=0, n=max(1, round(shot.fade_in * rate)))
    if shot.fade_out:
        count = max(1, round(shot.fade_out * rate))
        stream = stream.filter("fade", t="out", s=max(0, frames - count), n=count)
    return stream


def working_size(filmed: Size, targets: Sequence[tuple[Size, float, bool]]) -> Size:
    """`filmed`, or smaller where that is all that outputs show of it: each its size, its largest zoom, if padded."""
    most = max(
        min(each.width / filmed.width, each.height / filmed.height)
        if padded
        else max(each.width / filmed.width, each.height / filmed.height) * zoom
        for each, zoom, padded in targets
    )
    if most > WORTH:
        return filmed
    return Size(even(filmed.width * most), even(filmed.height * most))


def _looked(stream: Any, take: Take) -> Any:
    """The pictures in square pixels, with their look."""
    wanted = take.working or take.filmed
    if wanted != take.stored:
        flags = scaling(wanted.height / take.stored.height)
        stream = stream.filter("scale", w=wanted.width, h=wanted.height, flags=flags, out_range="tv")
    stream = stream.filter("setsar", "1")
    return take.treatment.apply(stream) if take.treatment else stream


def _heard(sound: Path | None, jobs: Sequence[Job]) -> dict[int, Any]:
    """The sound of each job that has one, by its number."""
    if sound is None:
        return {}
    levels: dict[Level | None, list[int]] = {}
    for number, job in enumerate(jobs):
        if job.sound:
            levels.setdefault(job.level, []).append(number)
    if not levels:
        return {}
    source = ffmpeg.input(file_name(sound), f="wav", protocol_whitelist="file,pipe").audio
    found: dict[int, Any] = {}
    for (level, members), stream in zip(levels.items(), split(source, len(levels), sound=True), strict=True):
        levelled = level.filtered(stream) if level is not None else stream
        for number, part in zip(members, split(levelled, len(members), sound=True), strict=True):
            job = jobs[number]
            found[number] = part.filter("atrim", end_sample=round(job.frames * SOUND_RATE / job.picture.rate))
    return found


def _finished(stream: Any, job: Job, *, rate: Fraction, number: int) -> Any:
    picture = job.picture
    if picture.rate != rate:
        stream = stream.filter("fps", fps=ratio(picture.rate), start_time=0, round="up")
        stream = stream.filter("tpad", stop_mode="clone", stop_duration=f"{float(2 / picture.rate):.6f}")
        stream = stream.filter("trim", end_frame=job.frames - job.cards)
    if job.cards:
        stream = stream.filter("tpad", stop_mode="add", stop=job.cards, color="black")
    for place, layer in enumerate(job.layers):
        stream = overlay(stream, layer, number=number * MOST_LAYERS + place)
    if picture.captions is not None:
        stream = burnt_in(stream, captions=picture.captions, fonts=picture.fonts)
    return stream


def coding_options(job: Job, *, count: int) -> dict[str, Any]:
    """ffmpeg's options for the file of one job among `count`."""
    output = job.output
    threads = THREADS_TOGETHER if count >= TOGETHER else THREADS_ALONE
    coding = Coding(output.crf, output.preset, KEY_SECONDS, job.sound, maxrate=output.maxrate, threads=threads)
    return output_options(job.picture, coding, frames=job.frames)


def looked_only(take: Take, *, rate: Fraction) -> list[str]:
    """The arguments that decode a take and give it its look, and no more: what a benchmark compares with."""
    source, lead = opened(take.cut, rate=rate)
    stream = _looked(seen(source, take.cut, lead=lead, rate=rate), take)
    return list(ffmpeg.get_args(ffmpeg.output(stream, "OUT")))[:-1]
