"""Store organisations and agreements."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from publishing.partners.forms import AgreementForm, OrganisationForm
from publishing.partners.models import Agreement, Organisation


@transaction.atomic
def write_organisation(form: OrganisationForm, *, user: Any = None) -> Organisation:
    """Store a validated form."""
    new = form.instance.pk is None
    row = form.save()
    log(row, "wagtail.create" if new else "wagtail.edit", user=user, data={"changed": form.changed_data})
    return row


@transaction.atomic
def write_agreement(form: AgreementForm, *, organisation: Organisation, user: Any = None) -> Agreement:
    """Store a validated form with its clips; the licence as it is worded from now on is in the log."""
    new = form.instance.pk is None
    form.instance.organisation = organisation
    row = form.save()
    data = {"changed": form.changed_data, "licence": row.licence, "terms_hash": row.terms_hash}
    log(row, "wagtail.create" if new else "wagtail.edit", user=user, data=data)
    return row


class StillUsed(Exception):
    """An organisation has people or downloads: it is closed, not removed."""


@transaction.atomic
def delete_organisation(organisation: Organisation, *, user: Any = None) -> None:
    """Remove an organisation with its agreements. Raises StillUsed where somebody signs in for it."""
    if organisation.members.exists():
        raise StillUsed
    log(organisation, "wagtail.delete", user=user)
    organisation.delete()


@transaction.atomic
def delete_agreement(agreement: Agreement, *, user: Any = None) -> None:
    """End the record of an agreement; what was accepted under it stays in the download ledger."""
    log(agreement, "wagtail.delete", user=user, data={"licence": agreement.licence})
    agreement.delete()
