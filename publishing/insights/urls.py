"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from publishing.insights import views

app_name = "insights"
urlpatterns = [
    path("", views.index, name="index"),
    path("published.csv", views.export, name="export"),
]
