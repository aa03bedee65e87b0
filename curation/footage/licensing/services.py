"""Puts footage under terms and takes it off again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from curation.footage.models import Collection, Footage, TermsAttachment
from curation.rights.changes import record
from curation.rights.models import LicenceTerms, RightsChange

Scope = TermsAttachment.Scope


class AttachError(Exception):
    """It cannot be attached; the message is for a person."""

    SENTENCES = {
        "nothing": _("Name footage by its numbers, or choose a collection."),
        "unknown": _("There is no footage with these numbers that you may see."),
        "camera": _("It is not known which camera filmed this footage."),
        "station": _("It is not known where this footage was filmed."),
        "package": _("This footage did not come in a package."),
        "attached": _("All of it is under these terms already."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code])


@transaction.atomic
def attach(terms: LicenceTerms, footage: Sequence[Footage], *, scope: str = "footage", user: Any) -> int:
    """Put these pieces, or all from their cameras, places or packages, under the terms; returns how many are new.

    Raises AttachError.
    """
    if not footage:
        raise AttachError("nothing")
    batch = uuid.uuid4()
    LicenceTerms.objects.select_for_update().get(pk=terms.pk)
    if scope == Scope.FOOTAGE:
        rows = [_row(terms, batch, user, scope=scope, footage=each) for each in footage]
    else:
        rows = _rules(terms, footage, scope=scope, batch=batch, user=user)
    before = TermsAttachment.objects.filter(terms=terms).count()
    TermsAttachment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return _told(
        terms, TermsAttachment.objects.filter(terms=terms).count() - before, scope=scope, batch=batch, user=user
    )


@transaction.atomic
def attach_collection(terms: LicenceTerms, collection: Collection, *, user: Any) -> int:
    """Put what a collection holds now under the terms; returns how many are new. Raises AttachError."""
    batch = uuid.uuid4()
    before = TermsAttachment.objects.filter(terms=terms).count()
    held = Footage.objects.filter(collection_items__collection=collection).distinct().only("pk")
    made = (_row(terms, batch, user, scope=Scope.FOOTAGE, footage=each) for each in held.iterator(chunk_size=2000))
    TermsAttachment.objects.bulk_create(made, ignore_conflicts=True, batch_size=2000)
    number = TermsAttachment.objects.filter(terms=terms).count() - before
    return _told(terms, number, scope="collection", batch=batch, user=user)


@transaction.atomic
def detach(terms: LicenceTerms, *, batch: uuid.UUID, user: Any) -> int:
    """Take off what was attached together; returns how much that was."""
    number, _by_kind = TermsAttachment.objects.filter(terms=terms, batch=batch).delete()
    if number:
        record(RightsChange.Kind.DETACHED, user=user, version=terms.current, number=number, batch=str(batch))
        log(terms, "wagtail.edit", user=user, data={"detached": number, "batch": str(batch)})
    return number


def _told(terms: LicenceTerms, number: int, *, scope: str, batch: uuid.UUID, user: Any) -> int:
    if not number:
        raise AttachError("attached")
    record(RightsChange.Kind.ATTACHED, user=user, version=terms.current, number=number, scope=scope, batch=str(batch))
    log(terms, "wagtail.edit", user=user, data={"attached": number, "scope": str(scope), "batch": str(batch)})
    return number


def _row(terms: LicenceTerms, batch: uuid.UUID, user: Any, **given: Any) -> TermsAttachment:
    return TermsAttachment(terms=terms, batch=batch, attached_by=user, **given)


def _rules(
    terms: LicenceTerms, footage: Sequence[Footage], *, scope: str, batch: uuid.UUID, user: Any
) -> list[TermsAttachment]:
    """One row for each camera, place or package of these pieces that has none of these terms yet."""
    named: dict[Any, Footage] = {}
    for each in footage:
        camera = each.deployment.camera_id if each.deployment else ""
        thing = {Scope.CAMERA: camera, Scope.STATION: each.station, Scope.PACKAGE: each.package}[Scope(scope)]
        if not thing:
            raise AttachError(scope)
        named.setdefault(thing, each)
    known = TermsAttachment.objects.filter(terms=terms, scope=scope, **{f"{scope}__in": list(named)})
    for thing in known.values_list(scope, flat=True):
        named = {one: each for one, each in named.items() if getattr(one, "pk", one) != thing}
    return [_row(terms, batch, user, scope=scope, example=each.pk, **{scope: thing}) for thing, each in named.items()]
