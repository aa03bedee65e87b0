"""Addresses of this chapter, beneath the studio's."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "posts"
urlpatterns = [
    path("calendar/", TemplateView.as_view(template_name="curation/base.html"), name="calendar"),
    path("channels/", TemplateView.as_view(template_name="curation/base.html"), name="channels"),
]
