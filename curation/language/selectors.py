"""What pages ask about the memory."""

from __future__ import annotations

from django.db import connection

# One step of the index for each pair, however many units it has ("loose index scan").
_PAIRS = """
WITH RECURSIVE pair AS (
    (SELECT source_language AS source, target_language AS target FROM curation_memoryunit
     ORDER BY source_language, target_language LIMIT 1)
    UNION ALL
    SELECT next.source_language, next.target_language FROM pair CROSS JOIN LATERAL (
        SELECT source_language, target_language FROM curation_memoryunit
        WHERE (source_language, target_language) > (pair.source, pair.target)
        ORDER BY source_language, target_language LIMIT 1
    ) AS next
)
SELECT source, target FROM pair
"""


def pairs() -> list[tuple[str, str]]:
    """The pairs of languages that the memory has units of."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        return [(source, target) for source, target in cursor.fetchall()]
