"""The job that reads footage: facts, capture time, pictures, motion, likeness, and a proxy where one is needed.

A file is decoded once: for its proxy where it gets one, together with the few small pictures that everything else is
taken from; otherwise for everything else (docs/decisions/0008).
"""

from __future__ import annotations

import dataclasses
import logging
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from curation.files import names, store
from curation.files.errors import StoreError
from curation.files.local import keep, scratch
from curation.footage import services, stored
from curation.footage.alarms import raising
from curation.footage.arrivals import tells_place
from curation.footage.blanks import note_blank
from curation.footage.models import Footage
from curation.footage.quality import quality_of
from curation.footage.relations import relate
from curation.footage.states import FOOTAGE, KIND
from curation.footage.waveforms import drawn_or_later
from curation.jobs.graph import UndeclaredTransition
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.video.captured import capture_time
from curation.video.errors import VideoError
from curation.video.previews.proxy import make_proxy
from curation.video.probe import Probe, probe
from curation.video.running.progress import Progress
from curation.video.surveying.likeness import Likeness, bands
from curation.video.surveying.motion import Motion
from curation.video.surveying.survey import survey

logger = logging.getLogger(__name__)

HEAVY = 8_000_000  # bits a second: more does not play without waiting on an ordinary line
LARGE = 1280  # pixels: smaller pictures are no larger as a proxy


@handler(KIND)
def ingest(work: Work) -> dict[str, Any]:
    """Read one footage row. Safe to repeat: pictures are named by the fingerprint and replaced."""
    footage = stored.standing_for(work.job.subject or 0)
    if footage is None:
        return {}
    return read(footage, work=work)


def read(footage: Footage, *, work: Work) -> dict[str, Any]:
    """Bring footage from `registered` to `ready` or `failed`; raises JobFailed with the reason for the latter."""
    if not services.begin_reading(footage):
        return {"footage": footage.pk}
    try:
        changes = _facts(footage, work=work)
    except VideoError as error:
        if error.code == "cancelled":
            _back(footage)
            raise JobCancelled from error
        _fail(footage, code=error.code, params=error.params)
        raise JobFailed(error.code, error.detail, **error.params) from error
    except FileNotFoundError as error:
        _fail(footage, code="file_gone", params={})
        raise JobFailed("file_gone", str(error)) from error
    except stored.AlreadyHere as found:
        # The row is gone; what it was merged into may itself wait to be read, or have failed.
        stored.note_merged(work.job, found)
        raising.settle(found.footage)
        relate([found.footage.pk])  # it may have learnt where it was filmed
        return read(found.footage, work=work) | found.result()
    except StoreError as error:
        _fail(footage, code="store_failed", params={"problem": error.strerror})
        raise JobFailed("store_failed", str(error), problem=error.strerror) from error
    except JobFailed as failure:
        _fail(footage, code=failure.code, params=failure.params)
        raise
    except JobCancelled:
        _back(footage)
        raise
    except Exception:
        # The row must not stay "being read" for ever; the job keeps the evidence.
        _fail(footage, code="internal", params={})
        raise
    _end(footage, Footage.State.READY, **changes)
    note_blank(footage, motion=Motion.from_dict(changes["motion"]))
    raising.settle(footage)
    relate([footage.pk])
    return {"footage": footage.pk}


def _back(footage: Footage) -> None:
    _end(footage, Footage.State.REGISTERED)


def _fail(footage: Footage, *, code: str, params: dict[str, Any]) -> None:
    _end(footage, Footage.State.FAILED, error_code=code, error_params=params)


def _end(footage: Footage, state: str, **changes: Any) -> None:
    """Write how the reading ended, unless another worker, to whom this one seemed dead, has done so."""
    try:
        FOOTAGE.move(footage, state, **changes)
    except UndeclaredTransition:
        logger.warning("%s was read by another worker meanwhile; it stays %s", footage, footage.state)


