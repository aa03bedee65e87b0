"""Addresses of the quarantine, beneath the studio's."""

from django.urls import path

from curation.footage.alarms import views

app_name = "quarantine"
urlpatterns = [
    path("", views.index, name="index"),
    path("release/", views.release_some, name="release"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:notice_id>/again/", views.send_again, name="again"),
]
