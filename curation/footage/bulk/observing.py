"""Saying what is seen in much footage: add, agree with the machine, correct, blank, take away.

Each is a fixed number of statements for a chunk. What the desk decided is never touched, what machines said neither.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from curation.footage import layers
from curation.footage.alarms import raising
from curation.footage.bulk import rows
from curation.footage.bulk.forms import AnySpeciesForm, CorrectionForm, NothingForm, SeenForm, SpeciesForm
from curation.footage.bulk.registry import Action, Chunk, declare
from curation.footage.models import Observation
from curation.species.models import Taxon
from curation.species.selectors import with_descendants

# What a person says of their own accord, in SQL's words; `t` is the observation.
PEOPLES = "t.footage_id = ANY(%(ids)s) AND t.classification_method = 'human' AND NOT t.editorial"
SIGNED = {
    "bulk_id": "%(edit)s",
    "classification_method": "'human'",
    "classified_by": "%(by)s",
    "classification_timestamp": "%(at)s",
}


def _parameters(chunk: Chunk, **more: Any) -> dict[str, Any]:
    return {"edit": chunk.edit, "ids": list(chunk.ids), "by": chunk.by, "at": chunk.at, **more}


def _beneath(taxon: int | None) -> list[int]:
    """A species and all that is beneath it."""
    names = Taxon.objects.filter(pk=taxon or 0).values_list("scientific_name", flat=True)
    return sorted(with_descendants(names))


ALARMING = {Observation.Type.HUMAN, Observation.Type.VEHICLE}


def _naming(chunk: Chunk, taxa: list[int]) -> list[int]:
    """Those pieces of a chunk of which anybody or anything says one of these taxa; often few of many."""
    said = Observation.objects.filter(taxon__in=taxa).extra(
        where=["curation_observation.footage_id = ANY(%s)"], params=[list(chunk.ids)]
    )
    return sorted(key for key in said.order_by().values_list("footage_id", flat=True).distinct() if key is not None)


FIELDS = ("observation_type", "taxon", "count", "sex", "life_stage", "behavior", "comments", "individual")


def observe(chunk: Chunk) -> int:
    """Add the same observation everywhere, except where a person has said exactly this. "Blank" of people gives way."""
    values = {name: chunk.values.get(name) for name in FIELDS}
    given = _parameters(chunk, **values)
    if values["observation_type"] == Observation.Type.BLANK:
        return blank(chunk)
    gone = rows.take_away("observation", f"{PEOPLES} AND t.observation_type = 'blank'", given)
    linked = {}
    if values["individual"]:
        linked = {"individual_id": "%(individual)s::bigint", "individual_by": "%(by)s", "individual_at": "%(at)s"}
    added = rows.insert(
        Observation,
        {
            **SIGNED,
            "footage_id": "f.id",
            "observation_type": "%(observation_type)s",
            "taxon_id": "%(taxon)s::bigint",
            "count": "%(count)s::int",
            "sex": "%(sex)s",
            "life_stage": "%(life_stage)s",
            "behavior": "%(behavior)s",
            "comments": "%(comments)s",
            **linked,
        },
        """FROM unnest(%(ids)s::bigint[]) AS f(id) WHERE f.id NOT IN (
            SELECT o.footage_id FROM curation_observation o
            WHERE o.footage_id = ANY(%(ids)s) AND o.classification_method = 'human'
            AND o.observation_type = %(observation_type)s AND o.taxon_id IS NOT DISTINCT FROM %(taxon)s::bigint
            AND o.count IS NOT DISTINCT FROM %(count)s::int AND o.sex = %(sex)s AND o.life_stage = %(life_stage)s
            AND o.behavior = %(behavior)s AND o.individual_id IS NOT DISTINCT FROM %(individual)s::bigint)""",
        given,
    )
    if values["observation_type"] in ALARMING:
        raising.raise_for(chunk.ids)
    return gone + added


# What the surest machine says of footage of which no person has said anything: of each model only the newest version
# speaks; a model that names a species comes before one that only says "animal", and that before one that says "blank";
# then the higher probability decides (as `layers.surest`). Boxes of one kind are counted together.
MACHINES = """
    WITH peopled AS (
        SELECT footage_id AS id FROM curation_observation
        WHERE footage_id = ANY(%(ids)s) AND classification_method = 'human'
        UNION ALL
        SELECT f.id FROM curation_footage f
        JOIN curation_observation o ON o.event_id = f.event_id AND o.footage_id IS NULL
        WHERE f.id = ANY(%(ids)s) AND o.classification_method = 'human'
    ), spoken AS (
        SELECT o.*, m.model, rank() OVER (PARTITION BY o.footage_id, m.model ORDER BY m.generation DESC) AS age
        FROM curation_observation o
        JOIN unnest(%(names)s::text[], %(models)s::text[], %(generations)s::int[]) AS m(name, model, generation)
          ON m.name = o.classified_by
        WHERE o.footage_id = ANY(%(ids)s) AND o.classification_method = 'machine'
          AND o.footage_id NOT IN (SELECT id FROM peopled)
    ), newest AS (
        SELECT * FROM spoken WHERE age = 1 AND observation_type <> 'unclassified'
    ), surest AS (
        SELECT DISTINCT ON (footage_id) footage_id, model, bool_or(taxon_id IS NOT NULL) AS named,
            bool_or(observation_type <> 'blank') AS something
        FROM newest GROUP BY footage_id, model
        ORDER BY footage_id, named DESC, something DESC, max(coalesce(classification_probability, 0)) DESC, model
    ), said AS (
        SELECT n.footage_id, n.observation_type, n.taxon_id, n.sex, n.life_stage, n.behavior, n.individual_id,
            CASE WHEN count(*) = 1 THEN max(n.count) ELSE sum(coalesce(n.count, 1)) END AS number
        FROM newest n JOIN surest s ON s.footage_id = n.footage_id AND s.model = n.model
        WHERE (n.taxon_id IS NOT NULL OR NOT s.named) AND (n.observation_type <> 'blank' OR NOT s.something)
        GROUP BY n.footage_id, n.observation_type, n.taxon_id, n.sex, n.life_stage, n.behavior, n.individual_id
    )
