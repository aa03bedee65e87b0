"""Addresses outside the studio, handed on from the chapters."""

from django.urls import URLPattern, URLResolver, include, path

from publishing.delivery.fetching import fetched

urlpatterns: list[URLPattern | URLResolver] = [
    path("fetch/<str:token>/clip.mp4", fetched, name="fetched"),
    path("sandbox/", include("publishing.delivery.sandbox_urls")),
]
