"""What goes out when: the calendar, slots, occasions, collisions, timetables and feeds.

Public: `chips` (what the calendar draws), `slots`, `collisions`, `occasions`, `placing` (give a post an hour),
`timetable` (many hours from a table), `feed` (for other programs). May import: the rest of `publishing.posts`.
"""
