"""Stills of an animal: its flanks and its best pictures, taken from footage at a moment."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from wagtail.log_actions import log

from curation.files import names
from curation.files.local import keep, local_copy, scratch
from curation.footage.individuals.errors import DossierError
from curation.footage.models import Footage, Individual, IndividualPicture
from curation.footage.tagging import UNDO_SECONDS
from curation.video.limits import Limits
from curation.video.previews.preview import make_poster

WIDTH = 1280  # pixels
LIMITS = Limits(cpu=60, wall=60.0)  # one picture; a person waits for it
SALT = "pugmark.individual.picture"


def take(footage: Footage, *, individual: Individual, at: float, side: str, user: User) -> IndividualPicture:
    """Keep the picture that a player shows at `at` seconds. Raises DossierError, and VideoError as `make_poster`.

    Taking the same moment again changes its side. The picture is decoded in the limited child.
    """
    source = footage.file or footage.proxy
    if not source or not footage.fingerprint:
        raise DossierError("no_file")
    at = round(min(max(at, 0.0), footage.duration or at), 3)
    name = names.derived(footage.fingerprint, f"{round(at * 1000)}-{individual.pk}", ".jpg")
    with local_copy(source) as path, scratch() as folder:
        still = folder / "still.jpg"
        make_poster(path, still, at=at, width=min(WIDTH, footage.width or WIDTH), limits=LIMITS)
        keep(still, name)
    return _store(footage, individual, at=at, side=side, name=name, user=user)


@transaction.atomic
def _store(
    footage: Footage, individual: Individual, *, at: float, side: str, name: str, user: User
) -> IndividualPicture:
    Individual.objects.select_for_update().get(pk=individual.pk)
    first = not IndividualPicture.objects.filter(individual=individual, best=True).exists()
    picture, made = IndividualPicture.objects.update_or_create(
        individual=individual,
        footage=footage,
        picture=name,
        defaults={"at": at, "side": side},
        create_defaults={"at": at, "side": side, "best": first},
    )
    _note(individual, picture, user=user, did="taken" if made else "changed")
    return picture


@transaction.atomic
def set_best(picture: IndividualPicture, *, user: User) -> int | None:
    """Make this the picture that stands for the animal; returns the key of the one that did before."""
    before = IndividualPicture.objects.filter(individual=picture.individual, best=True).exclude(pk=picture.pk)
    former = before.values_list("pk", flat=True).first()
    before.update(best=False)
    IndividualPicture.objects.filter(pk=picture.pk).update(best=True)
    _note(picture.individual, picture, user=user, did="best")
    return former


@transaction.atomic
def remove(picture: IndividualPicture, *, user: User) -> str:
    """Take a picture out of the dossier; returns a token with which `restore` puts it back for an hour.

    The file stays, small and named by its source, so that the undo finds it.
    """
    kept: dict[str, Any] = {name: getattr(picture, name) for name in ("at", "side", "picture", "best")}
    kept |= {"individual": picture.individual_id, "footage": picture.footage_id}
    _note(picture.individual, picture, user=user, did="removed")
    picture.delete()
    return signing.dumps(kept, salt=SALT)


@transaction.atomic
def restore(token: str, *, user: User) -> IndividualPicture:
    """Put back what `remove` took out. Raises DossierError."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise DossierError("undo_over") from error
    individual = Individual.objects.filter(pk=kept.pop("individual")).first()
    footage = Footage.objects.filter(pk=kept.pop("footage")).first()
    if individual is None or footage is None:
        raise DossierError("undo_over")
    if individual.pictures.filter(best=True).exists():
        kept["best"] = False
    picture = IndividualPicture.objects.create(individual=individual, footage=footage, **kept)
    _note(individual, picture, user=user, did="restored")
    return picture


def _note(individual: Individual, picture: IndividualPicture, *, user: User, did: str) -> None:
    data = {"picture": {"did": did, "side": picture.side, "footage": picture.footage_id, "at": picture.at}}
    log(individual, "wagtail.edit", user=user, data=data)
