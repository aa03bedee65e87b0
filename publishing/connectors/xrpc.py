"""The AT Protocol client library with time-outs, no redirects, and a note of how far the last request came."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx
from atproto_client import Client, models
from atproto_client.request import Request, _handle_request_errors, _handle_response
from atproto_core.exceptions import AtProtocolError

from publishing.connectors import pulse
from publishing.connectors.courier import NEVER_SENT, certificates, read_patiently
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected
from publishing.connectors.exchange import Exchange, HttpLimits, host_of, is_loopback, pause, pause_until

T = TypeVar("T")

ENTRYWAY = "bsky.social"
STALE_SESSION = {"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"}
SERVICE_TOKEN_SECONDS = 1800


class CarefulRequest(Request):
    """What the library sends its requests with.

    After a request: `status` (None without an answer), `answer_headers`, `answer` (bytes), `sent` (whether any of the
    request may have reached the server) and `cut` (what ended it early). Connections are not kept: one that the server
    closed while it lay idle would look like a cut amid a post.
    """

    def __init__(self, limits: HttpLimits, *, address: str) -> None:
        super().__init__(
            limits=httpx.Limits(max_keepalive_connections=0),
            verify=certificates(),
            # A proxy of the environment has no business between two processes of one machine.
            trust_env=not is_loopback(address),
        )
        self._client.follow_redirects = False
        self.limits = limits
        self.begin(upload=False)

    def begin(self, *, upload: bool) -> None:
        """Forget the last request. upload: whether the next one is a large file, with its own time-out."""
        self.patience = self.limits.upload if upload else self.limits.read
        self.sent = False
        self.status: int | None = None
        self.cut: Exception | None = None
        self.answer_headers: Mapping[str, str] = {}
        self.answer = b""

    def _send_request(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        if kwargs.get("data") is not None:
            kwargs["content"] = kwargs.pop("data")  # a file is streamed; httpx warns of bytes under the old name
        headers = self.get_headers(kwargs.pop("headers", None))
        timeout = httpx.Timeout(self.patience, connect=self.limits.connect)
        self.sent, self.status, self.cut, self.answer = False, None, None, b""
        try:
            request = self._client.build_request(method, url, headers=headers, timeout=timeout, **kwargs)
            with pulse.within(self.limits.connect + self.patience + pulse.MARGIN):
                response = self._client.send(request, stream=True)
                self.sent, self.status, self.answer_headers = True, response.status_code, response.headers
                response._content = self.answer = read_patiently(
                    response, patience=self.patience, most=self.limits.max_answer
                )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            self.sent = self.sent or not isinstance(error, NEVER_SENT)
            self.cut = error
            _handle_request_errors(error)
            raise
        return _handle_response(response)

    def error_name(self) -> str:
        """Return the name of the XRPC error in the last answer, such as RecordNotFound."""
        return str(self.said().get("error") or "")

    def words(self) -> str:
        """Return what the server said about the last request."""
        said = self.said()
        return ": ".join(str(said[name]) for name in ("error", "message") if said.get(name))

    def said(self) -> dict[str, Any]:
        """Return the last answer where it is a JSON object, else {}."""
        try:
            said = json.loads(self.answer)
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


class CarefulClient(Client):
    """Stays with the server that a person configured.

    The library moves on to whatever server the account's directory entry names. That is right for bsky.social, which is
    only the entrance to many servers, and only over https; a server of one's own is addressed as it was given.
    """

    def _update_pds_endpoint(self, pds_endpoint: str) -> None:
        if host_of(self._base_url) == ENTRYWAY and pds_endpoint.startswith("https://"):
            super()._update_pds_endpoint(pds_endpoint)


class XrpcAccount:
    """Calls on behalf of one account, each outcome turned into our errors.

    The session is kept between processes through `keep_secrets`, because a server allows few sign-ins (Bluesky: 300 a
    day). secrets: app_password and, once signed in, `session` and `session_of`.
    """

    def __init__(
        self,
        *,
        platform: str,
        service: str,
        identifier: str,
        secrets: Mapping[str, str],
        http: HttpLimits,
        keep_secrets: Callable[[Mapping[str, str]], None] | None,
    ) -> None:
        self.platform = platform
        self.service = service
        self.identifier = identifier
        self.http = http
        self._secrets = dict(secrets)
        self._keep_secrets = keep_secrets
        self._clients: dict[str, CarefulClient] = {}
        self._resumed = False

    def close(self) -> None:
        """Let go of everything; the next call signs in again from the kept session."""
        for client in self._clients.values():
            client.request.close()
        self._clients.clear()

    def said(self, service: str = "") -> dict[str, Any]:
        """Return the JSON of the last answer of our server or of another service; {} when there was none."""
        return _request(self._client(service or self.service)).said()

    def ask(self, call: Callable[[CarefulClient], T], *, irreversible: bool = False, upload: bool = False) -> T:
        """Make one call, signed in. Raises every kind of ConnectorError but CannotLook."""
        client = self.sign_in()
        try:
            return self._attempt(client, call, irreversible=irreversible, upload=upload)
        except NeedsReconnect:
            if not self._resumed:
                raise
        # A kept session may have been ended by the server; the password may still be good. Nothing was done: a 401.
        self._forget_session()
        return self._attempt(self.sign_in(), call, irreversible=irreversible, upload=upload)

    def ask_elsewhere(self, service: str, call: Callable[[CarefulClient], T], *, upload: bool = False) -> T:
        """Make one call to another service, not signed in there. Never irreversible."""
        return self._attempt(self._client(service), call, irreversible=False, upload=upload)

    def service_token(self, *, method: str, audience: str = "") -> str:
        """Return a token with which `audience` (a DID; "": our own server) may call one method for us."""
        audience = audience or self.ask(lambda api: str(api.com.atproto.server.describe_server().did))
        params = models.ComAtprotoServerGetServiceAuth.Params(
            aud=audience, lxm=method, exp=int(time.time()) + SERVICE_TOKEN_SECONDS
        )
        return self.ask(lambda api: api.com.atproto.server.get_service_auth(params).token)

    def sign_in(self) -> CarefulClient:
        """Return a client with a session that holds for the next minutes. Raises NeedsReconnect, TryLater."""
        client = self._client(self.service)
        if client._session is None:
            client = self._resumed_client(client)
        if client._session is not None:
            if not client._should_refresh_session():
                return client
            try:
                self._attempt(client, lambda api: api._refresh_and_set_session())
                self._keep(client)
                return client
            except (NeedsReconnect, Rejected):
                self._forget_session()
                client = self._client(self.service)
        password = self._secrets["app_password"].strip()
        self._attempt(client, lambda api: api.login(self.identifier, password, fetch_bsky_profile=False))
        self._keep(client)
        return client

    def _resumed_client(self, client: CarefulClient) -> CarefulClient:
        """Return the client with the kept session, or without one where there is none that can be read."""
        kept = self._secrets.get("session")
        if not kept or self._secrets.get("session_of") != self._owner():
            return client
        try:
            client.login(session_string=kept, fetch_bsky_profile=False)
            client._should_refresh_session()
        except (ValueError, AtProtocolError):
            self._forget_session()  # written by another version of the library
            return self._client(self.service)
        self._resumed = True
        return client

    def _keep(self, client: CarefulClient) -> None:
        self._resumed = False
        self._secrets |= {"session": client.export_session_string(), "session_of": self._owner()}
        if self._keep_secrets:
            self._keep_secrets(dict(self._secrets))

    def _owner(self) -> str:
        return f"{self.identifier} {self.service}"

    def _forget_session(self) -> None:
        self._secrets.pop("session", None)
        self._resumed = False
        self.close()

    def _client(self, service: str) -> CarefulClient:
        if service not in self._clients:
            request = CarefulRequest(self.http, address=service)
            self._clients[service] = CarefulClient(service, request=request)
        return self._clients[service]

    def _attempt(
        self,
        client: CarefulClient,
        call: Callable[[CarefulClient], T],
        *,
        irreversible: bool = False,
        upload: bool = False,
    ) -> T:
        request = _request(client)
        request.begin(upload=upload)
        try:
            return call(client)
        except (AtProtocolError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError):
            if request.status is None and request.cut is None:
                raise  # no request was made: a mistake of ours, not the platform's
            raise self._failure(client, irreversible=irreversible) from None

    def _failure(self, client: CarefulClient, *, irreversible: bool) -> ConnectorError:
        request = _request(client)
        exchange = Exchange(
            platform=self.platform,
            host=host_of(client._base_url),
            irreversible=irreversible,
            secrets=(*self._secrets.values(), *_tokens(client)),
        )
        if request.cut is not None or request.status is None:
            return exchange.interrupted(sent=request.sent, timed_out=isinstance(request.cut, httpx.TimeoutException))
        if request.status < 300:
            return exchange.unreadable()
        after = pause(request.answer_headers.get("retry-after"))
        if after is None and request.status == 429:
            after = pause_until(request.answer_headers.get("ratelimit-reset"))
        status = 401 if request.error_name() in STALE_SESSION else request.status
        return exchange.refused(
            status=status, words=request.words(), after=after, target=request.answer_headers.get("location", "")
        )


def _request(client: CarefulClient) -> CarefulRequest:
    request = client.request
    assert isinstance(request, CarefulRequest)  # noqa: S101 - `_client` gives every client one
    return request


def _tokens(client: CarefulClient) -> tuple[str, ...]:
    session = client._session
    return (session.access_jwt, session.refresh_jwt) if session else ()
