"""Mastodon, through Mastodon.py. Steps: prepare, upload, process, publish.

Source: docs.joinmastodon.org and the OpenAPI description made from it (4.7.0), read 2026-11-23.
"""

from __future__ import annotations

import hashlib
import unicodedata
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn, TypeVar

from mastodon import Mastodon, MastodonError, MastodonRatelimitError

from publishing.connectors.base import (
    Account,
    Checkpoint,
    Connector,
    Done,
    Draft,
    Identity,
    KeepSecrets,
    Outcome,
    Published,
    Save,
    Step,
    UnknownStep,
    Wait,
    look_again,
    media_file,
)
from publishing.connectors.capabilities import (
    Capabilities,
    Field,
    Languages,
    MediaLimits,
    Repeat,
    Scheduling,
    Source,
    Subtitles,
    TextLimit,
)
from publishing.connectors.errors import ConnectorError, NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import (
    Exchange,
    HttpLimits,
    base_address,
    host_of,
    pause,
    pause_until,
)
from publishing.connectors.message import gettext_noop
from publishing.connectors.session import CarefulSession

T = TypeVar("T")

_CHECKED = date(2026, 11, 23)
_INSTANCE = Source(
    title="GET /api/v2/instance, defaults of Mastodon",
    url="https://docs.joinmastodon.org/entities/Instance/",
    checked=_CHECKED,
)
_STATUSES = Source(
    title="POST /api/v1/statuses", url="https://docs.joinmastodon.org/methods/statuses/#create", checked=_CHECKED
)
_MEDIA = Source(title="Posting media", url="https://docs.joinmastodon.org/user/posting/#media", checked=_CHECKED)
_LENGTH = Source(
    title="StatusLengthValidator",
    url="https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb",
    checked=_CHECKED,
)
_PAGE = 40
_MAX_PAGES = 5
_POLL_SECONDS = (2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 30.0)
# Mastodon knows languages by ISO 639, and Chinese by region; an unknown tag is silently replaced by the account's own.
_LANGUAGES = {"zh-hans": "zh-CN", "zh-hant": "zh-TW"}


