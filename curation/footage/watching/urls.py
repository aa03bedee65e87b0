"""Addresses of the intake, beneath the studio's."""

from django.urls import path

from curation.footage.watching import views

app_name = "intake"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:place_id>/look/", views.look_now, name="look"),
    path("<int:place_id>/refused/", views.refused, name="refused"),
    path("<int:place_id>/again/", views.try_again, name="again"),
]
