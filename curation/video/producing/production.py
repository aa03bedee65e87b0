"""Makes a production: every source decoded once, all outputs whole and proven, or none of them.

`Shot`, `Output` and `Production` say what is wanted; `produce` makes it.
"""

from __future__ import annotations

import dataclasses
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.audio.loudness import Level, Loudness, level, measure
from curation.video.audio.sound import any_sound, mix
from curation.video.errors import VideoError
from curation.video.limits import Limits
from curation.video.looks.look import Look
from curation.video.looks.treatment import prepare
from curation.video.previews.preview import make_poster
from curation.video.probe import Probe, probe
from curation.video.producing.composition import Job, arguments, working_size
from curation.video.producing.cropping import Size
from curation.video.producing.encode import Picture, output_rate
from curation.video.producing.layers import Layer
from curation.video.producing.proof import RenderProof, prove
from curation.video.producing.specification import Output, Production, Shot
from curation.video.producing.take import Take, take
from curation.video.producing.titles import compose, watermark
from curation.video.running.process import PARTIAL_SUFFIX, execute, together
from curation.video.running.progress import OnProgress, part
from curation.video.running.supervision import Cancelled
from curation.video.shapes import even
from curation.video.wishes import refusal

SPARE = 1.08  # a steadied picture loses so much of its edges and is enlarged by it
SOUND_PART, PICTURE_PART = 0.06, 0.9  # of the progress: until the sound is made, until the pictures are

__all__ = ["Output", "Production", "RenderProof", "Shot", "produce"]


