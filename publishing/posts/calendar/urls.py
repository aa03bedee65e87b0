"""Addresses of the calendar, beneath those of posts."""

from django.urls import path

from publishing.posts.calendar import api, views

urlpatterns = [
    path("calendar/posts/", api.posts, name="calendar_posts"),
    path("calendar/feeds/", api.feeds, name="feeds"),
    path("calendar/feeds/new/", api.new_feed, name="feed_new"),
    path("calendar/feeds/<int:feed_id>/revoke/", api.revoke_feed, name="feed_revoke"),
    path("calendar/occasions/", views.occasion_list, name="occasions"),
    path("calendar/tables/", views.timetables, name="timetables"),
    path("calendar/tables/template.csv", views.template, name="timetable_template"),
    path("calendar/tables/<int:timetable_id>/", views.one, name="timetable"),
    path("calendar/tables/<int:timetable_id>/state/", views.state, name="timetable_state"),
    path("calendar/tables/<int:timetable_id>/act/", views.act, name="timetable_act"),
    path("calendar/tables/<int:timetable_id>/report.csv", views.report, name="timetable_report"),
    path("<int:post_id>/move/", api.move, name="move"),
    path("<int:post_id>/next-slot/", api.next_slot, name="next_slot"),
    path("<int:post_id>/move-back/", api.take_back, name="move_back"),
    path("<int:post_id>/hours/", api.hour, name="hours"),
    path("channels/<int:channel_id>/slots/", api.write_slots, name="channel_slots"),
]
