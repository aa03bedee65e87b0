"""Demo content: drawn footage, tags, clips, channels, posts and partners of an installation's first start.

Public: `services.start`, `services.status`, `services.active`, `removal.remove`, `plans.full`. Everything goes through
the same services as the work of people, is marked `demo`, and leaves with `remove`. May import: all other chapters of
publishing, and curation.
"""
