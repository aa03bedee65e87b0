"""Addresses of the monitoring API, outside the studio."""

from django.urls import path, re_path

from curation.footage.monitoring import reference
from curation.footage.monitoring.api import api

urlpatterns = [
    path("", reference.page, name="monitoring_reference"),
    path("", api.urls),
    re_path("", reference.nothing_here),
]
