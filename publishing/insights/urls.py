"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from publishing.insights import health_views, reach_views, views

app_name = "insights"
urlpatterns = [
    path("", views.index, name="index"),
    path("published.csv", views.export, name="export"),
    path("health/", health_views.page, name="health"),
    path("reach/", reach_views.overview, name="reach"),
    path("reach/<slug:name>.csv", reach_views.table, name="reach_table"),
    path("reach/posts/<int:post_id>/", reach_views.post, name="post"),
    path("reach/posts/<int:post_id>.csv", reach_views.post_table, name="post_table"),
]