"""
# A number that a person gives is meant where machines name one kind only.
ONE_KIND = "CASE WHEN count(*) OVER (PARTITION BY said.footage_id) = 1 THEN %(count)s::int ELSE said.number::int END"
COPIED = ("footage_id", "observation_type", "taxon_id", "sex", "life_stage", "behavior", "individual_id")


def machines_among(ids: list[int]) -> dict[str, list[Any]]:
    """Who of the machines speaks about this footage (or about its events), as MACHINES wants it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT classified_by FROM curation_observation"
            " WHERE footage_id = ANY(%(ids)s) AND classification_method = 'machine'"
            " UNION SELECT o.classified_by FROM curation_footage f JOIN curation_observation o"
            " ON o.event_id = f.event_id AND o.footage_id IS NULL AND o.classification_method = 'machine'"
            " WHERE f.id = ANY(%(ids)s)",
            {"ids": ids},
        )
        names = [row[0] for row in cursor.fetchall()]
    known = layers.generations(names)
    return {
        "names": names,
        "models": [known[name][0] for name in names],
        "generations": [known[name][1] for name in names],
    }


def _copy(given: dict[str, str], where: str, parameters: dict[str, Any]) -> int:
    """Insert what machines say (MACHINES) as a person's word."""
    columns = {name: f"said.{name}" for name in COPIED} | {"count": "said.number::int"}
    # INSERT stands before WITH ... SELECT's list, so the statement's own WITH becomes a subquery.
    chosen = f"FROM ({MACHINES} SELECT * FROM said) AS said WHERE {where}"  # noqa: S608
    return rows.insert(Observation, {**SIGNED, **columns, **given}, chosen, parameters)


