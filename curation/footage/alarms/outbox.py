"""Notices that wait to be sent: one for each footage, contact and way, written with the alarm itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection
from django.utils import timezone

_QUEUE = """
INSERT INTO curation_alarmnotice (footage_id, contact_id, alarm, by, state, attempts, next_at, detail, created_at)
SELECT raised.id, c.id, raised.kind, way.by, 'queued', 0, %(now)s, '', %(now)s
FROM unnest(%(ids)s::bigint[], %(kinds)s::text[]) AS raised (id, kind)
JOIN curation_alarmcontact c ON c.active AND (c.kinds = '{}' OR raised.kind = ANY (c.kinds))
JOIN LATERAL (VALUES ('email', c.email), ('webhook', c.webhook)) AS way (by, address) ON way.address <> ''
-- Raised again after a release: told again.
ON CONFLICT (footage_id, contact_id, alarm, by) DO UPDATE
SET state = 'queued', attempts = 0, next_at = excluded.next_at, detail = '', created_at = excluded.created_at,
    sent_at = NULL
"""


def queue_notices(alarms: Mapping[int, str]) -> None:
    """Queue a notice of each alarm (footage key to kind) for every contact that wants its kind."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"ids": list(alarms), "kinds": list(alarms.values()), "now": timezone.now()})
