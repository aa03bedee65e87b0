"""Addresses of this chapter, beneath the studio's."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "footage"
urlpatterns = [
    path("", TemplateView.as_view(template_name="curation/base.html"), name="index"),
]
