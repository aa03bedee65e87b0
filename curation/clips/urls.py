"""Addresses of clips, captions and renditions, beneath the studio's."""

from django.urls import path

from curation.clips import views
from curation.clips.api import pictures, pieces, remarks, renditions, stills, versions
from curation.clips.api.captions import beginnings, repairs, sights, tracks, work

app_name = "clips"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.studio, name="new"),
    path("<int:clip_id>/", views.studio, name="edit"),
    path("captions/", views.captions, name="captions"),
    path("<int:clip_id>/captions/", views.workbench, name="workbench"),
    path("tracks/<int:track_id>.<str:ending>", views.export, name="export"),
    path("renditions/<int:rendition_id>/file/", views.rendition_file, name="rendition_file"),
    path("renditions/<int:rendition_id>/poster/", views.rendition_poster, name="rendition_poster"),
    path("api/pieces/", pieces.named, name="pieces"),
    path("api/stills/<int:footage_id>/", stills.frame, name="still"),
    path("api/brands/<int:kit_id>/<str:kind>/", pictures.brand, name="brand_picture"),
    path("api/media/", pieces.found, name="media"),
    path("api/save/", versions.save, name="save"),
    path("api/draft/", versions.draft, name="draft_new"),
    path("api/<int:clip_id>/save/", versions.save, name="save_version"),
    path("api/<int:clip_id>/draft/", versions.draft, name="draft"),
    path("api/<int:clip_id>/versions/", versions.versions, name="versions"),
    path("api/<int:clip_id>/versions/<int:number>/", versions.version, name="version"),
    path("api/<int:clip_id>/remarks/", remarks.listed, name="remarks"),
    path("api/<int:clip_id>/remarks/add/", remarks.add, name="remark_add"),
    path("api/<int:clip_id>/remarks/<int:remark_id>/settle/", remarks.settle, name="remark_settle"),
    path("api/<int:clip_id>/remarks/<int:remark_id>/withdraw/", remarks.withdraw, name="remark_withdraw"),
    path("api/<int:clip_id>/renditions/", renditions.renditions, name="renditions"),
    path("api/<int:clip_id>/render/", renditions.render, name="render"),
    path("api/<int:clip_id>/renditions/<int:rendition_id>/cancel/", renditions.cancel, name="rendition_cancel"),
    path("api/<int:clip_id>/captions/", tracks.captions, name="caption_tracks"),
    path("api/<int:clip_id>/captions/write/", tracks.write, name="write_captions"),
    path("api/<int:clip_id>/captions/language/", tracks.source_language, name="source_language"),
    path("api/<int:clip_id>/captions/translate/", tracks.translate, name="translate"),
    path("api/<int:clip_id>/captions/approve/", tracks.approve, name="approve"),
    path("api/<int:clip_id>/captions/accept/", tracks.accept, name="accept"),
    path("api/<int:clip_id>/captions/assign/", work.assign, name="assign_captions"),
    path("api/captions/people/", work.people, name="caption_people"),
    path("api/<int:clip_id>/captions/remarks/", work.remarks, name="caption_remarks"),
    path("api/<int:clip_id>/captions/remarks/add/", work.add_remark, name="caption_remark_add"),
    path(
        "api/<int:clip_id>/captions/remarks/<int:remark_id>/settle/", work.settle_remark, name="caption_remark_settle"
    ),
    path("api/<int:clip_id>/captions/mend/", repairs.mend, name="mend_captions"),
    path("api/captions/replace/", repairs.replace, name="replace_captions"),
    path("api/captions/replace/<int:replacement_id>/undo/", repairs.undo, name="undo_replacement"),
    path("api/<int:clip_id>/captions/import/", beginnings.bring_in, name="import_captions"),
    path("api/<int:clip_id>/captions/draft/", beginnings.draft, name="draft_captions"),
    path("api/<int:clip_id>/captions/speech/", beginnings.speech, name="hear_captions"),
    path("api/<int:clip_id>/captions/burnt/", sights.burnt, name="burnt_captions"),
    path("api/<int:clip_id>/captions/shots/", sights.shots, name="caption_shots"),
    path("api/<int:clip_id>/captions/waveform/", sights.waveform, name="caption_waveform"),
    path("api/<int:clip_id>/captions/sounds/", sights.sounds, name="caption_sounds"),
]
