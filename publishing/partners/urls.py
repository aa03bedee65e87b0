"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from publishing.partners import desk_views, views

app_name = "partners"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.organisation, name="organisation_new"),
    path("<int:organisation_id>/", views.organisation, name="organisation"),
    path("<int:organisation_id>/agreements/new/", views.agreement, name="agreement_new"),
    path("<int:organisation_id>/agreements/<int:agreement_id>/", views.agreement, name="agreement"),
    path("<int:organisation_id>/delete/", views.delete_organisation, name="organisation_delete"),
    path("agreements/<int:agreement_id>/delete/", views.delete_agreement, name="agreement_delete"),
    path("<int:organisation_id>/members/", desk_views.members, name="members"),
    path("invitations/<int:invitation_id>/end/", desk_views.end_invitation, name="invitation_end"),
    path("members/<int:member_id>/close/", desk_views.close_member, name="member_close"),
    path("copies/<uuid:copy_id>/revoke/", desk_views.revoke_copy, name="copy_revoke"),
    path("clips/", desk_views.offered, name="offers"),
    path("clips/<int:clip_id>/", desk_views.offer, name="offer"),
    path("clips/<int:clip_id>/withdraw/", desk_views.withdraw, name="offer_withdraw"),
    path("requests/", desk_views.wishes, name="requests"),
    path("ledger/", desk_views.moments, name="ledger"),
]
