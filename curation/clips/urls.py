"""Addresses of clips, captions and renditions, beneath the studio's."""

from django.urls import path

from curation.clips import api, views

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
    path("api/save/", api.save, name="save"),
    path("api/<int:clip_id>/save/", api.save, name="save_version"),
    path("api/<int:clip_id>/renditions/", api.renditions, name="renditions"),
    path("api/<int:clip_id>/render/", api.render, name="render"),
    path("api/<int:clip_id>/captions/", api.captions, name="caption_tracks"),
    path("api/<int:clip_id>/captions/write/", api.write, name="write_captions"),
    path("api/<int:clip_id>/captions/language/", api.source_language, name="source_language"),
    path("api/<int:clip_id>/captions/translate/", api.translate, name="translate"),
    path("api/<int:clip_id>/captions/approve/", api.approve, name="approve"),
]
