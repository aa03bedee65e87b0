"""Saved searches: a query with a name that tells its owner when something new matches.

Public: `services` (keep, rename, tell, look, remove, bring_back, check_due), `selectors` (listed, fresh_among), `api`
(addresses under footage/saved/).
May import: what `curation.footage` may, its models and `search`.
"""
