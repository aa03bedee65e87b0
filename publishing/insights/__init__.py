"""Reports and the desk's first page: what was published, where, and what happened; what waits.

Figures of publications are collected on a falling schedule (`schedule`, `collecting`), kept as a series and as sums of
days (`services`), and shown and exported (`reach`, `curves`, `tables`). `best_hours` advises the calendar.

May import: `posts` and everything beneath it; reads the rows of `delivery`.
"""
