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
_TITLE, _DESCRIPTION, _TAGS = 80, 250, 200
_DAY = 86400
