"""Every address of Pugmark."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from config.views import alive

urlpatterns = [
    path("alive/", alive, name="alive"),
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="home"),
    path("studio/", include(wagtailadmin_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("curation.urls")),
    path("", include("publishing.urls")),
]
