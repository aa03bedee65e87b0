"""An OAuth 2 authorization server on loopback that checks PKCE, rotates refresh tokens and notices a stolen one."""

import base64
import hashlib
import itertools
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.fakes.loopback import LoopbackServer, Reply, Request

CLIENT_ID, CLIENT_SECRET = "client-81f2", "client-secret-5d20c7"
SECONDS = 3600


class SignInServer(LoopbackServer):
    """POST /token, GET /me. rotating: each renewal ends the refresh token before it; using an old one ends them all."""

    def __init__(self, *, rotating: bool = True, seconds: int = SECONDS) -> None:
        super().__init__()
        self.rotating, self.seconds = rotating, seconds
        self.challenges: dict[str, str] = {}
        self.access: set[str] = set()
        self.refresh: set[str] = set()
        self.renewals = 0
        self.revoked = False
        self._numbers = itertools.count(1)

    def allow(self, url: str) -> str:
        """A person agrees on the page at `url`; returns the code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        code = f"code-{next(self._numbers)}"
        self.challenges[code] = asked.get("code_challenge", "")
        return code

    def reply(self, request: Request) -> Reply:
        with self.lock:
            if request.call == "GET /me":
                known = request.header("authorization").removeprefix("Bearer ") in self.access
                return Reply(200, {"name": "Tigers"}) if known else Reply(401, {"error": "invalid_token"})
            if request.call == "POST /token":
                return self._token(dict(parse_qsl(request.body.decode())))
            return Reply(404, {"error": "not_found"})

    def forget_access(self) -> None:
        """End every access token, as a change of password does."""
        with self.lock:
            self.access.clear()

    def _token(self, form: dict[str, str]) -> Reply:
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            return Reply(401, {"error": "invalid_client"})
        if form.get("grant_type") == "authorization_code":
            challenge = self.challenges.pop(form.get("code", ""), None)
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if challenge is None or challenge != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
                return Reply(400, {"error": "invalid_grant", "error_description": "code or verifier"})
            return self._issue()
        self.renewals += 1
        if form.get("refresh_token") not in self.refresh or self.revoked:
            self.refresh.clear()
            return Reply(400, {"error": "invalid_grant", "error_description": "The token was revoked"})
        if self.rotating:
            self.refresh.discard(form["refresh_token"])
        return self._issue(refresh=self.rotating)

    def _issue(self, *, refresh: bool = True) -> Reply:
        number = next(self._numbers)
        told: dict[str, Any] = {"access_token": f"access-secret-{number}", "expires_in": self.seconds}
        self.access.add(told["access_token"])
        if refresh:
            told["refresh_token"] = f"refresh-secret-{number}"
            self.refresh.add(told["refresh_token"])
        return Reply(200, told)
