"""Addresses of individuals, beneath the studio's."""

from django.urls import path

from curation.footage.individuals import api, views

app_name = "individuals"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.edit, name="new"),
    path("find/", api.find, name="find"),
    path("links/", api.link, name="link"),
    path("links/remove/", api.unlink, name="unlink"),
    path("links/undo/", api.relink, name="relink"),
    path("pictures/restore/", api.restore_picture, name="restore_picture"),
    path("pictures/<int:picture_id>/", api.picture, name="picture"),
    path("pictures/<int:picture_id>/best/", api.best_picture, name="best_picture"),
    path("pictures/<int:picture_id>/remove/", api.remove_picture, name="remove_picture"),
    path("merges/<int:merge_id>/undo/", views.separate, name="separate"),
    path("<int:individual_id>/", views.detail, name="detail"),
    path("<int:individual_id>/edit/", views.edit, name="edit"),
    path("<int:individual_id>/delete/", views.delete, name="delete"),
    path("<int:individual_id>/merge/", views.merge, name="merge"),
    path("<int:individual_id>/pictures/", api.take_picture, name="take_picture"),
    path("<int:individual_id>/labels/", api.adopt, name="adopt"),
]
