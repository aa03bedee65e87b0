"""What connectors have in common whose account is signed in by OAuth: a token that is good, and careful requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

from publishing.connectors import oauth
from publishing.connectors.base import Account, KeepSecrets
from publishing.connectors.courier import Answer
from publishing.connectors.couriered import CourierConnector
from publishing.connectors.errors import NeedsReconnect
from publishing.connectors.exchange import HttpLimits, base_address
from publishing.connectors.oauth import OAuth

Exclusive = Callable[[], AbstractContextManager[Mapping[str, str]]]
"""Holds off every other process that would renew the same account; gives the secrets as they are stored now."""


class SignedInConnector(CourierConnector):
    """A connector whose access token is renewed ahead of its end, once, whoever asks.

    exclusive: see `Exclusive`; without it this process is taken to be the only one. `capabilities.oauth` says how.
    """

    services: ClassVar[frozenset[str]] = frozenset({"exclusive"})

    def __init__(
        self,
        account: Account,
        *,
        http: HttpLimits | None = None,
        keep_secrets: KeepSecrets | None = None,
        exclusive: Exclusive | None = None,
    ) -> None:
        super().__init__(account, http=http, keep_secrets=keep_secrets)
        self._secrets = dict(account.secrets)
        self._exclusive = exclusive or (lambda: nullcontext(dict(self._secrets)))

    @property
    def oauth(self) -> OAuth:
        """How this platform signs in."""
        assert self.capabilities.oauth is not None  # noqa: S101 - a signed-in platform declares it
        return self.capabilities.oauth

    def settings(self) -> dict[str, str]:
        """Return all settings of the account with their defaults, addresses without a slash at the end."""
        fields = self.capabilities.settings_fields
        given = {each.name: str(self.account.settings.get(each.name) or each.default).strip() for each in fields}
        found = {each.name: self.reachable(each, given[each.name]) for each in fields}
        return {name: base_address(value) if "://" in value else value for name, value in found.items()}

    def token(self) -> str:
        """Return an access token that holds for the next minutes. Raises NeedsReconnect, TryLater."""
        if not self._secrets.get("access_token"):
            raise NeedsReconnect("reconnect", {"platform": self.capabilities.name, "words": "nobody has signed in yet"})
        if oauth.is_due(self.oauth, self._secrets):
            self.renew()
        return self._secrets["access_token"]

    def renew(self, *, refused: str = "") -> None:
        """Get a new token unless another process just did. `refused`: the token that the platform did not take.

        Raises NeedsReconnect, TryLater.
        """
        with self._exclusive() as stored:
            fresh = dict(stored)
            another = bool(fresh.get("access_token")) and fresh.get("access_token") != self._secrets.get("access_token")
            if another and not oauth.is_due(self.oauth, fresh) and fresh["access_token"] != refused:
                self._secrets = fresh
                return
            self._secrets = oauth.renew(self.oauth, self.settings(), fresh, courier=self.courier)
            # Stored before it is used: the platform may already have made the old one worthless.
            if self.keep_secrets:
                self.keep_secrets(dict(self._secrets))

    def ask(self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **given: Any) -> Answer:
        """Make one request signed in; one that is refused for its token is repeated once with a new one."""
        token, body = self.token(), given.get("json_body")
        try:
            signed = self.signed(token, json_body=body)
            return self.courier.ask(method, url, headers={**signed, **(headers or {})}, **given)
        except NeedsReconnect:
            # Nothing was done. A body that was read while it was sent cannot be sent again; its step will be.
            if self.oauth.renew is None or given.get("body") is not None:
                raise
        self.renew(refused=token)
        signed = self.signed(self._secrets["access_token"], json_body=body)
        return self.courier.ask(method, url, headers={**signed, **(headers or {})}, **given)

    def signed(self, token: str, *, json_body: Any = None) -> dict[str, str]:
        """Return the headers that sign a request. json_body: for platforms whose signature covers what is sent."""
        return {"Authorization": f"Bearer {token}"}
