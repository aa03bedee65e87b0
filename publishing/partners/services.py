"""Store organisations and agreements."""

from __future__ import annotations

from django.db import transaction

from publishing.partners.forms import AgreementForm, OrganisationForm
from publishing.partners.models import Agreement, Organisation


def write_organisation(form: OrganisationForm) -> Organisation:
    """Store a validated form."""
    return form.save()


@transaction.atomic
def write_agreement(form: AgreementForm, *, organisation: Organisation) -> Agreement:
    """Store a validated form with its clips."""
    form.instance.organisation = organisation
    return form.save()


def delete_organisation(organisation: Organisation) -> None:
    """Remove an organisation with its agreements."""
    organisation.delete()


def delete_agreement(agreement: Agreement) -> None:
    """End the record of an agreement."""
    agreement.delete()
