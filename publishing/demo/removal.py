"""Takes the demo away: all of it and nothing else. What real people made of it is named and nothing is touched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from curation.clips.models import CaptionTrack, Clip, Rendition
from curation.footage.duplicates.grouping import forget
from curation.footage.models import Deployment, Event, Footage, Individual, IndividualPicture, Observation, Station
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.language.models import MemoryUnit
from publishing.delivery.models import Delivery, SandboxPost
from publishing.demo.models import Demonstration, DemoPerson
from publishing.insights import services as insights
from publishing.partners.models import Acceptance, Agreement, Copy, Member, Offer, Organisation
from publishing.posts import services as posts
from publishing.posts.models import Campaign, Channel, HouseTags, Post, Review

PATIENCE = 15.0  # seconds for what is under way to end
OUT = ("publishing", "waiting", "by_hand", "published", "unconfirmed", "taking_down", "taken_down")
Say = Callable[[str], None]


class StillUsed(Exception):
    """Work of real people refers to demo content. `uses` holds a sentence for each piece of it."""

    def __init__(self, uses: list[str]) -> None:
        super().__init__("; ".join(uses))
        self.uses = uses


@dataclass(frozen=True)
class Doomed:
    """Every row that goes, as querysets. What demo people made of demo content belongs to it."""

    footage: QuerySet[Footage]
    clips: QuerySet[Clip]
    posts: QuerySet[Post]
    renditions: QuerySet[Rendition]
    deliveries: QuerySet[Delivery]
    sandbox: QuerySet[SandboxPost]
    jobs: QuerySet[Job]


def _of_the_demo() -> Doomed:
    people = list(DemoPerson.objects.values_list("user", flat=True))
    clips = list(
        Clip.objects.filter(
            Q(demo=True) | Q(created_by__in=people, versions__segments__footage__demo=True)
        ).values_list("pk", flat=True)
    )
    written = Q(created_by__in=people) & (Q(clip__in=clips) | Q(variants__channel__demo=True))
    chosen = list(Post.objects.filter(Q(demo=True) | written).values_list("pk", flat=True))
    footage = Footage.objects.filter(demo=True)
    renditions = Rendition.objects.filter(version__clip__in=clips)
    deliveries = Delivery.objects.filter(variant__post__in=chosen)
    keys = [str(key) for key in deliveries.values_list("key", flat=True)]
    tracks = CaptionTrack.objects.filter(clip__in=clips)
    return Doomed(
        footage=footage,
        clips=Clip.objects.filter(pk__in=clips),
        posts=Post.objects.filter(pk__in=chosen),
        renditions=renditions,
        deliveries=deliveries,
        sandbox=SandboxPost.objects.filter(Q(channel__demo=True) | Q(key__in=keys)),
        jobs=Job.objects.filter(
            Q(kind="ingest", subject__in=_keys(footage))
            | Q(kind="render", pk__in=list(renditions.exclude(job=None).values_list("job", flat=True)))
            | Q(kind="translate", subject__in=_keys(tracks))
            | Q(kind="partner_preview", subject__in=_keys(Offer.objects.filter(clip__in=clips)))
            | Q(pk__in=_copies(clips).exclude(job=None).values_list("job", flat=True))
        ),
    )


def _copies(clips: Sequence[int]) -> QuerySet[Copy]:
    """What partners of the demo have taken, and what anybody has taken of its clips."""
    return Copy.objects.filter(Q(member__organisation__demo=True) | Q(offer__clip__in=clips))


def _keys(rows: QuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def uses() -> list[str]:
    """What real people made of demo content, a sentence each."""
    doomed = _of_the_demo()
    return [*_uses_of_footage(doomed), *_uses_of_clips(doomed), *_uses_of_stations(), *_uses_of_individuals()]


def _uses_of_individuals() -> Iterator[str]:
    linked = Observation.objects.filter(individual__demo=True).exclude(footage__demo=True)
    for observation in linked.exclude(event__station__demo=True).select_related("individual"):
        code = observation.individual.code if observation.individual else ""
        yield f"Observation {observation.pk} of real footage names the demo animal {code}: take that off first."
    for row in Individual.objects.filter(Q(mother__demo=True) | Q(merged_into__demo=True), demo=False):
        yield f"Dossier {row.code} belongs to a demo animal, as its young or merged into it: change that first."


def _uses_of_stations() -> Iterator[str]:
    rows = Footage.objects.filter(demo=False).filter(Q(station__demo=True) | Q(deployment__station__demo=True))
    for footage in rows.select_related("station", "deployment__station"):
        station = footage.station or (footage.deployment.station if footage.deployment else None)
        code = station.code if station else ""
        yield f"Footage {footage} of {footage.original_name!r} stands at the demo station {code}: give it another one."


def _uses_of_footage(doomed: Doomed) -> Iterator[str]:
    rows = Clip.objects.filter(versions__segments__footage__demo=True).exclude(pk__in=doomed.clips).distinct()
    for clip in rows:
        yield f"Clip {clip.pk} “{clip.title}” is cut from demo footage: delete it first, or keep the demo."


def _uses_of_clips(doomed: Doomed) -> Iterator[str]:
    demo = Q(clip__in=doomed.clips) | Q(variants__channel__demo=True)
    for post in Post.objects.filter(demo).exclude(pk__in=doomed.posts).distinct():
        yield f"Post {post.pk} “{post.title}” uses a demo clip or a demo channel: delete it first, or keep the demo."
    real = doomed.deliveries.filter(variant__channel__demo=False, state__in=OUT)
    for delivery in real.exclude(variant__channel__platform="sandbox").select_related("variant__channel"):
        channel = delivery.variant.channel
        yield f"Delivery {delivery} went out to the real channel “{channel}”: its ledger is kept, and the demo with it."
    for post in Post.objects.filter(campaign__demo=True).exclude(pk__in=doomed.posts).select_related("campaign"):
        yield f"Post {post.pk} “{post.title}” belongs to the demo campaign “{post.campaign}”: put it elsewhere first."
    for agreement in Agreement.objects.filter(organisation__demo=False, clips__in=doomed.clips).distinct():
        yield f"Agreement {agreement.pk} “{agreement.title}” licenses a demo clip: take the clip out of it first."


def counts() -> dict[str, int]:
    """How much demo content there is, by what it is."""
    doomed = _of_the_demo()
    return {
        "footage": doomed.footage.count(),
        "observations": Observation.objects.filter(footage__demo=True).count(),
        "individuals": Individual.objects.filter(demo=True).count(),
        "stations": Station.objects.filter(demo=True).count(),
        "clips": doomed.clips.count(),
        "caption tracks": CaptionTrack.objects.filter(clip__in=doomed.clips).count(),
        "renditions": doomed.renditions.count(),
        "posts": doomed.posts.count(),
        "deliveries": doomed.deliveries.count(),
        "channels": Channel.objects.filter(demo=True).count(),
        "campaigns": Campaign.objects.filter(demo=True).count(),
        "partners": Organisation.objects.filter(demo=True).count(),
        "jobs": doomed.jobs.count(),
        "people": DemoPerson.objects.count(),
    }


def remove(say: Say) -> dict[str, int]:
    """Remove the demo for good; returns what went. Raises StillUsed, and then nothing was touched."""
    gone = clear(say)
    now = timezone.now()
    if not Demonstration.objects.update(removed_at=now):
        Demonstration.objects.create(removed_at=now)
    return gone


def clear(say: Say) -> dict[str, int]:
    """Remove every row and file of the demo but the memory of it. Can be repeated after an interruption."""
    found = uses()
    if found:
        raise StillUsed(found)
    _stop(say)
    numbers = counts()
    files = _files()
    # Files first: as long as the rows stand, an interrupted removal can be taken up again.
    for name in files:
        default_storage.delete(name)
    with transaction.atomic():
        _delete_rows()
    return {**numbers, "files": len(files)}


def _stop(say: Say) -> None:
    """Take posts off the calendar, cancel jobs, and wait a little for what is under way."""
    doomed = _of_the_demo()
    for post in doomed.posts.filter(state=Post.State.SCHEDULED):
        posts.cancel(post, user=None)
    for job in doomed.jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]):
        jobs.cancel(job)
    deadline = time.monotonic() + PATIENCE
    told = False
    while time.monotonic() < deadline:
        now = timezone.now()
        running = doomed.jobs.filter(state=Job.State.RUNNING, lease_until__gt=now).count()
        running += doomed.deliveries.filter(lease_until__gt=now).count()
        if not running:
            return
        if not told:
            say("waiting for what is under way to end …")
            told = True
        time.sleep(0.2)


def _files() -> list[str]:
    """Names of all stored files of the demo; one that a row of somebody else names too stays."""
    doomed = _of_the_demo()
    names = set()
    for rows, fields in (
        (doomed.footage, ("file", "poster", "scrub_sheet", "waveform", "proxy")),
        (_pictures(), ("picture",)),
        (doomed.renditions, ("file", "poster")),
        (doomed.sandbox, ("file", "poster")),
        (Offer.objects.filter(clip__in=doomed.clips), ("preview", "poster")),
    ):
        for values in rows.values_list(*fields):
            names.update(values)
    for copy in _copies(_keys(doomed.clips)):
        names.update(file["stored"] for file in copy.files)
    others = SandboxPost.objects.exclude(pk__in=doomed.sandbox.values("pk"))
    for values in others.filter(Q(file__in=names) | Q(poster__in=names)).values_list("file", "poster"):
        names.difference_update(values)
    return sorted(names - {""})


def _pictures() -> QuerySet[IndividualPicture]:
    """Stills of demo animals, and stills from demo footage in whosever dossier."""
    return IndividualPicture.objects.filter(Q(individual__demo=True) | Q(footage__demo=True))


def _delete_rows() -> None:
    doomed = _of_the_demo()
    demo_people = list(DemoPerson.objects.values_list("user", flat=True))
    forget(_keys(doomed.footage))  # real near duplicates of demo footage stay together without it
    insights.forget(doomed.deliveries)  # also out of the sums of real sandbox channels
    members = Member.objects.filter(organisation__demo=True)
    removed = [
        # The download ledger stays: it is only ever added to.
        _copies(_keys(doomed.clips)), Acceptance.objects.filter(member__in=members),
        User.objects.filter(pk__in=list(members.values_list("user", flat=True))),
        doomed.sandbox, doomed.deliveries, Review.objects.filter(post__in=doomed.posts), doomed.posts,
        Organisation.objects.filter(demo=True),
        Channel.objects.filter(demo=True), Campaign.objects.filter(demo=True), _house_tags(demo_people),
        doomed.jobs, MemoryUnit.objects.filter(clip_id__in=_keys(doomed.clips)),
        doomed.clips, _pictures(), Individual.objects.filter(demo=True),
        doomed.footage, Event.objects.filter(station__demo=True),
        Deployment.objects.filter(station__demo=True), Station.objects.filter(demo=True),
    ]  # fmt: skip
    for rows in removed:
        _forget_history(rows)
        rows.delete()
    # Whoever has a demo login is invented; what they did to real content stays, without their name.
    people = User.objects.filter(pk__in=demo_people)
    _forget_history(people)
    people.delete()


def _house_tags(people: list[int]) -> QuerySet[HouseTags]:
    """Hashtags of the house that nobody real has ever touched, as their history tells."""
    history = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(HouseTags))
    invented = set(history.filter(user__in=people).values_list("object_id", flat=True))
    real = set(history.exclude(user__in=people).values_list("object_id", flat=True))
    return HouseTags.objects.filter(pk__in=[int(key) for key in invented - real])


def _forget_history(rows: QuerySet) -> None:
    """The audit history of rows that go."""
    model: type[Model] = rows.model
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(model)
    ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys).delete()
