"""Campaigns: posts that belong together, their colour, and the name that their links carry.

Public: `services` (save, archive, choose), `selectors`, the pages. May import: the models of `posts`.
"""
