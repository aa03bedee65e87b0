"""Bilibili's open platform. Steps: prepare, upload, cover, publish.

Source: open.bilibili.com/doc, read 2026-11-23 as Bilibili keeps it on bilibili.apifox.cn. Every request is signed; a
video is submitted for review, and stands only when a person at Bilibili has let it through.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from publishing.connectors.base import (
    Checkpoint,
    Done,
    Draft,
    Identity,
    Media,
    Outcome,
    Published,
    Save,
    Step,
    UnknownStep,
    look_again,
    media_file,
)
from publishing.connectors.bilibili_api import GONE, UPLOAD_GONE, judged, signature
from publishing.connectors.capabilities import (
    Capabilities,
    Field,
    Languages,
    MediaLimits,
    Quota,
    Repeat,
    Scheduling,
    Source,
    Subtitles,
    TextLimit,
    address_field,
)
from publishing.connectors.courier import Answer, FilePart
from publishing.connectors.errors import CannotLook, ConnectorError, Rejected, TryLater
from publishing.connectors.exchange import Exchange
from publishing.connectors.message import gettext_noop
from publishing.connectors.multipart import MultipartStream
from publishing.connectors.oauth import OAuth, refresh_grant
from publishing.connectors.signed_in import SignedInConnector

_CHECKED = date(2026, 11, 23)
_DOCS = "https://bilibili.apifox.cn"


def _source(title: str, page: str) -> Source:
    return Source(title=title, url=f"{_DOCS}/{page}", checked=_CHECKED)


_SUBMIT = _source("视频稿件提交", "api-23706538")
_PARTS = _source("文件分片上传", "api-23701336")
_OVERVIEW = _source("服务端视频稿件投递: 接口概览", "doc-7495873")
_LIST = _source("查询用户视频稿件列表", "api-23727647")
_SIGN_IN = _source("通过刷新令牌续期 access_token", "api-23689934")

CHUNK = 8 * 2**20  # bytes: every part but the last
_TITLE, _DESCRIPTION, _TAGS = 80, 250, 199  # "fewer than 200" for the tags
_DAY = 86400
# States of a submission (addit_info.state): 0 and more stands, these are refused, all others are under way.
_REFUSED, _DELETED = {-2, -3, -4, -5, -11, -12, -14, -16}, -100
_REVIEW_SECONDS = (15.0, 60.0, 180.0, 300.0, 600.0)
_LOOKED_AT = 20
_MEASURES = {"views": "view", "likes": "like", "comments": "reply", "shares": "share"}


class BilibiliConnector(SignedInConnector):
    """Submits videos to one account on Bilibili."""

    platform = "bilibili"
    capabilities = Capabilities(
        platform="bilibili",
        name="Bilibili",
        text=(
            TextLimit(field="text", limit=_DESCRIPTION, rule="characters", source=_SUBMIT),
            TextLimit(field="title", limit=_TITLE, rule="characters", source=_SUBMIT),
        ),
        media=MediaLimits(
            content_types=("video/mp4", "video/x-flv", "video/quicktime"),
            max_bytes=4 * 2**30,
            max_seconds=5 * 3600 - 1,
            source=_OVERVIEW,
        ),
        subtitles=Subtitles(route="burn_in", source=_SUBMIT),
        languages=Languages(per_post=0, source=_SUBMIT),
        scheduling=Scheduling(native=False, source=_SUBMIT),
        repeat=Repeat(
            safe_seconds=0,
            note=gettext_noop("None: a second submission is a second video; Pugmark looks through the account's own."),
            source=_LIST,
        ),
        quotas=(Quota(what="post", limit=5, seconds=_DAY, source=_SUBMIT),),
        media_required=True,
        title_required=True,
        tags_apart=True,
        max_tags=10,
        max_tags_length=_TAGS,
        links_clickable=False,
        measures=tuple(_MEASURES),
        notes=(
            gettext_noop("Bilibili reviews every video; it can be seen only after that, minutes or hours later."),
            gettext_noop("Five videos a day hold for accounts that have not passed Bilibili's membership test."),
            gettext_noop("Two videos with the same title within a short time are refused."),
        ),
        oauth=OAuth(
            authorize_url="{www}/pc/account-pc/auth/oauth",
            token_url="{accounts}/x/account-oauth2/v1/token",
            scopes=("USER_INFO", "ARC_BASE", "ARC_DATA"),
            separator=",",
            pkce=False,
            redirect_name="gourl",
            renew=refresh_grant("{accounts}/x/account-oauth2/v1/refresh_token"),
            source=_SIGN_IN,
        ),
        settings_fields=(
            Field(
                name="client_id",
                label=gettext_noop("Client ID"),
                help=gettext_noop(
                    "Of your own app on open.bilibili.com; permission to submit videos is asked for there."
                ),
            ),
            Field(
                name="category",
                label=gettext_noop("Category (tid)"),
                help=gettext_noop("The number of Bilibili's category, such as 221 for wild animals."),
                default="221",
                per_post=True,
            ),
            Field(
                name="tags",
                label=gettext_noop("Tags of every video"),
                help=gettext_noop(
                    "Separated by commas; used where a post has none, for Bilibili asks for at least one."
                ),
                default="东北虎豹国家公园,野生动物",
                required=False,
            ),
            Field(
                name="no_reprint",
                label=gettext_noop("May others repost it"),
                help=gettext_noop("What the page of the video says."),
                default="1",
                required=False,
                per_post=True,
                choices=(("0", gettext_noop("Yes")), ("1", gettext_noop("No"))),
            ),
            address_field("api", gettext_noop("Address of the API"), "https://member.bilibili.com"),
            address_field("upload", gettext_noop("Address of uploads"), "https://openupos.bilivideo.com"),
            address_field("accounts", gettext_noop("Address of tokens"), "https://api.bilibili.com"),
            address_field("www", gettext_noop("Address of the sign-in page"), "https://account.bilibili.com"),
        ),
        secret_fields=(
            Field(name="client_secret", label=gettext_noop("App secret"), help=gettext_noop("Of the same app.")),
        ),
    )

    def judge(self, answer: Answer, exchange: Exchange) -> ConnectorError | None:
        return judged(answer, exchange)

    def signed(self, token: str, *, json_body: Any = None) -> dict[str, str]:
        return {
            "access-token": token,
            **signature(self.setting("client_id"), self.setting("client_secret"), json_body=json_body),
        }

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        cover = (Step("cover"),) if draft.media and draft.media.poster else ()
        return (Step("prepare"), Step("upload"), *cover, Step("publish", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "prepare":
            return Done(self._prepare(draft, checkpoint))
        if step == "upload":
            return Done(self._upload(_media(draft), checkpoint, save=save))
        if step == "cover":
            return Done(checkpoint if checkpoint.get("cover") else self._cover(_media(draft), checkpoint))
        if step == "publish":
            return self._publish(draft, checkpoint, save=save)
        raise UnknownStep(step)

    def _prepare(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint:
        """See that title, tags and category are whole, and note what stands under this title already."""
        media_file(_media(draft))
        title, tags = title_of(draft), self._tags(draft)
        category = self.option(draft, "category")
        if not category.isdigit() or int(category) not in self._categories():
            raise Rejected("rejected", {"platform": "Bilibili", "words": f"there is no category {category}"})
        if len(tags) > _TAGS:
            words = f"the tags have {len(tags)} characters together; {_TAGS} are possible"
            raise Rejected("rejected", {"platform": "Bilibili", "words": words})
        known = [each["resource_id"] for each in self._own() if each["title"] == title]
        return {**checkpoint, "known": known, "title": title}

    def _tags(self, draft: Draft) -> str:
        found = draft.tags or tuple(self.settings()["tags"].replace("，", ",").split(","))
        limit = self.capabilities.max_tags
        return ",".join([each.strip() for each in found if each.strip()][:limit])

    def _categories(self) -> set[int]:
        def numbers(node: Mapping[str, Any]) -> set[int]:
            below = [numbers(each) for each in node.get("children") or []]
            return {int(node["id"])}.union(*below)

        path = "archive/type/list"
        return self._call("GET", path, reader=lambda data: set().union(*map(numbers, data)))

    def _upload(self, media: Media, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send the parts that Bilibili does not have yet, and have them put together. Nothing is seen of it."""
        if checkpoint.get("whole"):
            return checkpoint
        with media_file(media).open("rb") as stream:
            if not checkpoint.get("upload"):
                # "0": in parts, for a file of any size. The name's ending tells the kind; the rest is ours to hide.
                body = {"name": "clip.mp4", "utype": "0"}
                told = self._call("POST", "archive/video/init", body=body, reader=lambda data: data["upload_token"])
                checkpoint = {**checkpoint, "upload": str(told), "sent": 0}
                save(checkpoint)
            url, given = f"{self.settings()['upload']}/video/v2/part/upload", {"upload_token": checkpoint["upload"]}
            try:
                while checkpoint["sent"] * CHUNK < media.size:
                    start = checkpoint["sent"] * CHUNK
                    part = FilePart(stream, start=start, length=min(CHUNK, media.size - start))
                    number = {"part_number": str(checkpoint["sent"] + 1)}
                    # The upload's own token is the permission; the account's has no business there.
                    kind = {"Content-Type": "application/octet-stream"}
                    self.courier.ask("POST", url, params={**given, **number}, body=part, headers=kind)
                    checkpoint = {**checkpoint, "sent": checkpoint["sent"] + 1}
                    save(checkpoint)
                self._call("POST", "archive/video/complete", params=given, reader=lambda data: data)
            except Rejected as error:
                if error.params.get("status") != UPLOAD_GONE:
                    raise
                save({**checkpoint, "upload": "", "sent": 0})
                raise TryLater("media_lost", {"platform": self.capabilities.name}, after=1) from None
        return {**checkpoint, "whole": True}

    def _cover(self, media: Media, checkpoint: Checkpoint) -> Checkpoint:
        assert media.poster is not None  # noqa: S101 - `steps` declares this step only with a poster
        url = f"{self.settings()['api']}/arcopen/fn/archive/cover/upload"
        with media.poster.open("rb") as stream:
            form = MultipartStream(
                {}, file_field="file", file_name="cover.jpg", content_type="image/jpeg", stream=stream
            )
            answer = self.ask("POST", url, body=form, headers={"Content-Type": form.content_type})
        return {**checkpoint, "cover": self.courier.read(answer, lambda each: each.text("data", "url"), url=url)}

    def _publish(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        """Submit once, then ask how the review goes until it has ended."""
        if not checkpoint.get("resource_id"):
            about: dict[str, Any] = {
                "title": checkpoint["title"],
                "tid": int(self.option(draft, "category")),
                "tag": self._tags(draft),
                "desc": draft.text,
                "copyright": 1,
                "no_reprint": int(self.option(draft, "no_reprint") or 0),
            }
            if checkpoint.get("cover"):
                about["cover"] = checkpoint["cover"]
            told = self._call(
                *("POST", "archive/add-by-utoken"),
                params={"upload_token": checkpoint["upload"]},
                body=about,
                irreversible=True,
                reader=lambda data: str(data["resource_id"]),
            )
            checkpoint = {**checkpoint, "resource_id": told}
            save(checkpoint)
        return self._reviewed(self._view(checkpoint["resource_id"]), checkpoint)

    def _reviewed(self, told: Mapping[str, Any], checkpoint: Checkpoint) -> Outcome:
        state = int(told["state"])
        if state in _REFUSED or state == _DELETED:
            raise Rejected("media_failed", {"platform": self.capabilities.name, "words": told["words"]})
        if state < 0:
            return look_again(checkpoint, _REVIEW_SECONDS)
        return _published(checkpoint["resource_id"], checkpoint)

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        if "known" not in checkpoint:
            return None  # `prepare` comes first; before it nothing can have been sent
        number = checkpoint.get("resource_id") or self._submitted(draft, checkpoint)
        if not number:
            return None
        told = self._view(number)
        if told["state"] == _DELETED:
            return None
        if told["state"] < 0 and told["state"] not in _REFUSED:
            # It was taken and is under review: neither out nor not out.
            raise TryLater("processing", {"platform": self.capabilities.name}, after=_REVIEW_SECONDS[1])
        return _published(number, checkpoint) if told["state"] >= 0 else None

    def _submitted(self, draft: Draft, checkpoint: Checkpoint) -> str:
        """Return the submission that came after `prepare` with our title and text; Bilibili takes a title once."""
        for each in self._own():
            ours = each["title"] == checkpoint["title"] and each["desc"] == draft.text
            if ours and each["resource_id"] not in checkpoint["known"] and each["state"] != _DELETED:
                return str(each["resource_id"])
        return ""

    def _own(self) -> list[dict[str, Any]]:
        def rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
            return [
                {
                    "resource_id": str(each["resource_id"]),
                    "title": str(each["title"]),
                    "desc": str(each.get("desc") or ""),
                    "state": int((each.get("addit_info") or {}).get("state") or 0),
                }
                for each in data.get("list") or []
            ]

        asked = {"pn": "1", "ps": str(_LOOKED_AT), "status": "all"}
        return self._call("GET", "archive/viewlist", params=asked, reader=rows)

    def _view(self, number: str) -> dict[str, Any]:
        def state(data: Mapping[str, Any]) -> dict[str, Any]:
            about = data["addit_info"]
            words = [str(about[name]) for name in ("state_desc", "reject_reason") if about.get(name)]
            return {"state": int(about["state"]), "words": ": ".join(words)[:300] or "refused in review"}

        try:
            return self._call("GET", "archive/view", params={"resource_id": number}, reader=state)
        except Rejected as error:
            if error.params.get("status") in GONE:
                return {"state": _DELETED, "words": "the video was deleted"}
            raise

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        try:
            self._call("POST", "archive/delete", body={"resource_id": remote_id}, reader=lambda data: data)
        except Rejected as error:
            if error.params.get("status") not in GONE:
                raise

    def verify(self) -> Identity:
        name = self._call("GET", "user/account/info", reader=lambda data: str(data["name"]))
        return Identity(name=name, handle=f"@{name}", url="https://www.bilibili.com/")

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        with suppress(Rejected):
            return self._call(
                *("GET", "data/arc/stat"),
                params={"resource_id": remote_id},
                reader=lambda data: {ours: int(data[theirs]) for ours, theirs in _MEASURES.items() if theirs in data},
            )
        if self._view(remote_id)["state"] == _DELETED:
            raise Rejected("post_gone", {"platform": self.capabilities.name})
        raise CannotLook("cannot_measure", {"platform": self.capabilities.name})

    def _call(
        self, method: str, path: str, *, reader: Any, body: Any = None, irreversible: bool = False, **given: Any
    ) -> Any:
        url = f"{self.settings()['api']}/arcopen/fn/{path}"
        answer = self.ask(method, url, json_body=body, irreversible=irreversible, **given)
        return self.courier.read(
            answer, lambda each: reader(each.data.get("data", {})), url=url, irreversible=irreversible
        )


def title_of(draft: Draft) -> str:
    """Return the title: the draft's own, else the first line of its text. Raises Rejected for none or one too long."""
    title = draft.title.strip() or (draft.text.strip().splitlines() or [""])[0].strip()
    if not title or len(title) > _TITLE:
        words = f"the title has {len(title)} characters; 1 to {_TITLE} are possible"
        raise Rejected("rejected", {"platform": "Bilibili", "words": words})
    return title


def _published(number: str, checkpoint: Checkpoint) -> Published:
    url = f"https://www.bilibili.com/video/{number}"
    return Published({**checkpoint, "remote_id": number, "url": url}, number, url)


def _media(draft: Draft) -> Media:
    if draft.media is None:
        raise Rejected("rejected", {"platform": "Bilibili", "words": "a video is required"})
    return draft.media
