"""Signing in by OAuth 2 (RFC 6749, RFC 7636, RFC 9700): what a platform declares, and the requests made with it.

A connector declares an `OAuth`. The desk sends the person to `begin(...)`'s address, checks the state that comes back,
and hands the code to `finish(...)`, which gives the account's secrets. `renew(...)` gives new ones before they end.
"""

from __future__ import annotations

import base64
import hashlib
import secrets as random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from publishing.connectors.capabilities import Source
from publishing.connectors.courier import Answer, Courier
from publishing.connectors.errors import NeedsReconnect, Rejected

Client = Literal["secret_in_body", "basic"]
LONGEST = 400 * 24 * 3600  # seconds; an `expires_in` beyond it is no time that a token lasts


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One request that turns a token into another.

    url may begin with a setting's name in braces, as in OAuth.  token_name: how the old token is called in it.
    token: which of ours is sent.  identify: whether client_id, and the secret, go with it.
    """

    url: str
    grant_type: str
    token_name: str
    token: Literal["access_token", "refresh_token"]
    method: Literal["GET", "POST"] = "POST"
    identify: Literal["both", "secret", "none"] = "both"


def refresh_grant(url: str) -> Grant:
    """Return the renewal of RFC 6749 section 6, by a refresh token at `url`."""
    return Grant(url=url, grant_type="refresh_token", token_name="refresh_token", token="refresh_token")  # noqa: S106


def long_lived_grant(url: str, *, grant_type: str, identify: Literal["secret", "none"]) -> Grant:
    """Return Meta's exchange of an access token for one that lasts sixty days."""
    return Grant(
        url=url,
        grant_type=grant_type,
        token_name="access_token",  # noqa: S106 - a name, not a secret
        token="access_token",  # noqa: S106
        method="GET",
        identify=identify,
    )


@dataclass(frozen=True, kw_only=True)
class OAuth:
    """How a platform signs in. Addresses may hold the names of an account's settings in braces: `{api}/oauth/token`.

    lengthen: exchanges the first, short token for a long one.  renew: how a token is renewed before its end; None where
    a person must sign in again.  ahead: seconds before its end at which it is renewed.  extra: further parameters
    of the address a person is sent to.  id_name, secret_name, redirect_name: what the platform calls them.
    """

    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    source: Source
    renew: Grant | None
    lengthen: Grant | None = None
    separator: str = " "
    pkce: bool = True
    client: Client = "secret_in_body"
    id_name: str = "client_id"
    secret_name: str = "client_secret"  # noqa: S105 - a name, not a secret
    redirect_name: str = "redirect_uri"
    extra: tuple[tuple[str, str], ...] = ()
    ahead: int = 900


@dataclass(frozen=True)
class Begun:
    """A sign-in under way. `state` and `verifier` stay with the person's session; only `url` leaves."""

    url: str
    state: str
    verifier: str


def begin(oauth: OAuth, settings: Mapping[str, str], *, redirect_uri: str) -> Begun:
    """Return where a person is sent. settings: of the account, with `client_id`. Raises Rejected."""
    state, verifier = random.token_urlsafe(32), random.token_urlsafe(64)
    asked = {
        "response_type": "code",
        oauth.id_name: _client_id(settings),
        oauth.redirect_name: redirect_uri,
        "scope": oauth.separator.join(oauth.scopes),
        "state": state,
        **dict(oauth.extra),
    }
    if oauth.pkce:
        asked |= {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
    return Begun(f"{address(oauth.authorize_url, settings)}?{urlencode(asked)}", state, verifier)


def challenge(verifier: str) -> str:
    """Return the S256 code challenge of a verifier (RFC 7636 section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def finish(
    oauth: OAuth,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    code: str,
    verifier: str,
    redirect_uri: str,
    courier: Courier,
    extra: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the account's secrets with the tokens that `code` stands for.

    extra: what else the platform sent along with the code and wants back (VK: device_id).
    Raises Rejected for a code that is not taken, TryLater.
    """
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, **(extra or {})}
    if oauth.pkce:
        form["code_verifier"] = verifier
    url = address(oauth.token_url, settings)
    kept = _asked(oauth, "POST", url, form, settings, secrets, courier=courier, identify="both")
    if oauth.lengthen:
        kept = _granted(oauth, oauth.lengthen, settings, kept, courier=courier)
    return {**kept, **{name: value for name, value in (extra or {}).items() if name == "device_id"}}


