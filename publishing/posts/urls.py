"""Addresses of this chapter, beneath the studio's."""

from django.urls import path

from publishing.posts import api, approval_api, channel_views, guard_views, review_views, views
from publishing.posts.calendar.urls import urlpatterns as calendar_addresses
from publishing.posts.campaigns import views as campaign_views
from publishing.posts.wording import api as words
from publishing.posts.wording import views as template_views

app_name = "posts"
urlpatterns = [
    *calendar_addresses,
    path("calendar/", views.calendar, name="calendar"),
    path("new/", views.new, name="new"),
    path("<int:post_id>/", views.edit, name="edit"),
    path("<int:post_id>/json/", api.detail, name="detail"),
    path("<int:post_id>/measure/", api.measure, name="measure"),
    path("<int:post_id>/begin/", api.begin, name="begin"),
    path("<int:post_id>/write/", api.write, name="write"),
    path("<int:post_id>/variants/<int:variant_id>/", api.remove, name="remove"),
    path("<int:post_id>/rename/", api.rename, name="rename"),
    path("<int:post_id>/master/", words.master, name="master"),
    path("<int:post_id>/derive/", words.derive, name="derive"),
    path("<int:post_id>/copy/", words.copy, name="copy"),
    path("<int:post_id>/restore/", words.restore, name="restore"),
    path("<int:post_id>/campaign/", words.campaign, name="campaign"),
    path("<int:post_id>/submit/", approval_api.submit, name="submit"),
    path("<int:post_id>/approve/", approval_api.approve, name="approve"),
    path("<int:post_id>/send-back/", approval_api.send_back, name="send_back"),
    path("<int:post_id>/reject/", approval_api.reject, name="reject"),
    path("<int:post_id>/take-back/", approval_api.take_back, name="take_back"),
    path("<int:post_id>/comments/", approval_api.say, name="comment"),
    path("<int:post_id>/comments/<int:comment_id>/", approval_api.settle, name="comment_settle"),
    path("reviews/", review_views.index, name="reviews"),
    path("reviews/approve/", approval_api.approve_many, name="approve_many"),
    path("reviews/take-back/", approval_api.take_back_many, name="take_back_many"),
    path("<int:post_id>/hour/", api.hour, name="hour"),
    path("<int:post_id>/schedule/", api.schedule, name="schedule"),
    path("<int:post_id>/unschedule/", api.unschedule, name="unschedule"),
    path("clips/<int:clip_id>/poster.jpg", views.poster, name="poster"),
    path("clips/<int:clip_id>/video.mp4", views.video, name="video"),
    path("clips/<int:clip_id>/frame.jpg", words.picture, name="frame"),
    path("clips/<int:clip_id>/guard/", guard_views.index, name="guard"),
    path("clips/<int:clip_id>/guard/ask/", guard_views.ask, name="guard_ask"),
    path("guard/<int:lifting_id>/", guard_views.decide, name="guard_decide"),
    path("campaigns/", campaign_views.index, name="campaigns"),
    path("campaigns/new/", campaign_views.edit, name="campaign_new"),
    path("campaigns/<int:campaign_id>/", campaign_views.edit, name="campaign_edit"),
    path("campaigns/<int:campaign_id>/end/", campaign_views.end, name="campaign_end"),
    path("templates/", template_views.index, name="templates"),
    path("templates/new/", template_views.edit, name="template_new"),
    path("templates/try/", template_views.tried, name="template_try"),
    path("templates/tags/", template_views.tags, name="house_tags"),
    path("templates/<int:template_id>/", template_views.edit, name="template_edit"),
    path("templates/<int:template_id>/remove/", template_views.remove, name="template_remove"),
    path("channels/", channel_views.index, name="channels"),
    path("channels/add/<slug:platform>/", channel_views.add, name="channel_add"),
    path("channels/return/", channel_views.came_back, name="channel_return"),
    path("channels/<int:channel_id>/sign-in/", channel_views.sign_in_again, name="channel_sign_in"),
    path("channels/<int:channel_id>/", channel_views.edit, name="channel_edit"),
    path("channels/<int:channel_id>/verify/", channel_views.verify, name="channel_verify"),
    path("channels/<int:channel_id>/pause/", channel_views.pause, name="channel_pause"),
    path("channels/<int:channel_id>/delete/", channel_views.delete, name="channel_delete"),
]
