"""Addresses of licence terms, beneath the studio's."""

from django.urls import path

from curation.rights import views

app_name = "rights"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:terms_id>/", views.detail, name="detail"),
    path("<int:terms_id>/change/", views.change, name="change"),
    path("<int:terms_id>/versions/<int:number>/", views.detail, name="version"),
    path("<int:terms_id>/versions/<int:number>/odrl/", views.policy, name="odrl"),
]
