"""Everything that the studio's page knows when it opens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from curation.clips import drafts, offers, selectors, tracks
from curation.clips.models import BrandKit, Clip
from curation.people import name_of
from curation.video.looks.look import Look
from curation.video.producing.presets import PRESETS
from curation.video.shapes import SHAPES


def studio_data(clip: Clip | None, begun: dict[str, Any], *, user: Any) -> dict[str, Any]:
    """The page's data; `begun` is a `history.document` or a `history.beginning`.

    A draft of this person's own is handed over beside it: the page asks which of the two to go on with.
    """
    draft = drafts.draft_of(clip, author=user, key=new_key(begun))
    return {
        **begun,
        "clip": clip.pk if clip else None,
        "title": clip.title if clip else "",
        "notes": clip.notes if clip else "",
        "sourceLanguage": clip.source_language if clip else "",
        "me": name_of(user),
        "draftKey": new_key(begun),
        "draft": {"document": draft.document, "base": draft.base_version, "at": draft.changed_at.isoformat()}
        if draft and draft.changed_at
        else None,
        "shapes": [{"name": each.name, "width": each.width, "height": each.height} for each in SHAPES.values()],
        "plainLook": Look().to_dict(),
        "names": {each["tag"]: each["own"] for each in tracks.language_choices()},
        "tracks": caption_tracks(clip),
        "brands": [_brand(kit) for kit in BrandKit.objects.select_related("logo", "watermark")],
        "presets": offers.offers(clip.version if clip else None),
        "loudness": [[offers.label_of(preset.name), preset.loudness] for preset in PRESETS.values()],
        "mayRender": user.has_perm("curation.add_rendition"),
        "maySave": user.has_perm("curation.change_clip" if clip else "curation.add_clip"),
        "mayRemark": user.has_perm("curation.add_remark"),
        "urls": selectors.clip_urls(clip) if clip else None,
        "newUrls": {
            "save": reverse("clips:save"),
            "draft": reverse("clips:draft_new"),
            "media": reverse("clips:media"),
            "pieces": reverse("clips:pieces"),
        },
    }


def new_key(begun: dict[str, Any]) -> str:
    """What a draft of a clip without a version is kept under: the footage that it was begun with."""
    first = begun["segments"][0]["footage"] if begun["segments"] else 0
    return "" if begun["number"] else f"new-{first}"


def caption_tracks(clip: Clip | None) -> list[dict[str, Any]]:
    """Where the captions of each language lie by now: {language, name, state, total, approved, cues}."""
    if clip is None:
        return []
    return [
        {
            "language": each.track.language,
            "name": each.name,
            "state": each.track.state,
            "total": each.total,
            "approved": each.approved,
            "cues": [[cue.start, cue.end, cue.text] for cue in each.track.cues.all()],
        }
        for each in tracks.progress(clip)
    ]


def _brand(kit: BrandKit) -> dict[str, Any]:
    mark = kit.watermark or kit.logo
    return {
        "id": kit.pk, "title": kit.title, "colour": kit.colour, "accent": kit.accent, "default": kit.default,
        "corner": kit.corner, "opacity": kit.opacity, "signs": {"zh-Hans": kit.name_zh, "en": kit.name_en},
        "call": {"zh-Hans": kit.call_zh, "en": kit.call_en},
        "logo": reverse("clips:brand_picture", args=[kit.pk, "logo"]) if kit.logo else "",
        "watermark": reverse("clips:brand_picture", args=[kit.pk, "watermark"]) if mark else "",
    }  # fmt: skip
