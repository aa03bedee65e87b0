"""The rows of a timetable as what they mean: clip, channel, language and moment; or what is wrong, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from curation.clips.models import Clip
from curation.subtitles.languages import LANGUAGES
from publishing.posts import hours
from publishing.posts.calendar.table import Row
from publishing.posts.models import Campaign, Channel, Post

SENTENCES: Mapping[str, Any] = {
    "formula": gettext_lazy(
        "The column %(column)s holds a formula. Put its value there; an apostrophe before it makes it text."
    ),
    "cell_bad": gettext_lazy("The column %(column)s holds too much, or signs that are no text."),
    "too_many_cells": gettext_lazy(
        "The row has more cells than the table has columns. Text with commas stands in quotation marks."
    ),
    "post_unknown": gettext_lazy("There is no post %(value)s."),
    "clip_unknown": gettext_lazy("There is no clip “%(value)s”."),
    "clip_several": gettext_lazy("Several clips are called “%(value)s”. Give the clip's number."),
    "channel_unknown": gettext_lazy("There is no channel “%(value)s”."),
    "channel_several": gettext_lazy("Several channels are called “%(value)s”. Give the channel's number."),
    "language_unknown": gettext_lazy(
        "“%(value)s” is no language of the desk. Write it as a tag, such as en or zh-Hans."
    ),
    "campaign_unknown": gettext_lazy("There is no campaign “%(value)s”."),
    "missing": gettext_lazy("The column %(column)s is empty."),
    "day_wrong": gettext_lazy("“%(value)s” is no day. Write it as 2026-12-31."),
    "time_wrong": gettext_lazy("“%(value)s” is no hour. Write it as 19:30."),
    "zone_unknown": gettext_lazy("There is no time zone “%(value)s”."),
    "hour_missing": gettext_lazy(
        "In %(zone)s clocks are put forward over %(value)s: that hour does not exist. The next one is %(after)s."
    ),
    "hour_twice": gettext_lazy(
        "In %(zone)s clocks are put back over %(value)s: it comes twice (%(first)s, then %(second)s). Write "
        "first or second into the column “twice”."
    ),
    "twice_wrong": gettext_lazy("The column “twice” takes first or second, or nothing."),
    "row_twice": gettext_lazy("Line %(line)s says the same already."),
}
"""What may be wrong with a row by itself."""

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")
_TWICE = {"": None} | dict.fromkeys(("first", "1", "第一次"), False) | dict.fromkeys(("second", "2", "第二次"), True)


@dataclass
class Entry:
    """A row, understood as far as it goes. `at` is aware (UTC); `errors` and `warnings` are sentences."""

    line: int
    post: int | None = None
    clip: Clip | None = None
    channel: Channel | None = None
    language: str = ""
    at: datetime | None = None
    zone: str = ""
    title: str = ""
    text: str = ""
    alt_text: str = ""
    campaign: Campaign | None = None
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    again: bool = False  # another row says the same already
    made: int | None = None  # the post that it became

    @property
    def key(self) -> tuple[Any, ...]:
        """Rows of one clip, one moment and one title become one post."""
        if self.again:
            return ("again", self.line)
        if self.post is not None:
            return ("post", self.post)
        return ("clip", self.clip.pk if self.clip else None, self.at, self.title)


class Reader:
    """Understands rows, with everything they can name looked up once for all of them."""

    def __init__(self, rows: Sequence[Row], *, zone: str) -> None:
        self.zone = zone
        self.channels = list(Channel.objects.all())
        self.campaigns = {key.casefold(): row for row in Campaign.objects.all() for key in (row.slug, row.name)}
        self.languages = {tag.casefold(): tag for tag in LANGUAGES}
        self.languages |= {language.own.casefold(): tag for tag, language in LANGUAGES.items()}
        named = {row.cells.get("clip", "") for row in rows} - {""}
        numbers = [int(name) for name in named if _is_number(name)]
        self.clips: dict[str, list[Clip]] = {}
        for clip in Clip.objects.filter(Q(pk__in=numbers) | Q(title__in=named)):
            for name in {str(clip.pk), clip.title} & named:
                self.clips.setdefault(name, []).append(clip)
        told = {row.cells.get("post", "") for row in rows}
        wanted = [int(name) for name in told if _is_number(name)]
        self.posts = {
            post.pk: post for post in Post.objects.filter(pk__in=wanted).prefetch_related("variants__channel")
        }

    def entry(self, row: Row) -> Entry:
        """What a row means."""
        entry = Entry(line=row.line)
        for code, column in row.faults:
            self._fault(entry, code, column=column)
        cells = row.cells
        entry.title, entry.text, entry.alt_text = (cells.get(name, "") for name in ("title", "text", "alt_text"))
        entry.title = entry.title[:200]
        if cells.get("post"):
            self._existing(entry, cells["post"])
        else:
            self._new(entry, cells)
        self._moment(entry, cells)
        return entry

    def _fault(self, entry: Entry, code: str, **params: Any) -> None:
        entry.errors.append(str(SENTENCES[code]) % params)

    def _existing(self, entry: Entry, value: str) -> None:
        post = self.posts.get(int(value)) if _is_number(value) else None
        if post is None:
            self._fault(entry, "post_unknown", value=value[:40])
            return
        entry.post, entry.title = post.pk, entry.title or post.title
        entry.zone = post.time_zone

    def _new(self, entry: Entry, cells: Mapping[str, str]) -> None:
        for column in ("clip", "channel", "language"):
            if not cells.get(column):
                self._fault(entry, "missing", column=column)
        self._one(entry, "clip", self.clips.get(cells.get("clip", ""), []), cells.get("clip", ""))
        wanted = cells.get("channel", "")
        fitting = [each for each in self.channels if str(each.pk) == wanted]
        fitting = fitting or [
            each for each in self.channels if wanted.casefold() in (each.name.casefold(), each.handle.casefold())
        ]
        self._one(entry, "channel", fitting if wanted else [], wanted)
        language = cells.get("language", "")
        entry.language = self.languages.get(language.casefold(), "")
        if language and not entry.language:
            self._fault(entry, "language_unknown", value=language[:40])
        campaign = cells.get("campaign", "")
        entry.campaign = self.campaigns.get(campaign.casefold())
        if campaign and entry.campaign is None:
            self._fault(entry, "campaign_unknown", value=campaign[:60])

    def _one(self, entry: Entry, column: str, found: Sequence[Any], value: str) -> None:
        if len(found) == 1:
            setattr(entry, column, found[0])
        elif value:
            self._fault(entry, f"{column}_{'several' if found else 'unknown'}", value=value[:80])

    def _moment(self, entry: Entry, cells: Mapping[str, str]) -> None:
        day, clock = cells.get("date", ""), cells.get("time", "")
        if not day or not clock:
            self._fault(entry, "missing", column="date" if not day else "time")
            return
        local = _local(day, clock)
        if local is None:
            wrong = _local(day, "00:00") is None
            self._fault(entry, "day_wrong" if wrong else "time_wrong", value=(day if wrong else clock)[:40])
            return
        twice = cells.get("twice", "").casefold()
        if twice not in _TWICE:
            self._fault(entry, "twice_wrong")
            return
        entry.zone = cells.get("zone") or (entry.channel.time_zone if entry.channel else entry.zone or self.zone)
        self._place(entry, local, second=_TWICE[twice])

    def _place(self, entry: Entry, local: datetime, *, second: bool | None) -> None:
        said = {"zone": entry.zone[:60], "value": f"{local:%Y-%m-%d %H:%M}"}
        try:
            entry.at = hours.moment(local, zone_name=entry.zone, second=second)
        except hours.UnknownZone:
            self._fault(entry, "zone_unknown", value=entry.zone[:60])
        except hours.HourMissing as missing:
            self._fault(entry, "hour_missing", **said, after=f"{missing.after:%Y-%m-%d %H:%M}")
        except hours.HourTwice as both:
            labels = {
                "first": hours.offset_label(both.first, zone_name=entry.zone),
                "second": hours.offset_label(both.second, zone_name=entry.zone),
            }
            self._fault(entry, "hour_twice", **said, **labels)
        except (ValueError, OverflowError):
            self._fault(entry, "day_wrong", value=said["value"])


def entries(rows: Sequence[Row], *, zone: str) -> list[Entry]:
    """All rows of a timetable; what stands there twice is said at its second place. Two queries and a few lists."""
    reader = Reader(rows, zone=zone)
    found = [reader.entry(row) for row in rows]
    seen: dict[tuple[Any, ...], int] = {}
    for entry in found:
        if entry.errors:
            continue
        key = (entry.key, entry.channel.pk if entry.channel else None, entry.language)
        if key in seen:
            entry.errors.append(str(SENTENCES["row_twice"]) % {"line": seen[key]})
            entry.again = True
        seen.setdefault(key, entry.line)
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _local(day: str, clock: str) -> datetime | None:
    days, times = _DAY.fullmatch(day), _TIME.fullmatch(clock)
    if days is None or times is None:
        return None
    try:
        return datetime(*map(int, days.groups()), *map(int, times.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None
