"""Whether Pugmark works: every line is good with a proof, or bad with what to do about it."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation.jobs.models import Job
from curation.subtitles import fonts
from publishing.insights import canary
from publishing.insights.selectors import OPEN, STOOD, deliveries

DUE_LATE = timedelta(seconds=60)
OPTIONAL = frozenset({"models"})  # without them a desk is poorer, and not ill
SPACE_LEFT = 5 * 10**9  # bytes; a day of renders needs more
WORDS: dict[str, str | Promise] = {
    "database": gettext_lazy("Database"),
    "broker": gettext_lazy("Messages and cache"),
    "queue_publish": gettext_lazy("Queue of publishing"),
    "queue_jobs": gettext_lazy("Queue of renders and imports"),
    "queue_insights": gettext_lazy("Queue of figures"),
    "due": gettext_lazy("Due posts"),
    "leases": gettext_lazy("Leases"),
    "jobs": gettext_lazy("Jobs"),
    "throughput": gettext_lazy("Last minute"),
    "storage": gettext_lazy("Storage"),
    "space": gettext_lazy("Free space"),
    "models": gettext_lazy("Translation models"),
    "fonts": gettext_lazy("Caption fonts"),
}


@dataclass(frozen=True)
class Line:
    """One thing that must work. proof: what was seen, for people.  command: what to do where it is not good.

    figures: the same as numbers, for a monitoring system; never a name, an address or a secret.
    """

    key: str
    good: bool
    proof: str
    command: str
    figures: Mapping[str, float | int | None]

    @property
    def label(self) -> str:
        return str(WORDS[self.key])


def lines() -> list[Line]:
    """Look at everything, in the order in which things depend on one another; nothing raises."""
    return [line for look in _LOOKS for line in look()]


def _attempt(key: str, command: str, look: Callable[[], Line]) -> Line:
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - whatever breaks here is what the page is there to say
        return Line(key, False, type(error).__name__, command, {})


def _database() -> list[Line]:
    command = f"tail {settings.VAR / 'logs' / 'postgres.log'}"

    def look() -> Line:
        began = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        taken = (time.monotonic() - began) * 1000
        return Line("database", True, _("It answered in %(ms).1f ms.") % {"ms": taken}, "", {"ms": round(taken, 2)})

    return [_attempt("database", command, look)]


def _broker() -> list[Line]:
    command = f"tail {settings.VAR / 'logs' / 'redis.log'}"

    def look() -> Line:
        key, value, began = f"health:{uuid.uuid4().hex}", uuid.uuid4().hex, time.monotonic()
        cache.set(key, value, 10)
        good = cache.get(key) == value
        cache.delete(key)
        taken = (time.monotonic() - began) * 1000
        proof = _("Written and read back in %(ms).1f ms.") if good else _("What was written could not be read back.")
        return Line("broker", good, proof % {"ms": taken}, "" if good else command, {"ms": round(taken, 2)})

    return [_attempt("broker", command, look)]


def _queues() -> list[Line]:
    return [_queue(name) for name in canary.QUEUES]


def _queue(name: str) -> Line:
    command = f"celery -A config worker -Q {name} -c 2"

    def look() -> Line:
        seen = canary.last(name)
        if seen is None:
            return Line(f"queue_{name}", False, _("No message has ever come through it."), command, {"age": None})
        age, good = seen.age(), seen.age() <= canary.SILENT_AFTER
        told = {"age": round(age), "seconds": f"{seen.seconds:.1f}", "worker": seen.worker}
        if good:
            proof = _("A message came through %(age)s s ago and took %(seconds)s s (%(worker)s).") % told
        else:
            proof = _("The last message came through %(age)s s ago: nobody consumes, or all are busy.") % told
        figures = {"age": round(age, 1), "latency": round(seen.seconds, 3)}
        return Line(f"queue_{name}", good, proof, "" if good else command, figures)

    return _attempt(f"queue_{name}", command, look)


def _publishing() -> list[Line]:
    command = "celery -A config call publishing.publish_due"

    def due() -> Line:
        now = timezone.now()
        waiting = deliveries().filter(state__in=OPEN, next_at__lte=now, lease_until__isnull=True)
        found = waiting.aggregate(number=Count("pk"), oldest=Min("next_at"))
        seconds = (now - found["oldest"]).total_seconds() if found["oldest"] else 0.0
        told = {"number": found["number"], "seconds": round(seconds)}
        good = seconds <= DUE_LATE.total_seconds()
        proof = _("Nothing waits.")
        if found["number"]:
            proof = _("%(number)s wait, the oldest for %(seconds)s s.") % told
        return Line("due", good, proof, "" if good else command, told)

    def leases() -> Line:
        now = timezone.now()
        found = deliveries().filter(state__in=[*OPEN, "unconfirmed"], lease_until__isnull=False)
        told = found.aggregate(held=Count("pk", filter=Q(lease_until__gt=now)), lost=Count("pk", filter=_lost(now)))
        good = not told["lost"]
        proof = _("%(held)s are held by workers that are alive, %(lost)s by workers that fell silent.") % told
        return Line("leases", good, proof, "" if good else "celery -A config call publishing.sweep_leases", told)

    return [_attempt("due", command, due), _attempt("leases", command, leases)]


def _lost(now: Any) -> Q:
    """Leases that ran out and that no sweep, which comes every 10 seconds, has picked up."""
    return Q(lease_until__lt=now - timedelta(seconds=45))


def _jobs() -> list[Line]:
    command = "celery -A config call curation.sweep_jobs"

    def jobs() -> Line:
        now = timezone.now()
        found = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).aggregate(
            waiting=Count("pk", filter=Q(state=Job.State.QUEUED)),
            running=Count("pk", filter=Q(state=Job.State.RUNNING, lease_until__gt=now)),
            lost=Count("pk", filter=Q(state=Job.State.RUNNING, lease_until__lt=now - timedelta(seconds=60))),
            oldest=Min("created_at", filter=Q(state=Job.State.QUEUED)),
        )
        oldest = found.pop("oldest")
        told = {**found, "seconds": round((now - oldest).total_seconds()) if oldest else 0}
        # A long queue is no fault as long as somebody works at it.
        good = not told["lost"] and (told["seconds"] <= 300 or told["running"] > 0)
        proof = _("%(waiting)s wait, %(running)s run, %(lost)s were lost; the oldest waits for %(seconds)s s.") % told
        return Line("jobs", good, proof, "" if good else command, told)

    def throughput() -> Line:
        since = timezone.now() - timedelta(minutes=1)
        told = {
            "published": deliveries().filter(state__in=STOOD, published_at__gte=since).count(),
            "jobs": Job.objects.filter(state=Job.State.DONE, finished_at__gte=since).count(),
        }
        return Line("throughput", True, _("%(published)s posts published, %(jobs)s jobs done.") % told, "", told)

    return [_attempt("jobs", command, jobs), _attempt("throughput", command, throughput)]


def _files() -> list[Line]:
    command = f"df -h {settings.MEDIA_ROOT}"

    def storage() -> Line:
        content, began = uuid.uuid4().hex.encode(), time.monotonic()
        name = default_storage.save(f"health/{uuid.uuid4().hex}", ContentFile(content))
        try:
            with default_storage.open(name) as stream:
                good = stream.read() == content
        finally:
            default_storage.delete(name)
        taken = (time.monotonic() - began) * 1000
        proof = _("A file was written, read and deleted in %(ms).0f ms.") if good else _("A file came back changed.")
        return Line("storage", good, proof % {"ms": taken}, "" if good else command, {"ms": round(taken, 1)})

    def space() -> Line:
        left = shutil.disk_usage(settings.MEDIA_ROOT if Path(settings.MEDIA_ROOT).exists() else settings.VAR).free
        good = left >= SPACE_LEFT
        told = {"left": f"{left / 1e9:.1f}", "least": f"{SPACE_LEFT / 1e9:.0f}"}
        proof = _("%(left)s GB are free; %(least)s GB are needed.") % told
        return Line("space", good, proof, "" if good else command, {"bytes": left})

    found = [_attempt("storage", command, storage)]
    return [*found, _attempt("space", command, space)] if isinstance(default_storage, FileSystemStorage) else found


def _equipment() -> list[Line]:
    def models() -> Line:
        folder = Path(settings.TRANSLATION_MODELS)
        names = sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
        good = bool(names) or settings.TRANSLATION_ENGINE not in {"ctranslate2", "transformers"}
        told = {"number": len(names), "names": ", ".join(names[:6])}
        proof = _("%(number)s installed: %(names)s") % told if names else _("None is installed; a server is used.")
        if not good:
            proof = _("None is installed: translations have to be written by hand.")
        return Line(
            "models", good, proof, "" if good else "python manage.py translation_model --help", {"number": len(names)}
        )

    def font() -> Line:
        samples = {"zh-Hans": "东北虎", "en": "tiger", "ru": "тигр", "ko": "호랑이"}
        missing = [language for language, text in samples.items() if fonts.missing_glyphs(text, language)]
        told = {"number": len(samples) - len(missing), "missing": ", ".join(missing)}
        proof = _("Chinese, Latin, Cyrillic and Korean can be drawn.")
        if missing:
            proof = _("Letters are missing for: %(missing)s") % told
        return Line("fonts", not missing, proof, "make install" if missing else "", {"missing": len(missing)})

    help_ = "python manage.py translation_model --help"
    return [_attempt("models", help_, models), _attempt("fonts", "make install", font)]


_LOOKS = (_database, _broker, _queues, _publishing, _jobs, _files, _equipment)
