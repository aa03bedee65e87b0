"""A partner with an agreement, a member who has signed in, and a clip that is offered."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

import av
import numpy
import pyotp
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curation.clips.models import Rendition
from curation.jobs import services as jobs
from publishing.partners import offers, second_factor
from publishing.partners.models import Agreement, Copy, Member, Offer, Organisation
from tests.publishing import stage

PASSWORD = "a long pass phrase"


def film(seconds: float = 2.0, *, width: int = 320, height: int = 180) -> bytes:
    """A small MP4 with a picture that moves, as ours are: index first, without metadata."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        _draw(path, seconds, width=width, height=height)
        return path.read_bytes()


def _draw(path: Path, seconds: float, *, width: int, height: int) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as out:
        stream = out.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(round(seconds * 12)):
            picture = numpy.full((height, width, 3), (number * 7) % 200, dtype=numpy.uint8)
            picture[:, (number * 9) % width :][:, :20] = 255
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())


def member(*, name: str = "Museum", email: str = "anna@museum.example", second: bool = True) -> Member:
    organisation, _new = Organisation.objects.get_or_create(name=name)
    user = User.objects.create_user(email, email, PASSWORD, first_name="Anna")
    row = Member.objects.create(user=user, organisation=organisation, language="en")
    if second:
        secret = second_factor.begin()
        second_factor.confirm(row, secret=secret, code=pyotp.TOTP(secret).now())
        row.totp = secret
    return row


def agreement(of: Member, **fields: object) -> Agreement:
    today = timezone.localdate()
    defaults = {
        "title": "Exhibition", "use": "education", "starts_on": today - timedelta(days=1), "terms": "Show it indoors.",
        "credit_line": "Tiger and Leopard Center",
    }  # fmt: skip
    return Agreement.objects.create(organisation=of.organisation, **{**defaults, **fields})


def offered(*, title: str = "A tiger in the snow", real: bool = False, **fields: object) -> Offer:
    """An offered clip with one finished file; `real`: one that plays, and its preview is made."""
    clip = stage.clip(title=title, **fields)
    rendition = stage.finished(clip.version)
    if real:
        content = film()
        default_storage.save(rendition.file, ContentFile(content))
        Rendition.objects.filter(pk=rendition.pk).update(size=len(content))
    row = offers.offer(clip, titles={"en": title, "zh-hans": "雪地里的东北虎"}, summaries={}, user=None)
    if real:
        assert jobs.run(row.job_id).state == "done"
        row.refresh_from_db()
    return row


def rendition_of(offer: Offer) -> Rendition:
    return offer.version.renditions.get()


def signed_in(row: Member) -> Client:
    """Through the pages, as a person does it: password, then a code that was not used yet."""
    client = Client()
    answer = client.post(reverse("portal:login"), {"username": row.user.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    Member.objects.filter(pk=row.pk).update(last_step=0)
    answer = client.post(reverse("portal:code"), {"code": pyotp.TOTP(row.totp).at(int(time.time()))})
    assert answer.status_code == 302, answer.content.decode()
    return client


def finish(copy: Copy) -> Copy:
    """Do the job that prepares it."""
    jobs.run(copy.job_id)
    copy.refresh_from_db()
    return copy


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def stored(copy: Copy, place: int = 0) -> Path:
    return Path(default_storage.path(copy.files[place]["stored"]))