def agree(chunk: Chunk) -> int:
    """A person says what the surest machine says, where no person has said anything; of one species, or any."""
    taxon = chunk.values.get("taxon")
    given = _parameters(chunk, **machines_among(list(chunk.ids)), taxa=_beneath(taxon))
    count = chunk.values.get("count")
    columns = {"count": ONE_KIND} if count else {}
    added = _copy(columns, "said.taxon_id = ANY(%(taxa)s)" if taxon else "TRUE", {**given, "count": count})
    if not taxon:
        raising.raise_for(chunk.ids)
    return added


def blank(chunk: Chunk) -> int:
    """A person says that nothing is to be seen; what people said before gives way (and comes back with the undo)."""
    given = _parameters(chunk)
    gone = rows.take_away("observation", f"{PEOPLES} AND t.observation_type <> 'blank'", given)
    added = rows.insert(
        Observation,
        {**SIGNED, "footage_id": "f.id", "observation_type": "'blank'"},
        """FROM unnest(%(ids)s::bigint[]) AS f(id) WHERE f.id NOT IN (
            SELECT o.footage_id FROM curation_observation o
            WHERE o.footage_id = ANY(%(ids)s) AND o.classification_method = 'human'
            AND (o.editorial OR o.observation_type = 'blank'))""",
        given,
    )
    return gone + added


def correct(chunk: Chunk) -> int:
    """One species was another: people's words are changed, machines' stay as evidence beside a person's new one."""
    taxa = _beneath(chunk.values["wrong"])
    ids = _naming(chunk, taxa)
    given = _parameters(chunk, **machines_among(ids), taxa=taxa, right=chunk.values["right"]) | {"ids": ids}
    # First the machines': afterwards a person has spoken there.
    added = _copy({"taxon_id": "%(right)s::bigint"}, "said.taxon_id = ANY(%(taxa)s)", given)
    mistaken = (
        f"{PEOPLES} AND t.taxon_id = ANY(%(taxa)s) AND t.taxon_id <> %(right)s AND t.bulk_id IS DISTINCT FROM %(edit)s"
    )
    rows.keep("observation", mistaken, given)
    changed = rows.run(
        "UPDATE curation_observation t SET taxon_id = %(right)s, bulk_id = %(edit)s, classified_by = %(by)s, "  # noqa: S608
        f"classification_timestamp = %(at)s WHERE {mistaken}",
        given,
    )
    return added + changed


def unobserve(chunk: Chunk) -> int:
    """Take away what people said of a species (and of all beneath it)."""
    given = _parameters(chunk, taxa=_beneath(chunk.values["taxon"]))
    return rows.take_away("observation", f"{PEOPLES} AND t.taxon_id = ANY(%(taxa)s)", given)


def event_observe(event: int, *, footage: int, parameters: dict[str, Any]) -> int:
    """A person says of a whole event what machines say of one of its pieces. `parameters`: edit, by, at, count."""
    given = {**parameters, "ids": [footage], "event": event, **machines_among([footage])}
    columns = {"footage_id": "NULL::bigint", "event_id": "%(event)s", "event_start": "e.start", "event_end": 'e."end"'}
    columns |= {"deployment_id": "e.deployment_id"}
    if parameters.get("count"):
        columns["count"] = ONE_KIND
    names = {name: f"said.{name}" for name in COPIED if name != "footage_id"} | {"count": "said.number::int"}
    chosen = f"FROM ({MACHINES} SELECT * FROM said) AS said JOIN curation_event e ON e.id = %(event)s"  # noqa: S608
    return rows.insert(Observation, {**SIGNED, **names, **columns}, chosen, given)


declare(Action("observe", _("Tag"), _("Tagged %(what)s"), ("observation",), SeenForm, observe))
declare(Action("agree", _("Agree with the machine"), _("Agreed with the machine"), (), AnySpeciesForm, agree))
declare(Action("correct", _("Correct a species"), _("Corrected %(what)s"), ("from", "to"), CorrectionForm, correct))
declare(Action("blank", _("Nothing to be seen"), _("Marked as blank"), (), NothingForm, blank))
declare(
    Action("unobserve", _("Remove a species"), _("Removed %(what)s"), ("species",), SpeciesForm, unobserve, danger=True)
)
