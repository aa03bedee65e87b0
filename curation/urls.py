"""Addresses outside the studio, handed on from the chapters."""

from django.urls import URLPattern, URLResolver, include, path

from curation.clips.api import pictures

urlpatterns: list[URLPattern | URLResolver] = [
    path("files/<str:folder>/<str:name>", pictures.library, name="library_picture"),  # MEDIA_URL
    path("api/monitoring/v1/", include("curation.footage.monitoring.urls")),
]
