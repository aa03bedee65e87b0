"""Which licence terms footage is under: attached to pieces, cameras, places and packages; asked when it is used.

Public: `asking.facts_of`, `asking.refusing`, `services.attach/detach`. May import: `rights` and `footage`'s models and
selectors.
"""
