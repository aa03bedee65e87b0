"""What Meta's Graph APIs have in common: their errors, containers that are made, watched and published, and insights.

Source: developers.facebook.com/docs/graph-api/guides/error-handling and the publishing guides of Instagram and Threads,
read 2026-11-23.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from publishing.connectors.base import (
    Checkpoint,
    Done,
    Draft,
    Identity,
    Outcome,
    Published,
    Save,
    Step,
    UnknownStep,
    look_again,
)
from publishing.connectors.courier import Answer, refusal
from publishing.connectors.errors import CannotLook, ConnectorError, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.signed_in import SignedInConnector

SIGNED_OUT = {102, 190}  # the token ended, was withdrawn, or the password changed
FORBIDDEN = {3, 10, *range(200, 300)}  # a permission was not granted or is gone
PAUSES = {4, 9, 17, 32, 341, 613, 80001, 80002, 80006, 80007}  # limits on calls, on publishing, on uploads
FAULTS = {1, 2}
POLL_SECONDS = (10.0, 20.0, 30.0, 60.0, 60.0, 60.0)  # Meta asks not to look more often than once a minute for long


def judged(answer: Answer, exchange: Exchange) -> ConnectorError | None:
    """Read the number of a Graph error, which says more than its status, which is nearly always 400."""
    error = answer.data.get("error") if isinstance(answer.data, dict) else None
    if not isinstance(error, dict) or not isinstance(error.get("code"), int):
        return None
    code = error["code"]
    words = str(error.get("error_user_msg") or error.get("message") or code)
    if code in SIGNED_OUT | FORBIDDEN:
        return refusal(Answer(401, answer.headers, b"", {"message": words}), exchange, status=401)
    if code in PAUSES:
        return refusal(answer, exchange, status=429)
    if code in FAULTS or error.get("is_transient"):
        return refusal(answer, exchange, status=503)
    return None


def word_of(value: object) -> str:
    """Return Meta's state words in one form: `status_code` here, `status` there, an object elsewhere."""
    if isinstance(value, Mapping):
        value = value.get("video_status") or value.get("status") or ""
    return str(value or "").partition(":")[0].strip().upper()


