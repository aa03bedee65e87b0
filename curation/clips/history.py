"""What a clip was before: its versions, and each as the studio edits it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from curation.clips import pieces
from curation.clips.edit import Edit, ShotEdit
from curation.clips.models import Clip, ClipVersion, Rendition
from curation.people import name_of


def versions(clip: Clip) -> list[dict[str, Any]]:
    """Newest first. `published`: a post carries this version, which therefore stays for ever as it is."""
    ready = Count("renditions", filter=Q(renditions__state=Rendition.State.READY), distinct=True)
    found = clip.versions.select_related("created_by").annotate(ready=ready, used=Count("posts", distinct=True))
    return [
        {
            "id": each.pk,
            "number": each.number,
            "by": name_of(each.created_by),
            "at": each.created_at.isoformat(),
            "seconds": each.duration,
            "files": each.ready,
            "published": bool(each.used),
        }
        for each in found.prefetch_related("segments").order_by("-number")
    ]


def document(version: ClipVersion, *, user: Any) -> dict[str, Any]:
    """The version as the studio's state: {id, number, segments, edit, pieces}."""
    segments = list(version.segments.all())
    return {
        "id": version.pk,
        "number": version.number,
        "segments": [
            {
                "footage": segment.footage_id,
                "start": segment.start,
                "end": segment.end,
                **_shot(segment.settings, pk=segment.pk),
            }
            for segment in segments
        ],
        "edit": Edit.from_dict(version.edit).to_dict(),
        "pieces": pieces.pieces({segment.footage_id for segment in segments}, user=user),
    }


def beginning(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A clip of these pieces that has no version yet, as `document`: of each the stretch that motion suggests."""
    segments = []
    for place, piece in enumerate(found):
        start, end = (piece["motion"] or {}).get("suggested") or (0.0, piece["duration"])
        shot = {**ShotEdit().to_dict(), "id": f"n{place}"}
        segments.append({"footage": piece["footage"], "start": start, "end": min(end, piece["duration"]), **shot})
    edit = Edit(look=pieces.begun_look(piece.get("strip") for piece in found))
    return {"id": None, "number": None, "segments": segments, "edit": edit.to_dict(), "pieces": list(found)}


def _shot(settings: dict[str, Any], *, pk: int) -> dict[str, Any]:
    shot = ShotEdit.from_dict(settings).to_dict()
    # Cut before the studio named its shots: the row's own number is a name too.
    return {**shot, "id": shot["id"] or f"s{pk}"}
