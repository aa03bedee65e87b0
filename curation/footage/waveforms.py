"""The waveform of a piece's sound: drawn when it is read, or, for what was read before there were any, when asked for.

Footage without sound has none. Where the sound cannot be read the waveform is stored with no pixels, so that nobody
tries again.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from curation.files import names, store
from curation.files.errors import StoreError
from curation.files.local import keep, local_copy, scratch
from curation.footage.models import Footage
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.video.audio.waveform import WAVEFORM_NAME, make_waveform, write_empty
from curation.video.errors import VideoError
from curation.video.probe import Probe
from curation.video.running.supervision import Cancelled

logger = logging.getLogger(__name__)

KIND = "waveform"
AGAIN = timedelta(minutes=10)  # after a failure, which may have been the store's


def has_sound(footage: Footage) -> bool:
    """Whether there is anything to draw."""
    return bool(footage.probe.get("audio_codec"))


def store_waveform(path: Path, *, probe: Probe, fingerprint: str, cancelled: Cancelled | None = None) -> str:
    """Draw the sound of `path` and keep it; returns the stored name, "" where there is no sound.

    Raises VideoError `cancelled`, `timed_out`, `out_of_memory`, `disk_full`, and StoreError.
    """
    if probe.audio_stream is None:
        return ""
    with scratch() as folder:
        drawn = folder / WAVEFORM_NAME
        try:
            make_waveform(path, drawn, probe=probe, cancelled=cancelled)
        except VideoError as error:
            if error.code != "no_sound":
                raise
            write_empty(drawn)
        return keep(drawn, names.derived(fingerprint, "waveform", ".dat"))


def drawn_or_later(path: Path, *, probe: Probe, fingerprint: str, cancelled: Cancelled) -> str:
    """As `store_waveform`, but footage whose pictures can be read is ready whatever its sound does: "" then.

    Raises VideoError `cancelled` only, and StoreError.
    """
    try:
        return store_waveform(path, probe=probe, fingerprint=fingerprint, cancelled=cancelled)
    except VideoError as error:
        if error.code == "cancelled":
            raise
        logger.warning("No waveform of %s for now: %s %s", fingerprint, error, error.detail)
        return ""


def ask_for(footage: Footage, *, user: AbstractBaseUser | None) -> Job:
    """The job that draws this footage's waveform: one that waits or runs, one that failed just now, or a new one."""
    with transaction.atomic():
        # Several pages may ask at once; the row's lock makes them share one job.
        Footage.objects.select_for_update().only("pk").get(pk=footage.pk)
        latest = Job.objects.filter(kind=KIND, subject=footage.pk).order_by("-pk").first()
        if latest is not None:
            if latest.state in {Job.State.QUEUED, Job.State.RUNNING}:
                return latest
            if latest.state == Job.State.FAILED and latest.finished_at and latest.finished_at > timezone.now() - AGAIN:
                return latest
        return jobs.start(KIND, subject=footage.pk, user=user)


@handler(KIND)
def draw(work: Work) -> dict[str, Any]:
    """Draw the waveform of one footage. Safe to repeat."""
    footage = Footage.objects.filter(pk=work.subject).first()
    if footage is None or footage.fingerprint is None or not has_sound(footage):
        return {}
    try:
        if not store.exists(footage.file):
            raise FileNotFoundError(footage.file)
        with local_copy(footage.file) as path:
            found = Probe.from_dict(footage.probe)
            name = store_waveform(path, probe=found, fingerprint=footage.fingerprint, cancelled=work.cancelled)
    except VideoError as error:
        if error.code == "cancelled":
            raise JobCancelled from error
        raise JobFailed(error.code, error.detail, **error.params) from error
    except FileNotFoundError as error:
        raise JobFailed("file_gone", str(error)) from error
    except StoreError as error:
        raise JobFailed("store_failed", str(error), problem=error.strerror) from error
    Footage.objects.filter(pk=footage.pk).update(waveform=name)
    return {"footage": footage.pk}
