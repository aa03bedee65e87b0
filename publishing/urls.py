"""Addresses outside the studio, handed on from the chapters."""

from django.urls import URLPattern, URLResolver, include, path

from publishing.delivery.fetching import fetched
from publishing.insights.health_views import told
from publishing.partners.api import api as partner_api
from publishing.posts.calendar.views import read_feed

urlpatterns: list[URLPattern | URLResolver] = [
    path("fetch/<str:token>/clip.mp4", fetched, name="fetched"),
    path("calendar/<str:secret>.ics", read_feed, name="calendar_feed"),
    path("health/", told, name="health"),
    path("partner/", include("publishing.partners.portal.urls")),
    path("api/partner/v1/", partner_api.urls),
    path("sandbox/", include("publishing.delivery.sandbox_urls")),
]
