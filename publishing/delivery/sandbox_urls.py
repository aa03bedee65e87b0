"""Public addresses of the sandbox."""

from django.urls import path

from publishing.delivery import sandbox_views as views

app_name = "sandbox"
urlpatterns = [
    path("", views.feed, name="feed"),
    path("<int:post_id>/", views.post, name="post"),
    path("<int:post_id>/video.mp4", views.video, name="video"),
    path("<int:post_id>/poster.jpg", views.poster, name="poster"),
    path("<int:post_id>/captions/<str:language>.vtt", views.captions, name="captions"),
]
