"""Reports and the desk's first page: what was published, where, and what happened; what waits.

May import: `posts` and everything beneath it; reads the rows of `delivery`.
"""