class MastodonConnector(Connector):
    """Publishes to one account on one server of the Fediverse that speaks Mastodon's API."""

    platform = "mastodon"
    capabilities = Capabilities(
        platform="mastodon",
        name="Mastodon",
        text=(
            TextLimit(field="text", limit=500, rule="mastodon", url_length=23, source=_LENGTH),
            TextLimit(field="alt_text", limit=1500, rule="characters", source=_INSTANCE),
        ),
        media=MediaLimits(
            content_types=("video/mp4", "video/webm", "video/quicktime"),
            max_bytes=103_809_024,
            max_pixels=8_294_400,
            source=_INSTANCE,
        ),
        subtitles=Subtitles(route="burn_in", source=_MEDIA),
        languages=Languages(per_post=1, source=_STATUSES),
        scheduling=Scheduling(native=True, min_ahead=300, source=_STATUSES),
        repeat=Repeat(
            safe_seconds=3600,
            note=gettext_noop("The server remembers the Idempotency-Key of a post for one hour."),
            source=_STATUSES,
        ),
        settings_fields=(
            Field(
                name="server",
                address=True,
                label=gettext_noop("Server"),
                help=gettext_noop("The address of the Mastodon server, such as https://mastodon.social"),
            ),
        ),
        secret_fields=(
            Field(
                name="access_token",
                label=gettext_noop("Access token"),
                help=gettext_noop(
                    "From Preferences, Development, New application on the server, with the scopes read, "
                    "write:statuses and write:media."
                ),
            ),
        ),
    )

    def __init__(
        self, account: Account, *, http: HttpLimits | None = None, keep_secrets: KeepSecrets | None = None
    ) -> None:
        super().__init__(account, http=http, keep_secrets=keep_secrets)
        self._client: Mastodon | None = None
        self._session = CarefulSession(self.http)
        self._finalizer = weakref.finalize(self, self._session.close)

    def close(self) -> None:
        self._session.close()

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        media = (Step("upload"), Step("process")) if draft.media else ()
        return (Step("prepare"), *media, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(checkpoint))
        if step == "upload":
            return Done(checkpoint if checkpoint.get("media_id") else self._upload(draft, checkpoint))
        if step == "process":
            return self._process(draft, checkpoint, save=save)
        if step == "publish":
            return self._publish(draft, checkpoint, save=save)
        raise UnknownStep(step)

    def _prepare(self, checkpoint: Checkpoint) -> Checkpoint:
        """Note the newest post of ours that stands, so that `find_existing` looks only at what came after it."""
        account_id = self._account_id()
        newest = self._ask(lambda api: [str(each["id"]) for each in api.account_statuses(account_id, limit=1)])
        return {**checkpoint, "account_id": account_id, "after_id": newest[0] if newest else ""}

    def _account_id(self) -> str:
        return self._ask(lambda api: str(api.account_verify_credentials()["id"]))

    def _upload(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        assert draft.media is not None  # noqa: S101 - `steps` declares this step only with media
        media = draft.media
        with media_file(media).open("rb") as stream:
            media_id = self._ask(
                lambda api: str(
                    api.media_post(
                        stream, mime_type=media.content_type, description=draft.alt_text or None, file_name="clip"
                    )["id"]
                ),
                upload=True,
            )
        return {**checkpoint, "media_id": media_id, "polls": 0}

    def _process(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if not checkpoint.get("media_id"):
            return Wait(self._upload(draft, checkpoint), _POLL_SECONDS[0])
        try:
            self._ask(lambda api: api.media(checkpoint["media_id"]))
        except Rejected as error:
            if error.params.get("status") == 404:
                self._lose(checkpoint, save=save)
            raise Rejected("media_failed", error.params) from None
        if self._session.status == 206:
            return look_again(checkpoint, _POLL_SECONDS)
        return Done({**checkpoint, "media_ready": True})

    def _publish(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if draft.media and not checkpoint.get("media_ready"):
            # The server swept the upload away while the delivery was held; nothing is published before it is back.
            outcome = self._process(draft, checkpoint, save=save)
            if isinstance(outcome, Wait):
                return outcome
            checkpoint = outcome.checkpoint
        try:
            return self._ask(
                lambda api: _published(
                    api.status_post(
                        draft.text,
                        media_ids=[checkpoint["media_id"]] if draft.media else None,
                        language=_language(draft.language),
                        idempotency_key=_idempotency_key(draft.key),
                    ),
                    checkpoint,
                ),
                irreversible=True,
            )
        except Rejected as error:
            if draft.media and error.params.get("status") == 422 and self._is_gone(checkpoint["media_id"]):
                self._lose(checkpoint, save=save)
            raise

    def _is_gone(self, media_id: str) -> bool:
        try:
            self._ask(lambda api: api.media(media_id))
        except Rejected as error:
            return error.params.get("status") == 404
        return False

    def _lose(self, checkpoint: Checkpoint, *, save: Save) -> NoReturn:
        """Forget an upload that the server swept away; they do so after a day (Scheduler::VacuumScheduler)."""
        save({**checkpoint, "media_id": "", "media_ready": False})
        raise TryLater("media_lost", {"platform": self.capabilities.name}, after=1) from None

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        if not checkpoint.get("account_id"):
            return None  # `prepare` comes first; before it nothing can have been sent
        for status in self._own_statuses(checkpoint["account_id"], after_id=checkpoint.get("after_id") or None):
            if draft.media:
                # An attachment belongs to one post for ever, so its id is proof.
                if checkpoint.get("media_id") in {str(each["id"]) for each in status["media_attachments"]}:
                    return _published(status, checkpoint)
            elif not status["media_attachments"] and self._has_text(str(status["id"]), draft.text):
                return _published(status, checkpoint)
        return None

    def _own_statuses(self, account_id: str, *, after_id: str | None) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        max_id: str | None = None
        for _page in range(_MAX_PAGES):
            page = self._ask(
                lambda api, max_id=max_id: api.account_statuses(  # type: ignore[misc]
                    account_id, exclude_reblogs=True, limit=_PAGE, since_id=after_id, max_id=max_id
                )
            )
            found += page
            if len(page) < _PAGE:
                break
            max_id = str(page[-1]["id"])
        return found

    def _has_text(self, status_id: str, text: str) -> bool:
        """Compare with what was written, not with the HTML that the server made of it."""
        try:
            written = self._ask(lambda api: str(api.status_source(status_id)["text"]))
        except Rejected as error:
            if error.params.get("status") == 404:
                return False
            raise
        return _comparable(written) == _comparable(text)

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        try:
            self._ask(lambda api: api.status_delete(remote_id))
        except Rejected as error:
            if error.params.get("status") not in {404, 410}:
                raise

    def verify(self) -> Identity:
        host = host_of(base_address(self.setting("server")))
        return self._ask(lambda api: _identity(api.account_verify_credentials(), host=host))

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        return self._ask(lambda api: _counts(api.status(remote_id)))

    def limits(self) -> Capabilities:
        server = host_of(base_address(self.setting("server")))
        return self._ask(lambda api: _stated(self.capabilities, api.instance_v2(), server=server))

    def _api(self) -> Mastodon:
        if self._client is None:
            address, token = base_address(self.setting("server")), self.setting("access_token")
            # A fixed version spares the library's own question; every server with /api/v2/media answers as 4.0 does.
            self._client = Mastodon(
                api_base_url=address,
                session=self._session,
                ratelimit_method="throw",
                mastodon_version="4.4.0",
                version_check_mode="created",
                user_agent="Pugmark",
            )
            # Not through the constructor: it would open a file of that name.
            self._client.access_token = token
        return self._client

    def _ask(self, request: Callable[[Mastodon], T], *, irreversible: bool = False, upload: bool = False) -> T:
        api = self._api()
        self._session.begin(upload=upload)
        try:
            result = request(api)
        except (MastodonError, KeyError, TypeError, ValueError) as error:
            if self._session.status is None and self._session.cut is None:
                raise  # no request was made: a mistake of ours, not the platform's
            raise self._failure(error, irreversible=irreversible) from None
        if self._session.status is not None and self._session.status >= 300:
            # The library takes a redirect for a success.
            raise self._failure(None, irreversible=irreversible)
        return result

    def _failure(self, error: Exception | None, *, irreversible: bool) -> ConnectorError:
        session = self._session
        exchange = Exchange(
            platform=self.capabilities.name,
            host=host_of(base_address(self.setting("server"))),
            irreversible=irreversible,
            secrets=tuple(self.account.secrets.values()),
        )
        if session.cut is not None or session.status is None:
            return exchange.interrupted(sent=session.sent, timed_out=session.timed_out)
        if session.status >= 300 or isinstance(error, MastodonRatelimitError):
            after = pause(session.answer_headers.get("Retry-After"))
            if after is None and session.status == 429:
                after = pause_until(session.answer_headers.get("X-RateLimit-Reset"))
            words = session.words()
            if session.status == 403 and session.answer_headers.get("WWW-Authenticate"):
                return NeedsReconnect("reconnect", {"platform": self.capabilities.name, "words": words or "403"})
            return exchange.refused(
                status=session.status, words=words, after=after, target=session.answer_headers.get("Location", "")
            )
        return exchange.unreadable()


def _published(status: Mapping[str, Any], checkpoint: Checkpoint) -> Published:
    remote_id, url = str(status["id"]), str(status.get("url") or status.get("uri") or "")
    return Published({**checkpoint, "remote_id": remote_id, "url": url}, remote_id, url)


def _identity(account: Mapping[str, Any], *, host: str) -> Identity:
    name = account["display_name"] or account["username"]
    return Identity(name=name, handle=f"@{account['acct']}@{host}", url=account.get("url") or "")


def _counts(status: Mapping[str, Any]) -> dict[str, int]:
    names = {
        "likes": "favourites_count",
        "shares": "reblogs_count",
        "comments": "replies_count",
        "quotes": "quotes_count",
    }
    return {ours: int(status[theirs]) for ours, theirs in names.items() if status.get(theirs) is not None}


def _stated(declared: Capabilities, instance: Mapping[str, Any], *, server: str) -> Capabilities:
    """Return the capabilities with what this server says of itself in the place of the usual figures."""
    said = instance["configuration"]
    source = Source(title="GET /api/v2/instance", url=f"https://{server}/api/v2/instance", checked=date.today())
    statuses, media = said.get("statuses") or {}, said.get("media_attachments") or {}
    found = declared.with_text_limit(
        "text",
        int(statuses.get("max_characters") or 0),
        rule="mastodon",
        url_length=int(statuses.get("characters_reserved_per_url") or 0),
    ).with_text_limit("alt_text", int(media.get("description_limit") or 0), rule="characters")
    types = tuple(each for each in media.get("supported_mime_types") or () if each.startswith("video/"))
    limits = replace(
        declared.media,
        content_types=types or declared.media.content_types,
        max_bytes=int(media.get("video_size_limit") or declared.media.max_bytes),
        max_pixels=int(media.get("video_matrix_limit") or declared.media.max_pixels),
        source=source,
    )
    return replace(found, media=limits, text=tuple(replace(each, source=source) for each in found.text))


def _language(tag: str) -> str | None:
    """Return the tag that Mastodon knows: ISO 639 alone, Chinese with its region."""
    lowered = tag.lower()
    if not lowered:
        return None
    if lowered.startswith("zh-"):
        return _LANGUAGES.get("-".join(lowered.split("-")[:2]), tag)
    return lowered.split("-")[0]


def _idempotency_key(key: str) -> str:
    return hashlib.sha256(f"pugmark {key}".encode()).hexdigest()


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())
