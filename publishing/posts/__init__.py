"""Channels, posts and their variants per channel and language; the calendar.

Public: models, `services` (write, schedule, cancel), `calendar`. May import: `guard`, `connectors`, `curation`.
"""
