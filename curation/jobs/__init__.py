"""Long work as rows that a person can see: state, progress, cancel, retry.

Public: `graph.StateGraph`, `models.Job`, `work.handler`, `services.start/cancel/retry/run/sweep`.
May import: nothing of ours. Celery only carries a job's number; `services.sweep` finds what a lost message left.
"""
