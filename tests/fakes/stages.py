"""Every platform as tests see it, for those that want all of them at once: the stages of the connectors' own tests.

A new platform comes in by itself: `tests/publishing/connectors/test_<platform>.py` has a fixture `stage`, of the module
or of its test class.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import _pytest.outcomes

from tests.fakes.bluesky import PersonalDataServer, require_installed
from tests.fakes.loopback import LoopbackServer
from tests.fakes.proxy import UnreliableProxy

_CLASSES = {"threads": ("test_graph", "TestThreads"), "instagram": ("test_graph", "TestInstagram")}
"""Platforms whose stage is a fixture of a class: module and class."""


class NoStage(Exception):
    """A platform that cannot be shown here; the text says why."""


@contextmanager
def stage_of(platform: str, *, folder: Path) -> Iterator[Any]:
    """A stage (`tests.publishing.connectors.contract.Stage`) of a platform. Raises NoStage.

    folder: where a server may write. What the platform's description did not allow is in `stage.server.violations`.
    """
    opened = _bluesky(folder) if platform == "bluesky" else _fixture(platform)
    try:
        stage = next(opened)
    except (_pytest.outcomes.Skipped, RuntimeError) as reason:
        raise NoStage(str(reason)) from None
    try:
        yield stage
    finally:
        # A fixture's own last word is a claim about violations, which a killed client may well have caused.
        with suppress(StopIteration, AssertionError):
            next(opened)


def _fixture(platform: str) -> Iterator[Any]:
    name, owner = _CLASSES.get(platform, (f"test_{platform}", ""))
    try:
        module = import_module(f"tests.publishing.connectors.{name}")
    except ModuleNotFoundError:
        raise NoStage(f"there is no test of {platform}") from None
    holder = getattr(module, owner) if owner else module
    found = vars(holder).get("stage")
    if found is None:
        raise NoStage(f"{name} has no fixture `stage`")
    make: Callable[..., Iterator[Any]] = inspect.unwrap(found)
    wanted = [each for each in inspect.signature(make).parameters if each != "self"]
    if wanted:
        raise NoStage(f"the stage of {platform} wants {', '.join(wanted)}")
    return make(None) if owner else make()


def server_of(stage: Any) -> LoopbackServer | None:
    """The server that can misbehave; None where a platform is in this process."""
    found = [getattr(stage, name, None) for name in ("proxy", "server")]
    return next((each for each in found if isinstance(each, LoopbackServer)), None)


def _bluesky(folder: Path) -> Iterator[Any]:
    require_installed()
    module = import_module("tests.publishing.connectors.test_bluesky")
    with PersonalDataServer(folder=folder) as server, UnreliableProxy(target=server.url) as proxy:
        yield module.BlueskyStage(server, proxy, server.new_account())


def texts_of(stage: Any) -> list[str]:
    """All texts that stand; the real Bluesky server tells them page by page."""
    if not isinstance(stage.server, PersonalDataServer):
        return list(stage.texts())
    texts: list[str] = []
    params = {"repo": stage.who["did"], "collection": "app.bsky.feed.post", "limit": "100"}
    while True:
        page = stage.server.call("com.atproto.repo.listRecords", params=params)
        texts += [each["value"]["text"] for each in page["records"]]
        if not page.get("cursor") or not page["records"]:
            return texts
        params["cursor"] = page["cursor"]
