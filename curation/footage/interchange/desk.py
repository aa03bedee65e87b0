"""The desk's own word in a package: an observation of the editorial layer says so among its observationTags."""

from __future__ import annotations

from curation.footage.interchange.selection import Row

TAG = "layer:editorial"

IS_EDITORIAL = f"""(i.classification_method = 'human' AND coalesce(
    '{TAG}' = ANY(regexp_split_to_array(i.extra->>'observationTags', ' *[|] *')), false))"""
"""SQL over staged rows: whether a row is the desk's word. Machines never speak for the desk."""


def told_by(row: Row, *, carried: str) -> str:
    """observationTags of a row of `selection.OBSERVATION` as they came (`carried`, parted by `|`), with the layer's tag
    or, where a person's word is not the desk's any more, without it."""
    tags = [tag for tag in (part.strip() for part in carried.split("|")) if tag]
    if row["editorial"] == (TAG in tags) or row["classification_method"] != "human":
        return carried
    return " | ".join([*tags, TAG] if row["editorial"] else [tag for tag in tags if tag != TAG])
