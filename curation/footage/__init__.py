"""Stations, deployments, footage, observations: how files come in, what they show, how they are found.

Public: models, `services` (register, observe), `ingest` (the job), `search` (the query behind the page).
May import: `video` (engine), `rights`, `species`, `files`, `jobs`.
"""
