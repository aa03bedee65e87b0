"""Addresses of what is under terms, beneath the studio's."""

from django.urls import path

from curation.footage.licensing import views

app_name = "licensing"
urlpatterns = [
    path("<int:terms_id>/footage/", views.attached, name="attached"),
    path("<int:terms_id>/footage/<uuid:batch>/detach/", views.detach, name="detach"),
]
