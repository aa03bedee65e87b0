"""Signing in and staying so, against a server that rotates its refresh tokens."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from publishing.connectors import oauth
from publishing.connectors.base import Account, Checkpoint, Draft, Identity, Outcome, Published, Save, Step
from publishing.connectors.capabilities import Field, Source
from publishing.connectors.courier import Courier
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.oauth import Grant, OAuth
from publishing.connectors.platforms.mastodon import MastodonConnector
from publishing.connectors.signed_in import SignedInConnector
from tests.fakes.sign_in import CLIENT_ID, CLIENT_SECRET, SignInServer
from tests.publishing.connectors.contract import PATIENT

RETURN = "https://desk.example/return"
SIGN_IN = OAuth(
    authorize_url="{api}/authorize",
    token_url="{api}/token",
    scopes=("read", "write"),
    source=Source(title="RFC 6749", url="https://www.rfc-editor.org/rfc/rfc6749", checked=date(2026, 11, 23)),
    renew=Grant(url="{api}/token", grant_type="refresh_token", token_name="refresh_token", token="refresh_token"),
)


class Example(SignedInConnector):
    """The least that can sign in."""

    platform = "example"
    capabilities = replace(
        MastodonConnector.capabilities,
        name="Example",
        oauth=SIGN_IN,
        settings_fields=(Field(name="api", label="", help=""), Field(name="client_id", label="", help="")),
    )

    def verify(self) -> Identity:
        name = self.ask("GET", f"{self.settings()['api']}/me").text("name")
        return Identity(name=name, handle=name, url="")

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        raise NotImplementedError

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        raise NotImplementedError

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        raise NotImplementedError

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        raise NotImplementedError


class Desk:
    """What the desk does for a channel: keeps its secrets, and lets one process renew them at a time."""

    def __init__(self, server: SignInServer) -> None:
        self.settings = {"api": server.url, "client_id": CLIENT_ID}
        self.secrets: dict[str, str] = {"client_secret": CLIENT_SECRET}
        self.kept: list[dict[str, str]] = []
        self._lock = threading.Lock()

    def courier(self) -> Courier:
        return Courier(platform="Example", http=PATIENT, secrets=self.secrets.values())

    def keep(self, secrets: Mapping[str, str]) -> None:
        self.secrets = dict(secrets)
        self.kept.append(self.secrets)

    @contextmanager
    def exclusive(self) -> Iterator[Mapping[str, str]]:
        with self._lock:
            yield self.secrets

    def connect(self) -> Example:
        account = Account(self.settings, dict(self.secrets))
        return Example(account, http=PATIENT, keep_secrets=self.keep, exclusive=self.exclusive)

    def sign_in(self, server: SignInServer) -> None:
        begun = oauth.begin(SIGN_IN, self.settings, redirect_uri=RETURN)
        self.secrets = self.finish(code=server.allow(begun.url), verifier=begun.verifier)

    def finish(self, *, code: str, verifier: str) -> dict[str, str]:
        return oauth.finish(
            *(SIGN_IN, self.settings, self.secrets),
            code=code,
            verifier=verifier,
            redirect_uri=RETURN,
            courier=self.courier(),
        )


@pytest.fixture
def server() -> Iterator[SignInServer]:
    with SignInServer() as server:
        yield server


@pytest.fixture
def desk(server: SignInServer) -> Desk:
    return Desk(server)


def test_a_person_signs_in_once_and_the_desk_can_speak(server: SignInServer, desk: Desk) -> None:
    desk.sign_in(server)
    assert desk.connect().verify().name == "Tigers"
    assert desk.secrets["client_secret"] == CLIENT_SECRET


def test_the_address_carries_the_challenge_and_never_the_verifier(server: SignInServer, desk: Desk) -> None:
    begun = oauth.begin(SIGN_IN, desk.settings, redirect_uri=RETURN)
    asked = parse_qs(urlsplit(begun.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["read write"]
    assert asked["state"] == [begun.state]
    assert begun.verifier not in begun.url
    assert oauth.begin(SIGN_IN, desk.settings, redirect_uri=RETURN).state != begun.state


def test_a_code_that_somebody_else_began_is_refused(server: SignInServer, desk: Desk) -> None:
    code = server.allow(oauth.begin(SIGN_IN, desk.settings, redirect_uri=RETURN).url)
    with pytest.raises(Rejected):
        desk.finish(code=code, verifier="another-persons-verifier-another-persons-verifier")
    assert "access_token" not in desk.secrets


def test_a_token_is_renewed_ahead_of_its_end_and_stored_before_it_is_used(server: SignInServer, desk: Desk) -> None:
    server.seconds = 60  # sooner than a token is renewed ahead
    desk.sign_in(server)
    old = dict(desk.secrets)
    server.seconds = 3600
    desk.connect().verify()
    assert server.calls[-2:] == ["POST /token", "GET /me"]
    assert desk.secrets["refresh_token"] != old["refresh_token"]
    assert desk.kept[-1] == desk.secrets
    desk.connect().verify()
    assert server.renewals == 1


def test_a_refused_token_is_renewed_and_the_request_repeated_once(server: SignInServer, desk: Desk) -> None:
    desk.sign_in(server)
    server.forget_access()
    assert desk.connect().verify().name == "Tigers"
    assert server.renewals == 1


def test_a_refresh_token_is_never_overwritten_by_nothing(desk: Desk, server: SignInServer) -> None:
    server.rotating = False
    desk.sign_in(server)
    first = desk.secrets["refresh_token"]
    for _ in range(2):
        server.forget_access()
        desk.connect().verify()
    assert desk.secrets["refresh_token"] == first


def test_many_workers_renew_once(server: SignInServer, desk: Desk) -> None:
    desk.sign_in(server)
    server.forget_access()
    connectors = [desk.connect() for _ in range(6)]
    names: list[str] = []
    threads = [threading.Thread(target=lambda each=each: names.append(each.verify().name)) for each in connectors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["Tigers"] * 6
    assert server.renewals == 1


def test_a_withdrawn_permission_asks_for_a_person(server: SignInServer, desk: Desk) -> None:
    desk.sign_in(server)
    server.forget_access()
    server.revoked = True
    with pytest.raises(NeedsReconnect):
        desk.connect().verify()
    assert desk.secrets["refresh_token"]  # kept: the platform may only be confused


def test_nobody_has_signed_in_yet(desk: Desk) -> None:
    with pytest.raises(NeedsReconnect):
        desk.connect().verify()


@pytest.mark.parametrize("kind", ["server_error", "timeout_before", "cut_before", "rate_limited", "garbage_after"])
def test_a_fault_while_renewing_only_delays(server: SignInServer, desk: Desk, kind: str) -> None:
    desk.sign_in(server)
    server.forget_access()
    before = dict(desk.secrets)
    server.misbehave(kind, on="POST /token")
    impatient = desk.connect()
    impatient.courier.http = replace(PATIENT, read=1.5)
    with pytest.raises(TryLater):
        impatient.verify()
    assert desk.secrets == before


def test_no_secret_is_in_an_error(server: SignInServer, desk: Desk) -> None:
    desk.sign_in(server)
    held = [value for value in desk.secrets.values() if len(value) > 8]
    server.forget_access()
    for kind in ("unauthorized", "server_error", "redirect", "cut_before"):
        server.misbehave(kind, on="POST /token", times=9)
        with pytest.raises(ConnectorError) as raised:
            desk.connect().verify()
        server.behave()
        shown: Any = f"{raised.value!r} {raised.value} {raised.value.params} {raised.value.__cause__!r}"
        assert not any(secret in shown for secret in held)
        assert repr(Account(desk.settings, desk.secrets)).count("secret") == 0
