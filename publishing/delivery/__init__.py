"""Due rows become published ones, once and only once: leases, steps with checkpoints, the ledger.

Public: `services.publish_due/advance/resolve`, models. May import: `posts` and everything beneath it.
"""
