"""The review queue: one piece after another, what matters most first, for people at the keyboard.

Public: `queue.follow` and `queue.build` (keep the queue), `turns.take` (pieces for a person), `decisions.decide` and
`decisions.undo`, `throughput.today`. May import: the models, search, tagging and bulk edits of footage,
`curation.species`, `curation.jobs`.
"""
