"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from publishing.delivery import by_hand_views, list_views, takedown_views, views

app_name = "delivery"
urlpatterns = [
    path("", list_views.index, name="index"),
    path("deliveries.csv", list_views.export, name="export"),
    path("takedowns/", takedown_views.index, name="takedowns"),
    path("takedowns/decide/", takedown_views.decide, name="decide_takedowns"),
    path("takedowns/all/", takedown_views.ask_all, name="take_all_down"),
    path("<int:delivery_id>/removed-by-hand/", takedown_views.removed, name="removed_by_hand"),
    path("<int:delivery_id>/", views.detail, name="detail"),
    path("<int:delivery_id>/look/", views.look, name="look"),
    path("<int:delivery_id>/adopt/", views.adopt, name="adopt"),
    path("<int:delivery_id>/publish-again/", views.publish_again, name="publish_again"),
    path("<int:delivery_id>/go/", views.go, name="go"),
    path("<int:delivery_id>/cancel/", views.cancel, name="cancel"),
    path("<int:delivery_id>/package.zip", by_hand_views.package, name="package"),
    path("<int:delivery_id>/posted/", by_hand_views.posted, name="posted"),
    path("<int:delivery_id>/not-posted/", by_hand_views.not_posted, name="not_posted"),
    path("<int:delivery_id>/take-down/", views.take_down, name="take_down"),
]
