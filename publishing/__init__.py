"""SCHEDULE, PUBLISH, LICENSE: the chapters that carry finished clips to platforms and partners.

Chapters: connectors, guard, posts, delivery, partners, insights. May import `curation`; never imported by it.
"""