class GraphConnector(SignedInConnector):
    """One account of a Graph API whose posts begin as containers: prepare, container, process, publish.

    A container is not seen by anybody, expires after a day, and says itself whether it was published: that is how a
    post is looked for whose answer was lost.
    """

    status_field: ClassVar[str]
    status_fields: ClassVar[str]
    publish_path: ClassVar[str]
    posts_path: ClassVar[str]
    text_field: ClassVar[str]

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    @abstractmethod
    def make_container(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Make the container, and upload into it where the platform takes uploads; sets `container`."""

    @abstractmethod
    def me(self) -> dict[str, Any]:
        """Return the account with `id` and `username`."""

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        return (Step("prepare"), Step("container"), Step("process"), Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(checkpoint))
        if step == "container":
            made = checkpoint.get("filled")
            return Done(checkpoint if made else self.make_container(draft, checkpoint, save=save) | {"filled": True})
        if step == "process":
            return self._process(checkpoint, save=save)
        if step == "publish":
            return self._publish(draft, checkpoint, save=save)
        raise UnknownStep(step)

    def _prepare(self, checkpoint: Checkpoint) -> Checkpoint:
        """Note the newest post of ours that stands, so that `find_existing` looks only at what came after it."""
        account = self.me()
        posts = self._posts(account["id"], limit=1)
        return {
            **checkpoint,
            "account": account["id"],
            "username": account.get("username") or "",
            "after": posts[0]["id"] if posts else "",
        }

    def _process(self, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        told = self._status(checkpoint["container"])
        state = word_of(told.get(self.status_field))
        if state in {"FINISHED", "PUBLISHED"}:
            return Done({**checkpoint, "polls": 0})
        if state == "EXPIRED":
            self._lose(checkpoint, save=save)
        if state == "ERROR":
            words = str(told.get("error_message") or told.get("status") or state)
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": words})
        return look_again(checkpoint, POLL_SECONDS)

    def _publish(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Published:
        """Publish a container that is still good; a delivery that was held for a day needs a new one."""
        state = word_of(self._status(checkpoint["container"]).get(self.status_field))
        if state == "EXPIRED":
            self._lose(checkpoint, save=save)
        if state == "PUBLISHED":  # by an attempt before this one, whose answer was lost
            return self._found(draft, checkpoint)
        url = self.url(f"{checkpoint['account']}/{self.publish_path}")
        form = {"creation_id": checkpoint["container"]}
        answer = self.ask("POST", url, form=form, irreversible=True)
        post = self.courier.read(answer, lambda each: each.text("id"), url=url, irreversible=True)
        return self.published(post, checkpoint, permalink=self._permalink(post))

    def _lose(self, checkpoint: Checkpoint, *, save: Save) -> None:
        save({**checkpoint, "container": "", "filled": False})
        raise TryLater("media_lost", {"platform": self.capabilities.name}, after=1)

    def _permalink(self, post: str) -> str:
        """Ask where the post stands. It does stand, so nothing that goes wrong here is more than a missing address."""
        try:
            return str(self.ask("GET", self.url(post), params={"fields": "permalink"}).data.get("permalink") or "")
        except ConnectorError:
            return ""

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        container = checkpoint.get("container")
        if not container:
            return None
        if word_of(self._status(container).get(self.status_field)) != "PUBLISHED":
            return None
        posts = self._posts(checkpoint["account"], limit=50) if checkpoint.get("remote_id") else []
        if checkpoint.get("remote_id") and not any(post["id"] == checkpoint["remote_id"] for post in posts):
            return None  # it was out, and has been removed
        return self._found(draft, checkpoint)

    def _found(self, draft: Draft, checkpoint: Checkpoint) -> Published:
        """Return the post that our container became. Raises CannotLook where it cannot be told from others."""
        for post in self._posts(checkpoint["account"], limit=50):
            if post["id"] == checkpoint.get("after"):
                break
            if str(post.get(self.text_field) or "").strip() == draft.text.strip():
                return self.published(post["id"], checkpoint, permalink=str(post.get("permalink") or ""))
        raise CannotLook("cannot_look", {"platform": self.capabilities.name})

    def _status(self, container: str) -> dict[str, Any]:
        url = self.url(container)
        try:
            answer = self.ask("GET", url, params={"fields": self.status_fields})
        except Rejected as error:
            if error.params.get("status") in {400, 404}:
                return {self.status_field: "EXPIRED"}  # a container that Meta swept away is not there any more
            raise
        return self.courier.read(answer, lambda each: {**each.data, "id": each.text("id")}, url=url)

    def _posts(self, account: str, *, limit: int) -> list[dict[str, Any]]:
        url = self.url(f"{account}/{self.posts_path}")
        fields = {"fields": f"id,{self.text_field},permalink", "limit": str(limit)}
        answer = self.ask("GET", url, params=fields)
        return self.courier.read(
            answer, lambda each: [{**post, "id": str(post["id"])} for post in each.data["data"]], url=url
        )

    def published(self, post: str, checkpoint: Checkpoint, *, permalink: str) -> Published:
        """Return the post as published; its address as the platform says it."""
        return Published({**checkpoint, "remote_id": post, "url": permalink}, post, permalink or self.home(checkpoint))

    def verify(self) -> Identity:
        told = self.me()
        handle = str(told["username"])
        return Identity(name=str(told.get("name") or handle), handle=f"@{handle}", url=self.home({"username": handle}))

    @abstractmethod
    def home(self, checkpoint: Checkpoint) -> str:
        """Return the address of the account's own page."""

    def measured(self, post: str, names: Mapping[str, str]) -> dict[str, int]:
        """Return what `/insights` counts, by our names."""
        url = self.url(f"{post}/insights")
        try:
            answer = self.ask("GET", url, params={"metric": ",".join(names.values())})
        except Rejected as error:
            if is_gone(error):
                raise Rejected("post_gone", {"platform": self.capabilities.name}) from None
            raise
        told = self.courier.read(
            answer,
            lambda each: {row["name"]: int(row["values"][0]["value"]) for row in each.data["data"]},
            url=url,
        )
        return {ours: told[theirs] for ours, theirs in names.items() if theirs in told}

    def url(self, path: str) -> str:
        """Return the address of a node or edge."""
        return f"{self.settings()['api']}/{path}"


def is_gone(error: Rejected) -> bool:
    """Tell whether Meta's API says that a node is not there: with status 400 as often as with 404."""
    return error.params.get("status") in {400, 404} and "does not exist" in str(error.params.get("words"))
