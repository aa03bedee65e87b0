"""Addresses outside the studio, handed on from the chapters."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("sandbox/", include("publishing.delivery.sandbox_urls")),
]
