"""Alarms: people, vehicles, fire and smoke stay out of the newsroom, and rangers are told.

Public: `raising.raise_for(ids)` after observations were written in any way; `releasing.release`; `notices.send_due` for
the sweep; `contacts.AlarmContactViewSet`, `views` for the studio.
May import: models, selectors, states, services, tagging of this chapter; `species`, `jobs`, `files`.
"""