def produce(
    production: Production, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> list[RenderProof]:
    """Make every output of `production`; each appears only once the proofs of all hold. In the outputs' order.

    Raises VideoError: `bad_request`, `bad_range`, `proof_failed`, the errors of `probe.probe` for the sources, and
    those of `process.run`. The same production gives the same bytes.
    """
    _check(production)
    probes = _probes(production, cancelled=cancelled)
    rates = [output.rate or output_rate(probes[production.shots[0].path]) for output in production.outputs]
    rate = max(rates)
    takes = [take(shot, probes[shot.path], rate=rate, number=number) for number, shot in enumerate(production.shots)]
    with _workplace(production.outputs[0].file) as folder:
        takes = [
            _treated(each, production, folder=folder / str(number), rate=rate, cancelled=cancelled)
            for number, each in enumerate(takes)
        ]
        jobs = _jobs(production, takes, rates=rates, rate=rate, folder=folder / "layers", cancelled=cancelled)
        sound, jobs = _levelled(
            jobs, takes, folder, production=production, rate=rate, on_progress=on_progress, cancelled=cancelled
        )

        def make(partials: list[Path]) -> list[RenderProof]:
            execute(
                arguments(takes, jobs, rate=rate, sound=sound, files=partials[: len(jobs)], folder=folder),
                frames=jobs[0].frames,
                on_progress=part(on_progress, start=SOUND_PART, end=PICTURE_PART),
                cancelled=cancelled,
                limits=production.limits,
            )
            shown = [number for number, job in enumerate(jobs) if job.output.poster is not None]
            for number, poster in zip(shown, partials[len(jobs) :], strict=True):
                make_poster(partials[number], poster, at=jobs[number].output.poster_time)
            return _proofs(
                partials[: len(jobs)], jobs, limits=production.limits, on_progress=on_progress, cancelled=cancelled
            )

        posters = [output.poster for output in production.outputs if output.poster is not None]
        return together([*(output.file for output in production.outputs), *posters], write=make)


def _check(production: Production) -> None:
    """What a specification cannot know: whether the files that it names are there."""
    for number, output in enumerate(production.outputs):
        wrong = {
            "captions": output.captions is not None and not output.captions.is_file(),
            "fonts": output.fonts is not None and not output.fonts.is_dir(),
            "file": not output.file.absolute().parent.is_dir(),
        }
        for name, unusable in wrong.items():
            if unusable:
                raise refusal(f"outputs.{number}.{name}", str(getattr(output, name)))
    if production.brand.fonts is not None and not production.brand.fonts.is_dir():
        raise refusal("brand.fonts", str(production.brand.fonts))


def _probes(production: Production, *, cancelled: Cancelled | None) -> dict[Path, Probe]:
    limits = _probe_limits(production.limits)
    paths = dict.fromkeys(shot.path for shot in production.shots)
    return {path: probe(path, limits=limits, cancelled=cancelled) for path in paths}


def _probe_limits(limits: Limits) -> Limits:
    """Bounds for reading facts: the defaults, or the production's where those are tighter."""
    plain = Limits()
    bounds: dict[str, Any] = {
        field.name: min(getattr(plain, field.name), getattr(limits, field.name))
        for field in dataclasses.fields(Limits)
        if field.name != "output"
    }
    return dataclasses.replace(plain, **bounds)


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    """A folder for what is needed while working, on the disk that the output needs room on anyway."""
    folder = beside.absolute().with_name(f".{secrets.token_hex(8)}{PARTIAL_SUFFIX}")
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise VideoError("disk_full" if error.errno == 28 else "ffmpeg_failed", detail=str(error)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _jobs(
    production: Production,
    takes: Sequence[Take],
    *,
    rates: Sequence[Fraction],
    rate: Fraction,
    folder: Path,
    cancelled: Cancelled | None,
) -> list[Job]:
    frames = sum(each.cut.frames for each in takes)
    heard = any_sound(takes)
    cards = max((title.end for title in production.titles if title.kind == "end_card"), default=0.0)
    folder.mkdir()
    jobs = []
    for output, own in zip(production.outputs, rates, strict=True):
        fonts = output.fonts or production.brand.fonts
        picture = Picture(even(output.width), even(output.height), own, captions=output.captions, fonts=fonts)
        shown = max(1, round(frames * own / rate))
        after = round(cards * own) if output.titles else 0
        layers = _layers(production, output, picture, frames=shown, folder=folder, cancelled=cancelled)
        jobs.append(Job(output, picture, shown + after, output.audio and heard, cards=after, layers=layers))
    return jobs


def _layers(
    production: Production, output: Output, picture: Picture, *, frames: int, folder: Path, cancelled: Cancelled | None
) -> tuple[Layer, ...]:
    """What is laid over an output of so many `frames` before its cards: the watermark, and the titles over that."""
    brand, width, height = production.brand, picture.width, picture.height
    layers = []
    if output.watermark:
        layers.append(watermark(brand, width=width, height=height, folder=folder, cancelled=cancelled))
    if output.titles:
        layers += [
            compose(
                title,
                brand,
                language=output.language,
                width=width,
                height=height,
                rate=picture.rate,
                folder=folder,
                shots_end=float(frames / picture.rate),
                cancelled=cancelled,
            )
            for title in production.titles
        ]
    return tuple(layer for layer in layers if layer is not None)


def _treated(each: Take, production: Production, *, folder: Path, rate: Fraction, cancelled: Cancelled | None) -> Take:
    """The take with what its look needs to know, if it has one."""
    look = each.shot.look
    if look == Look():
        return each
    folder.mkdir()
    targets = [
        (Size(even(output.width), even(output.height)), *_zoom(each.shot, output)) for output in production.outputs
    ]
    margin = SPARE if look.stabilise else 1.0
    working = working_size(each.filmed, [(size, zoom * margin, pad) for size, zoom, pad in targets])
    width, height = working.width, working.height
    treatment = prepare(look, each.cut, rate=rate, width=width, height=height, folder=folder, cancelled=cancelled)
    return dataclasses.replace(each, working=working, treatment=treatment)


def _zoom(shot: Shot, output: Output) -> tuple[float, bool]:
    """The largest zoom of the shot in this output, and whether it is padded."""
    keys = shot.framing.get(output.shape, ()) if output.fit == "follow" else ()
    return max((key.zoom for key in keys), default=1.0), output.fit == "pad"


def _levelled(
    jobs: Sequence[Job],
    takes: Sequence[Take],
    folder: Path,
    *,
    production: Production,
    rate: Fraction,
    on_progress: OnProgress | None,
    cancelled: Cancelled | None,
) -> tuple[Path | None, list[Job]]:
    """The sound of all outputs as a file, and the jobs with the level that each gives it."""
    if not any(job.sound for job in jobs):
        return None, list(jobs)
    path = folder / "sound.wav"
    frames = max(round(job.frames * rate / job.picture.rate) for job in jobs)
    mix(
        takes,
        path,
        rate=rate,
        frames=frames,
        limits=production.limits,
        on_progress=part(on_progress, start=0.0, end=SOUND_PART),
        cancelled=cancelled,
    )
    wanted = {
        (job.output.loudness, job.output.true_peak) for job in jobs if job.sound and job.output.loudness is not None
    }
    if not wanted:
        return path, list(jobs)
    known = measure(path, limits=production.limits, cancelled=cancelled)
    levels: dict[tuple[float | None, float], Level] = {
        (target, peak): level(
            path,
            target=target,
            true_peak=peak,
            seconds=float(frames / rate),
            known=known,
            limits=production.limits,
            cancelled=cancelled,
        )
        for target, peak in sorted(wanted)
        if target is not None
    }
    return path, [
        dataclasses.replace(job, level=levels.get((job.output.loudness, job.output.true_peak)) if job.sound else None)
        for job in jobs
    ]


def _proofs(
    files: Sequence[Path],
    jobs: Sequence[Job],
    *,
    limits: Limits,
    on_progress: OnProgress | None,
    cancelled: Cancelled | None,
) -> list[RenderProof]:
    proofs: list[RenderProof] = []
    heard: dict[tuple[Level, Fraction], Loudness] = {}
    step = (1 - PICTURE_PART) / len(jobs)
    for number, (file, job) in enumerate(zip(files, jobs, strict=True)):
        begin = PICTURE_PART + number * step
        # Outputs of one level and length have the same sound, to the bit.
        sound = (job.level, job.frames / job.picture.rate) if job.level is not None else None
        proof = prove(
            file,
            picture=job.picture,
            frames=job.frames,
            sound=job.sound,
            level=job.level,
            heard=heard.get(sound) if sound else None,
            limits=limits,
            on_progress=part(on_progress, start=begin, end=begin + step),
            cancelled=cancelled,
        )
        if sound:
            heard[sound] = Loudness(proof.loudness, proof.true_peak)
        proofs.append(proof)
    return proofs
