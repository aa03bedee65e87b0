"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from curation.footage import api, companions, library, media, multipart, tus, views
from curation.footage.bulk import api as bulk_api
from curation.footage.bulk import exporting
from curation.footage.bulk import views as bulk_views
from curation.footage.collections import api as collections
from curation.footage.duplicates import api as duplicates
from curation.footage.events import views as events
from curation.footage.review import api as review_api
from curation.footage.review import views as review_views
from curation.footage.saved import api as saved

app_name = "footage"
urlpatterns = [
    path("", library.index, name="index"),
    path("facets/", library.facets, name="facets"),
    path("map/", library.places, name="map"),
    path("timeline/", library.timeline, name="timeline"),
    path("choices/", library.form_choices, name="choices"),
    path("collections/", collections.collections, name="collections"),
    path("collections/<int:collection_id>/", collections.collection, name="collection"),
    path("collections/<int:collection_id>/restore/", collections.restore, name="collection_restore"),
    path("collections/<int:collection_id>/sharing/", collections.sharing, name="collection_sharing"),
    path("collections/<int:collection_id>/pieces/", collections.pieces, name="collection_pieces"),
    path("collections/<int:collection_id>/order/", collections.order, name="collection_order"),
    path("saved/", saved.saved_searches, name="saved"),
    path("saved/<int:saved_id>/", saved.saved_search, name="saved_search"),
    path("saved/<int:saved_id>/restore/", saved.restore, name="saved_restore"),
    path("saved/<int:saved_id>/look/", saved.look, name="saved_look"),
    path("upload/", views.upload, name="upload"),
    path("uploads/", tus.collection, name="uploads"),
    path("uploads/mine/", multipart.mine, name="uploads_mine"),
    path("uploads/direct/", multipart.begin, name="direct_uploads"),
    path("uploads/direct/<uuid:upload_id>/", multipart.upload, name="direct"),
    path("uploads/direct/<uuid:upload_id>/parts/", multipart.sign, name="direct_parts"),
    path("uploads/direct/<uuid:upload_id>/complete/", multipart.complete, name="direct_complete"),
    path("uploads/<uuid:upload_id>/", tus.part, name="upload_part"),
    path("uploads/<uuid:upload_id>/state/", api.upload_state, name="upload_state"),
    path("species/", api.species, name="species"),
    path("review/", review_views.review, name="review"),
    path("review/next/", review_api.following, name="review_next"),
    path("review/leave/", review_api.leave, name="review_leave"),
    path("review/<int:footage_id>/", review_api.decide, name="review_decide"),
    path("review/<int:footage_id>/skip/", review_api.skip, name="review_skip"),
    path("review/undo/<int:edit_id>/", review_api.undo, name="review_undo"),
    path("bulk/", bulk_views.changes, name="bulk"),
    path("bulk/<int:edit_id>/file/", exporting.file, name="bulk_file"),
    path("bulk/<int:edit_id>/undo/", bulk_api.undo, name="bulk_undo"),
    path("events/setting/", events.setting, name="event_setting"),
    path("events/<int:event_id>/", events.detail, name="event"),
    path("events/<int:event_id>/observations/", events.observations, name="event_observations"),
    path("events/<int:event_id>/observations/<int:observation_id>/", events.observation, name="event_observation"),
    path("<int:footage_id>/", views.detail, name="detail"),
    path("<int:footage_id>/companions/", companions.panels, name="companions"),
    path("<int:footage_id>/duplicates/", duplicates.duplicate, name="duplicate"),
    path("<int:footage_id>/file/", media.file, name="file"),
    path("<int:footage_id>/poster/", media.poster, name="poster"),
    path("<int:footage_id>/scrub/", media.scrub, name="scrub"),
    path("<int:footage_id>/waveform/", media.waveform, name="waveform"),
    path("<int:footage_id>/card/", api.card, name="card"),
    path("<int:footage_id>/retry/", api.retry, name="retry"),
    path("<int:footage_id>/withhold/", api.withhold, name="withhold"),
    path("<int:footage_id>/observations/", api.observations, name="observations"),
    path("<int:footage_id>/observations/<int:observation_id>/", api.observation, name="observation"),
]