def _facts(footage: Footage, *, work: Work) -> dict[str, Any]:
    """Everything that is found out about the file, as fields of the row; pictures are stored on the way."""
    if not store.exists(footage.file):
        raise FileNotFoundError(footage.file)
    with stored.copy_of(footage, work=work) as path, scratch() as folder:
        work.report(0.02, "reading")
        found = probe(path, cancelled=work.cancelled)
        proxy, source = None, path
        if _wants_proxy(found):
            proxy = folder / "proxy.mp4"
            source = _make_proxy(path, proxy, found=found, work=work)
        work.report(0.8, "pictures")
        seen = survey(source, folder, probe=found, cancelled=work.cancelled)
        fingerprint = str(footage.fingerprint)
        return {
            **_probed(found),
            **_captured(footage, found=found),
            **_understood(seen.motion, seen.likeness),
            "poster": keep(seen.poster_path, names.derived(fingerprint, "poster", ".jpg")),
            "scrub_sheet": keep(seen.sheet_path, names.derived(fingerprint, "scrub", ".jpg")),
            "scrub": dataclasses.asdict(seen.sheet),
            "waveform": drawn_or_later(path, probe=found, fingerprint=fingerprint, cancelled=work.cancelled),
            "proxy": keep(proxy, names.derived(fingerprint, "proxy", ".mp4")) if proxy else "",
            "error_code": "",
            "error_params": {},
        }


def _wants_proxy(found: Probe) -> bool:
    """Whether a browser does not play the file as it is, or should not, or only slowly."""
    # Whoever may play a file can also read its metadata, so one that tells its place is never played as it is.
    if not found.browser_playable or tells_place(found.tags):
        return True
    heavy = found.size * 8 > HEAVY * found.duration
    return heavy and max(found.display_width, found.display_height) > LARGE


def _make_proxy(path: Path, proxy: Path, *, found: Probe, work: Work) -> Path:
    """Write the proxy; returns what is to be surveyed."""
    work.report(0.1, "proxy")

    def on_progress(progress: Progress) -> None:
        work.report(0.1 + 0.7 * (progress.fraction or 0.0))

    return make_proxy(
        path,
        proxy,
        probe=found,
        light=found.browser_playable,
        samples=proxy.with_name("samples.nut"),
        on_progress=on_progress,
        cancelled=work.cancelled,
    )


def _understood(motion: Motion, likeness: Likeness) -> dict[str, Any]:
    """What motion tells, as fields of the row. Where nothing could be made out, it is neither blank nor not."""
    return {
        "motion": motion.to_dict(),
        "light": motion.light,
        "animal_share": motion.share if motion.track else None,
        "sharpness": motion.sharpness,
        "exposure": motion.exposure.mean,
        "blank": True if motion.blank else False if motion.track else None,
        "quality": quality_of(motion),
        "likeness": list(likeness.frames),
        "likeness_bands": list(bands(likeness)),
    }


def _probed(found: Probe) -> dict[str, Any]:
    return {
        "probe": found.to_dict(),
        "duration": found.duration,
        "width": found.display_width,
        "height": found.display_height,
        "frame_rate": float(found.frame_rate),
    }


def _captured(footage: Footage, *, found: Probe) -> dict[str, Any]:
    """When it was filmed and how that is known; what a person said stays."""
    if footage.captured_source == "person":
        return {}
    parts = [*PurePosixPath(footage.folder).parts, footage.original_name]
    moment = capture_time(parts, found)
    if moment is None and footage.captured_source in {"api", "package"}:
        return {}  # what the sender said stands where the file says nothing
    if moment is None:
        return {"captured_at": None, "captured_source": "", "captured_exact": True}
    return {
        "captured_at": _aware(moment.value, footage=footage),
        "captured_source": moment.source,
        "captured_exact": moment.exact,
    }


def _aware(value: datetime, *, footage: Footage) -> datetime:
    """A camera's own clock read in the zone of its station, or in the desk's."""
    if value.tzinfo is not None:
        return value
    try:
        zone: Any = ZoneInfo(footage.station.time_zone) if footage.station else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        zone = timezone.get_default_timezone()
    return value.replace(tzinfo=zone).astimezone(UTC)
