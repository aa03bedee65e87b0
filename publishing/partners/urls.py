"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from publishing.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.organisation, name="organisation_new"),
    path("<int:organisation_id>/", views.organisation, name="organisation"),
    path("<int:organisation_id>/agreements/new/", views.agreement, name="agreement_new"),
    path("<int:organisation_id>/agreements/<int:agreement_id>/", views.agreement, name="agreement"),
    path("<int:organisation_id>/delete/", views.delete_organisation, name="organisation_delete"),
    path("agreements/<int:agreement_id>/delete/", views.delete_agreement, name="agreement_delete"),
]
