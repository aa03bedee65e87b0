"""Addresses outside the studio, handed on from the chapters."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/monitoring/v1/", include("curation.footage.monitoring.urls")),
]
