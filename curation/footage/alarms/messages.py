"""What a notice says: which footage, what alarm, which zone, when, and where to look. Never the exact place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.footage.models import AlarmNotice, Footage

NAMED = 40  # pieces that a mail lists one by one


def link(footage_id: int) -> str:
    return settings.PUBLIC_URL + reverse("footage:detail", args=[footage_id])


def mail(notices: Sequence[AlarmNotice]) -> tuple[str, str]:
    """Subject and text of a mail about these notices, in every language of the desk."""
    subjects, texts = [], []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            subjects.append(_subject(notices))
            texts.append(_text(notices))
    return " / ".join(subjects), f"\n\n{'-' * 40}\n\n".join(texts) + "\n"


def _subject(notices: Sequence[AlarmNotice]) -> str:
    labels = dict(Footage.Alarm.choices)
    counted = Counter(notice.alarm for notice in notices)
    kinds = ", ".join(f"{labels[kind]} {counted[kind]}" for kind in Footage.Alarm.values if counted[kind])
    return _("Pugmark alarm: %(kinds)s") % {"kinds": kinds}


def _text(notices: Sequence[AlarmNotice]) -> str:
    pieces = len(notices)
    lines = [
        ngettext(
            "%(count)s piece of footage went into quarantine:",
            "%(count)s pieces of footage went into quarantine:",
            pieces,
        )
        % {"count": pieces},
        "",
    ]
    lines += [_line(notice) for notice in notices[:NAMED]]
    if pieces > NAMED:
        lines += ["", _("and %(count)s more.") % {"count": pieces - NAMED}]
    lines += ["", _("All of it: %(link)s") % {"link": settings.PUBLIC_URL + reverse("quarantine:index")}]
    return "\n".join(lines)


def _line(notice: AlarmNotice) -> str:
    footage = notice.footage
    zone = footage.station.zone if footage.station else _("zone unknown")
    at = date_format(localtime(footage.captured_at), "DATETIME_FORMAT") if footage.captured_at else _("time unknown")
    return f"{footage} · {notice.get_alarm_display()} · {zone} · {at} · {link(footage.pk)}"


def payload(notices: Sequence[AlarmNotice]) -> bytes:
    """The body of a webhook about these notices."""
    return json.dumps(
        {"type": "footage.alarm", "data": {"alarms": [_entry(notice) for notice in notices]}}, ensure_ascii=False
    ).encode()


def _entry(notice: AlarmNotice) -> dict[str, Any]:
    footage = notice.footage
    return {
        "id": f"alarm_{notice.pk}_{int(notice.created_at.timestamp())}",  # the same at every try
        "footage": str(footage),
        "alarm": notice.alarm,
        "zone": footage.station.zone if footage.station else None,
        "captured_at": footage.captured_at.isoformat() if footage.captured_at else None,
        "raised_at": notice.created_at.isoformat(),
        "link": link(footage.pk),
    }
