"""Clients and their tokens. A token is shown once; of it only a SHA-256 digest is kept."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from curation import tokens
from curation.footage.models import ApiClient, Package

PREFIX = "pmk_"
HINT = 12  # characters of a token that are kept readable, to find its row and to tell tokens apart
USED_EVERY = timedelta(minutes=1)


def give_token(client: ApiClient) -> str:
    """Give a client (saved or not) a new token; the old one ends when the caller saves. Returns it, only this once."""
    token = tokens.fresh(PREFIX)
    client.token_digest, client.token_hint = tokens.digest(token), token[:HINT]
    return token


@transaction.atomic
def add_client(name: str, *, user: User | None = None) -> tuple[ApiClient, str]:
    """A new client and its token. Raises IntegrityError where the name is taken."""
    client = ApiClient(name=name, created_by=user)
    token = give_token(client)
    client.save()
    return client, token


def revoke(client: ApiClient) -> None:
    """From now on the client's token opens nothing."""
    client.active = False
    client.save(update_fields=["active"])


def client_of(token: str) -> ApiClient | None:
    """The active client with this token."""
    if not token.isascii() or not token.isprintable():
        return None
    given, found = tokens.digest(token), None
    # By its readable beginning, then compared in constant time: how long it takes tells nothing of the digest.
    for client in ApiClient.objects.filter(token_hint=token[:HINT], active=True):
        if hmac.compare_digest(client.token_digest, given):
            found = client
    if found is not None:
        _note_use(found)
    return found


def _note_use(client: ApiClient) -> None:
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
    ApiClient.objects.filter(stale, pk=client.pk).update(last_used_at=now)


def package_of(client: ApiClient) -> Package:
    """The package that holds what this client sent: its ids are its own there."""
    package, _created = Package.objects.get_or_create(
        identifier=f"monitoring:{client.pk}",
        defaults={"format": Package.Format.MONITORING, "name": client.name[:200]},
    )
    return package
