"""The groups of a desk and what each may do. Migrations call `grant` whenever this table has changed."""

from __future__ import annotations

from typing import Any

_SEE = [
    "wagtailadmin.access_admin",
    "curation.view_footage",
    "curation.view_observation",
    "curation.view_station",
    "curation.view_taxon",
    "curation.view_clip",
    "curation.view_captiontrack",
    "curation.view_rendition",
    "curation.view_brandkit",
    "curation.add_remark",
    "curation.view_individual",
    "curation.view_term",
    "curation.view_memoryunit",
    "curation.view_languagerule",
    "curation.view_licenceterms",
    "publishing.view_post",
    "publishing.view_campaign",
    "publishing.view_texttemplate",
    "publishing.view_channel",
    "publishing.view_delivery",
]
_CUT = [
    "curation.ingest_footage",
    "curation.tag_footage",
    "curation.bulk_tag_footage",
    "curation.add_clip",
    "curation.change_clip",
    "curation.delete_clip",
    "curation.add_rendition",
]
_CAPTION = ["curation.caption_clip", "curation.change_captiontrack"]
_TERMS = [
    "curation.add_term",
    "curation.change_term",
    "curation.delete_term",
    "curation.add_memoryunit",
    "curation.change_memoryunit",
    "curation.delete_memoryunit",
]

ROLES: dict[str, list[str]] = {
    "Editor": [*_SEE, *_CUT, *_CAPTION, "publishing.add_post", "publishing.change_post"],
    "Translator": [*_SEE, *_CAPTION, *_TERMS, "curation.approve_captions"],
    "Publisher": [
        *_SEE,
        *_CUT,
        *_CAPTION,
        *_TERMS,
        "curation.change_languagerule",
        "curation.approve_captions",
        "publishing.add_post",
        "publishing.change_post",
        "publishing.delete_post",
        "publishing.approve_post",
        "publishing.schedule_post",
        "publishing.resolve_delivery",
        "publishing.take_down",
        "curation.add_brandkit",
        "curation.change_brandkit",
        "curation.delete_brandkit",
        "publishing.add_campaign",
        "publishing.change_campaign",
        "publishing.delete_campaign",
        "publishing.add_occasion",
        "publishing.change_occasion",
        "publishing.delete_occasion",
        "publishing.add_texttemplate",
        "publishing.change_texttemplate",
        "publishing.delete_texttemplate",
        "publishing.add_channel",
        "publishing.change_channel",
        "publishing.delete_channel",
        "publishing.view_organisation",
        "publishing.view_downloadmoment",
        "publishing.offer_clip",
        "publishing.lift_finding",
        "publishing.view_releasedelay",
    ],
    "Ranger": [
        *_SEE,
        "curation.ingest_footage",
        "curation.tag_footage",
        "curation.bulk_tag_footage",
        "curation.export_footage",
        "curation.see_locations",
        "curation.see_quarantine",
        "curation.release_quarantine",
        "curation.add_individual",
        "curation.change_individual",
        "curation.delete_individual",
        "curation.view_alarmcontact",
        "curation.add_alarmcontact",
        "curation.change_alarmcontact",
        "curation.delete_alarmcontact",
        "curation.view_watchedplace",
        "curation.add_watchedplace",
        "curation.change_watchedplace",
        "curation.delete_watchedplace",
        "curation.change_footage",
        "curation.add_station",
        "curation.change_station",
        "curation.delete_station",
        "publishing.lift_finding",
        "publishing.view_releasedelay",
        "publishing.add_releasedelay",
        "publishing.change_releasedelay",
        "publishing.delete_releasedelay",
    ],
    "Rights manager": [
        *_SEE,
        "curation.change_footage",
        "curation.add_licenceterms",
        "curation.change_licenceterms",
        "publishing.take_down",
        "publishing.view_organisation",
        "publishing.add_organisation",
        "publishing.change_organisation",
        "publishing.delete_organisation",
        "publishing.view_agreement",
        "publishing.add_agreement",
        "publishing.change_agreement",
        "publishing.delete_agreement",
        "publishing.view_downloadmoment",
        "publishing.change_footagerequest",
        "publishing.offer_clip",
        "publishing.lift_finding",
    ],
}


def grant(apps: Any) -> None:
    """Make the groups and give them what the table says; rights given to a group by hand stay.

    Rights that a later migration makes are given by that one: the table is newer than an old migration that reads it.
    """
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, rights in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for right in rights:
            app_label, codename = right.split(".")
            group.permissions.add(
                *permission_model.objects.filter(content_type__app_label=app_label, codename=codename)
            )
