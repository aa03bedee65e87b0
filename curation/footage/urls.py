"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from curation.footage import api, media, tus, views

app_name = "footage"
urlpatterns = [
    path("", views.index, name="index"),
    path("upload/", views.upload, name="upload"),
    path("uploads/", tus.collection, name="uploads"),
    path("uploads/<uuid:upload_id>/", tus.part, name="upload_part"),
    path("uploads/<uuid:upload_id>/state/", api.upload_state, name="upload_state"),
    path("species/", api.species, name="species"),
    path("tags/", api.tag_many, name="tag_many"),
    path("tags/undo/", api.untag_many, name="untag_many"),
    path("<int:footage_id>/", views.detail, name="detail"),
    path("<int:footage_id>/file/", media.file, name="file"),
    path("<int:footage_id>/poster/", media.poster, name="poster"),
    path("<int:footage_id>/scrub/", media.scrub, name="scrub"),
    path("<int:footage_id>/card/", api.card, name="card"),
    path("<int:footage_id>/retry/", api.retry, name="retry"),
    path("<int:footage_id>/withhold/", api.withhold, name="withhold"),
    path("<int:footage_id>/observations/", api.observations, name="observations"),
    path("<int:footage_id>/observations/<int:observation_id>/", api.observation, name="observation"),
]
