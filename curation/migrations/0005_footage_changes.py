"""The change log that the search index follows, written by statement-level triggers.

Each row names footage whose index entry is stale. `xid` is the writing transaction: a reader keeps the snapshot it has
read up to and asks for rows whose transaction that snapshot did not see, so that transactions which commit out of
order are never missed and nobody waits for the oldest one.
"""

from django.db import migrations

LOG = """
CREATE TABLE curation_footagechange (
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind char(1) NOT NULL,  -- f: these pieces of footage, s: stations, t: taxa
    ids bigint[] NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL DEFAULT statement_timestamp()
);
CREATE INDEX footagechange_xid ON curation_footagechange (xid);
CREATE INDEX footagechange_at ON curation_footagechange USING brin (at);
"""

FUNCTIONS = """
CREATE FUNCTION curation_note_footage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO curation_footagechange (kind, ids)
    SELECT 'f', array_agg(id) FROM (SELECT id, (row_number() OVER () - 1) / 10000 AS part FROM touched) AS rows
    GROUP BY part;
    RETURN NULL;
END $$;

CREATE FUNCTION curation_note_observed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO curation_footagechange (kind, ids)
    SELECT 'f', array_agg(id) FROM (
        SELECT id, (row_number() OVER () - 1) / 10000 AS part FROM (
            SELECT footage_id AS id FROM touched WHERE footage_id IS NOT NULL
            UNION
            SELECT f.id FROM curation_footage f JOIN touched t ON f.event_id = t.event_id WHERE t.footage_id IS NULL
        ) AS distinct_ids
    ) AS rows GROUP BY part;
    RETURN NULL;
END $$;

CREATE FUNCTION curation_note_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO curation_footagechange (kind, ids)
    SELECT 'f', array_agg(id) FROM (
        SELECT id, (row_number() OVER () - 1) / 10000 AS part
        FROM (SELECT DISTINCT footage_id AS id FROM touched) AS distinct_ids
    ) AS rows GROUP BY part;
    RETURN NULL;
END $$;

CREATE FUNCTION curation_note_stations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO curation_footagechange (kind, ids) SELECT 's', array_agg(id) FROM touched HAVING count(*) > 0;
    INSERT INTO curation_footagechange (kind, ids)
    SELECT 'f', array_agg(id) FROM (
        SELECT f.id, (row_number() OVER () - 1) / 10000 AS part
        FROM curation_footage f JOIN touched t ON f.station_id = t.id
    ) AS rows GROUP BY part;
    RETURN NULL;
END $$;

CREATE FUNCTION curation_note_taxa() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO curation_footagechange (kind) VALUES ('t');
    RETURN NULL;
END $$;
"""

DROP = """
DROP FUNCTION curation_note_footage, curation_note_observed, curation_note_text, curation_note_stations,
    curation_note_taxa CASCADE;
DROP TABLE curation_footagechange;
"""


def _triggers() -> str:
    made = []
    for table, function, events in (
        ("footage", "note_footage", "IUD"),
        ("observation", "note_observed", "IUD"),
        ("footagetext", "note_text", "IUD"),
        ("station", "note_stations", "IU"),
    ):
        for event, word, transitions in (
            ("I", "INSERT", ["NEW"]),
            ("U", "UPDATE", ["NEW"]),
            ("D", "DELETE", ["OLD"]),
        ):
            if event not in events:
                continue
            for transition in transitions:
                made.append(
                    f"CREATE TRIGGER {function}_{word.lower()} AFTER {word} ON curation_{table} "
                    f"REFERENCING {transition} TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION curation_{function}();"
                )
    # A row that changes hands leaves its old footage too.
    made.append(
        "CREATE TRIGGER note_observed_before AFTER UPDATE ON curation_observation REFERENCING OLD TABLE AS touched "
        "FOR EACH STATEMENT EXECUTE FUNCTION curation_note_observed();"
    )
    made.append(
        "CREATE TRIGGER note_taxa AFTER INSERT OR UPDATE OR DELETE ON curation_taxon "
        "FOR EACH STATEMENT EXECUTE FUNCTION curation_note_taxa();"
    )
    return "\n".join(made)


class Migration(migrations.Migration):
    dependencies = [("curation", "0004_footage_library")]

    operations = [migrations.RunSQL(LOG + FUNCTIONS + _triggers(), DROP)]