def renew(oauth: OAuth, settings: Mapping[str, str], secrets: Mapping[str, str], *, courier: Courier) -> dict[str, str]:
    """Return the secrets with new tokens; what the platform does not send again stays as it was.

    Raises NeedsReconnect where the permission is gone or cannot be renewed, TryLater.
    """
    grant = oauth.renew
    if grant is None or not secrets.get(grant.token):
        raise NeedsReconnect("reconnect", {"platform": courier.platform, "words": "no token can be renewed"})
    try:
        return _granted(oauth, grant, settings, secrets, courier=courier)
    except Rejected as error:
        # 400 invalid_grant is how RFC 6749 says that a person withdrew it.
        raise NeedsReconnect("reconnect", {"platform": courier.platform, **error.params}) from None


def is_due(oauth: OAuth, secrets: Mapping[str, str], *, now: float | None = None) -> bool:
    """Tell whether the access token ends within `oauth.ahead` seconds. One without a known end is never due."""
    ends = number(secrets.get("expires_at"))
    return ends > 0 and ends - oauth.ahead <= (time.time() if now is None else now)


def address(template: str, settings: Mapping[str, str]) -> str:
    """Return an address with the account's settings in the place of their names. Raises Rejected."""
    try:
        url = template.format_map({name: value.rstrip("/") for name, value in settings.items()})
    except KeyError as error:
        raise Rejected("setting_missing", {"field": str(error.args[0])}) from None
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Rejected("address_invalid", {"address": url.rpartition("@")[2]})
    return url


def number(text: str | None) -> float:
    """Return a kept number, 0 where there is none."""
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _granted(
    oauth: OAuth, grant: Grant, settings: Mapping[str, str], secrets: Mapping[str, str], *, courier: Courier
) -> dict[str, str]:
    form = {"grant_type": grant.grant_type, grant.token_name: secrets[grant.token]}
    if secrets.get("device_id"):
        form["device_id"] = secrets["device_id"]
    url = address(grant.url, settings)
    return _asked(oauth, grant.method, url, form, settings, secrets, courier=courier, identify=grant.identify)


def _asked(
    oauth: OAuth,
    method: str,
    url: str,
    form: dict[str, str],
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    courier: Courier,
    identify: str,
) -> dict[str, str]:
    courier.secrets |= {value for value in (*form.values(), *secrets.values()) if len(value) > 8}
    headers = {"Accept": "application/json"}
    client_id, secret = _client_id(settings), secrets.get("client_secret", "").strip()
    if identify == "both" and oauth.client == "basic" and secret:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        form[oauth.id_name] = client_id
    elif identify != "none":
        form |= {oauth.id_name: client_id} if identify == "both" else {}
        form |= {oauth.secret_name: secret} if secret else {}
    given: dict[str, Any] = {"params": form} if method == "GET" else {"form": form}
    answer = courier.ask(method, url, headers=headers, **given)
    return {**secrets, **courier.read(answer, lambda each: _tokens(each, courier=courier), url=url)}


def _tokens(answer: Answer, *, courier: Courier) -> dict[str, str]:
    """Read RFC 6749 section 5.1; a platform that says `error` with status 200 is refused."""
    data = answer.data.get("data") if isinstance(answer.data.get("data"), dict) else answer.data
    if not data.get("access_token"):
        if data.get("error"):
            said = " ".join(str(data[name]) for name in ("error", "error_description") if data.get(name))
            raise Rejected("rejected", {"platform": courier.platform, "words": said})
        raise KeyError("access_token")
    # When it was given is told by no platform and asked by every person: the card of a channel shows a token's age.
    found = {"access_token": str(data["access_token"]), "issued_at": str(int(time.time()))}
    for name in ("refresh_token", "open_id", "user_id"):
        if data.get(name):  # a platform that sends no new refresh token means that the old one stays
            found[name] = str(data[name])
    found |= _end(data, "expires_in", "expires_at") | _end(data, "refresh_expires_in", "refresh_expires_at")
    courier.secrets |= {found["access_token"], found.get("refresh_token", "")} - {""}
    return found


def _end(data: Mapping[str, Any], told: str, kept: str) -> dict[str, str]:
    """Return when a token ends, in epoch seconds; "0" where the platform does not say."""
    seconds = number(str(data.get(told) or 0))
    if seconds > LONGEST:  # Bilibili tells the moment, not how long until then
        seconds -= time.time()
    if kept == "refresh_expires_at" and not seconds:
        return {}
    return {kept: str(int(time.time() + seconds)) if 0 < seconds <= LONGEST else "0"}


def _client_id(settings: Mapping[str, str]) -> str:
    found = settings.get("client_id", "").strip()
    if not found:
        raise Rejected("setting_missing", {"field": "client_id"})
    return found
